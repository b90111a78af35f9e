package org.taniq.cli.vault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.open.DekOpener;
import org.taniq.protocol.open.DekOpener.SlotKey;
import org.taniq.protocol.open.EpochSecret;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.SigningKey;

/**
 * The custodians who unlocked at this laptop, opening envelopes together. SPEC §2.8, steps 3 to 5.
 * Whoever unlocked two keyrings counts once. Thread safe.
 */
public final class Quorum {
  private final List<Custodian> custodians;
  private final Map<KeysetId, List<SlotKey>> keys = new HashMap<>();

  public Quorum(List<Custodian> custodians) {
    this.custodians = List.copyOf(custodians);
  }

  /** Who is here; one who unlocked two keyrings stands there twice. */
  public List<Custodian> custodians() {
    return custodians;
  }

  /** Their keys for the custody log, one a custodian. */
  public List<SigningKey> signers() {
    Map<SignerId, SigningKey> keys = new LinkedHashMap<>();
    custodians.forEach(each -> keys.putIfAbsent(each.id(), each.signingKey()));
    return List.copyOf(keys.values());
  }

  /** Their ids, sorted, hexadecimal. */
  public List<String> ids() {
    return custodians.stream().map(each -> each.id().hex()).distinct().sorted().toList();
  }

  /** How many of a keyset's slots those who are here can open. */
  public int keysFor(SealedTo keyset) {
    return keys(keyset).size();
  }

  private synchronized List<SlotKey> keys(SealedTo keyset) {
    return keys.computeIfAbsent(keyset.recipients().keysetId(), id -> find(keyset));
  }

  private List<SlotKey> find(SealedTo keyset) {
    List<SlotKey> found = new ArrayList<>();
    List<byte[]> publicKeys = keyset.recipients().publicKeys();
    for (int slot = 0; slot < publicKeys.size(); slot++) {
      EpochSecret secret = secret(keyset.custodians().get(slot), publicKeys.get(slot));
      if (secret != null) {
        found.add(new SlotKey(slot, secret));
      }
    }
    return found;
  }

  /** A custodian's key of a slot, from the first keyring that has it; else null. */
  private @Nullable EpochSecret secret(SignerId id, byte[] pkR) {
    for (Custodian custodian : custodians) {
      EpochSecret secret = custodian.id().equals(id) ? custodian.secret(pkR) : null;
      if (secret != null) {
        return secret;
      }
    }
    return null;
  }

  /**
   * Opens an envelope's slots and combines the shares: the first k, and where those do not prove
   * the header any k of those who are here, since a sender may have spoilt some. No two data keys
   * prove one header.
   *
   * @param header of an envelope whose kind, keyset and quorum were judged already
   * @param context SPEC §2.2, §2.9
   * @return the data key; the caller closes it
   * @throws EnvelopeException NOT_FOR_US: nobody here has a key of the keyset. TOO_FEW_SHARES,
   *     SLOT_UNREADABLE, SHARE_DAMAGED_BY_SENDER, HEADER_TAMPERED: it does not open with the keys
   *     that are here; others may open it where the exception says so
   */
  public Dek open(Header header, byte[] context, SealedTo keyset) throws EnvelopeException {
    return DekOpener.open(header, context, keys(keyset), List.of());
  }
}
