package org.taniq.cli.inbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.vault.Item;
import org.taniq.cli.vault.Vault;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.signed.Epoch;

/**
 * What of this laptop opens with the keys of some epochs alone, and would be lost with them. What
 * belongs to a keyset that is not known here may be of any epoch, and counts.
 *
 * @param sealed SHA-256 of envelopes that were not opened, or whose file is gone
 * @param kept ids of items that lie in vaults sealed to these epochs and were never exported
 * @param identities of how many opened testimonies it is not known that all of who it is was
 *     opened: those of these epochs that no identity quorum looked into, and of whatever epoch
 *     those where it did and something stayed sealed, since a nested envelope names its own keyset
 * @param keysets of envelopes, by their SHA-256, without those of which it is not known
 */
record EpochNeeds(
    List<String> sealed, List<String> kept, long identities, Map<String, KeysetId> keysets) {

  static EpochNeeds of(Laptop laptop, Collection<Epoch> over) throws Refusal, IOException {
    HeaderKeysets headers = HeaderKeysets.of(laptop.inbox(), laptop.log().entries());
    Map<String, KeysetId> keysets = new HashMap<>();
    List<String> sealed = new ArrayList<>();
    for (InboxEntry entry : laptop.inbox().entries()) {
      KeysetId keyset = headers.of(entry.sha256());
      if (keyset != null) {
        keysets.put(entry.sha256(), keyset);
      }
      boolean maybe =
          switch (entry.state()) {
            case SEALED, GONE -> keyset == null || touches(laptop, over, keyset);
            case OPENED, UNDECIPHERABLE -> false;
          };
      if (maybe) {
        sealed.add(entry.sha256());
      }
    }
    List<Vault> vaults = laptop.allVaults();
    return new EpochNeeds(
        sealed, kept(laptop, over, vaults), identities(laptop, over, vaults, keysets), keysets);
  }

  /** How many pieces are lost for certain. */
  int count() {
    return sealed.size() + kept.size();
  }

  private static boolean touches(Laptop laptop, Collection<Epoch> over, KeysetId keyset) {
    Epoch epoch = laptop.trust().epoch(keyset);
    return epoch == null || over.contains(epoch);
  }

  private static List<String> kept(Laptop laptop, Collection<Epoch> over, List<Vault> vaults)
      throws Refusal {
    Exports exports = Exports.of(laptop.log().entries());
    List<String> kept = new ArrayList<>();
    for (Vault vault : vaults) {
      if (touches(laptop, over, VaultFit.sealedTo(laptop, vault))) {
        vault.items().stream()
            .filter(item -> !exports.hold(item))
            .forEach(item -> kept.add(item.id()));
      }
    }
    return kept;
  }

  private static long identities(
      Laptop laptop, Collection<Epoch> over, List<Vault> vaults, Map<String, KeysetId> keysets) {
    Map<String, Set<Integer>> left = NestedParts.of(laptop.log().entries()).left(vaults);
    return vaults.stream()
        .flatMap(vault -> vault.items().stream())
        .filter(item -> item.level() == Vault.TESTIMONY)
        .map(Item::envelope)
        .distinct()
        .filter(
            envelope -> {
              Set<Integer> places = left.get(envelope);
              KeysetId keyset = keysets.get(envelope);
              return places == null
                  ? keyset == null || touches(laptop, over, keyset)
                  : !places.isEmpty();
            })
        .count();
  }
}
