package org.taniq.cli.inbox;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.vault.SealedTo;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultException;
import org.taniq.cli.vault.VaultKeys;
import org.taniq.cli.vault.VaultProblem;
import org.taniq.protocol.envelope.KeysetId;

/**
 * Whether a vault may take what an envelope holds. SPEC §8.2: as many began it as open testimony,
 * its keyset is not over and names nobody who was withdrawn, and as many must unlock it as open the
 * envelope.
 */
final class VaultFit {
  /** Why an envelope is passed over, in reports. */
  static final String REASON = "VAULT_QUORUM_LOWER";

  private VaultFit() {}

  /** Names the keyset that a vault is sealed to. */
  static KeysetId sealedTo(Laptop laptop, Vault vault) throws Refusal {
    try {
      return KeysetId.parse(VaultKeys.keyset(vault, laptop.log()));
    } catch (VaultException e) {
      throw VaultProblem.refusal(e);
    }
  }

  /** The keyset that a vault is sealed to, null where it is not known here. */
  static @Nullable SealedTo holders(Laptop laptop, Vault vault) throws Refusal {
    return laptop.trust().find(sealedTo(laptop, vault));
  }

  /**
   * Whether as many custodians of its keyset signed a vault's beginning as open testimony. Else one
   * alone may have made its keys, and know them.
   */
  static boolean begunByQuorum(Laptop laptop, Vault vault) throws Refusal {
    SealedTo holders = holders(laptop, vault);
    if (holders == null) {
      return false;
    }
    try {
      long signed =
          VaultKeys.begunBy(vault, laptop.log()).stream()
              .filter(holders.custodians()::contains)
              .count();
      return signed >= holders.quorum(Vault.TESTIMONY);
    } catch (VaultException e) {
      throw VaultProblem.refusal(e);
    }
  }

  /**
   * The newest vault; none, and a warning, where it was begun by too few to take anything, or its
   * keyset is over.
   */
  static Optional<Vault> taking(Laptop laptop) throws Refusal, IOException {
    Optional<Vault> newest = laptop.vault();
    if (newest.isEmpty() || warnOfTooFew(laptop, newest.get())) {
      return Optional.empty();
    }
    if (laptop.trust().isOver(sealedTo(laptop, newest.get()), laptop.session().today())) {
      laptop.session().terminal().warn("vault.keyset-over", newest.get().id().substring(0, 16));
      return Optional.empty();
    }
    return newest;
  }

  /** Warns of a vault that was begun by too few; gives whether it was. */
  static boolean warnOfTooFew(Laptop laptop, Vault vault) throws Refusal {
    boolean tooFew = !begunByQuorum(laptop, vault);
    if (tooFew) {
      laptop.session().terminal().warn("vault.begun-by-too-few", vault.id().substring(0, 16));
    }
    return tooFew;
  }

  /**
   * Passes a vault that may take who somebody is.
   *
   * @throws Refusal VAULT_BEGUN_BY_TOO_FEW
   */
  static void requireBegunByQuorum(Laptop laptop, Vault vault) throws Refusal {
    if (!begunByQuorum(laptop, vault)) {
      throw new Refusal(InboxProblem.VAULT_BEGUN_BY_TOO_FEW);
    }
  }

  /**
   * Passes a vault that may take new testimony.
   *
   * @throws Refusal VAULT_OF_WITHDRAWN
   */
  static void requireNobodyWithdrawn(Laptop laptop, Vault vault) throws Refusal {
    SealedTo holders = holders(laptop, vault);
    if (holders != null && laptop.trust().namesWithdrawn(holders)) {
      throw new Refusal(InboxProblem.VAULT_OF_WITHDRAWN);
    }
  }

  /** The envelopes whose testimony more must open than unlock it here; told, and passed over. */
  static Set<String> weaker(Laptop laptop, Opened opened, List<String> envelopes)
      throws IOException {
    int unlock = opened.quorumOf(Vault.TESTIMONY);
    Set<String> weaker = new LinkedHashSet<>();
    // The headers are read only where some keyset demands more.
    if (laptop.trust().mostDemanded(Vault.TESTIMONY) <= unlock) {
      return weaker;
    }
    for (String sha256 : envelopes) {
      KeysetId id = EnvelopeFiles.keyset(laptop.inbox().file(sha256));
      SealedTo keyset = id == null ? null : laptop.trust().find(id);
      if (keyset != null && keyset.quorum(Vault.TESTIMONY) > unlock) {
        tellLower(laptop, sha256, keyset.quorum(Vault.TESTIMONY), unlock);
        weaker.add(sha256);
      }
    }
    return weaker;
  }

  /** Tells that something stays sealed, since more must open it than unlock the vault. */
  static void tellLower(Laptop laptop, String sha256, int demanded, int unlock) {
    laptop
        .session()
        .terminal()
        .warn("vault.quorum-lower", sha256.substring(0, 16), demanded, unlock);
  }
}
