package org.taniq.cli.inbox;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.vault.Quorum;
import org.taniq.cli.vault.SealedTo;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultException;
import org.taniq.cli.vault.VaultKeys;
import org.taniq.cli.vault.VaultProblem;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.open.WarmUp;

/** A vault that a quorum unlocked, together with the custodians who did. */
public final class Opened implements AutoCloseable {
  private final Vault vault;
  private final SealedTo keyset;
  private final Custodians custodians;
  private final Quorum quorum;

  private final long since;

  private Opened(Vault vault, SealedTo keyset, Custodians custodians, long since) {
    this.vault = vault;
    this.keyset = keyset;
    this.since = since;
    this.custodians = custodians;
    this.quorum = custodians.quorum();
  }

  /**
   * Unlocks a vault for new testimony; where there is none, begins one once enough have unlocked,
   * and leaves nothing of it before. It is in the log with the next commit, which all of them sign.
   *
   * @param taking as {@link VaultFit#taking} gives it
   * @throws Refusal TOO_FEW_CUSTODIANS; NO_KEYSET, KEYSET_OF_WITHDRAWN, KEYSET_OVER
   */
  static Opened unlockOrBegin(Laptop laptop, @Nullable Vault taking, List<String> names)
      throws Refusal, IOException, EnvelopeException {
    if (taking != null) {
      return unlockBegunByQuorum(laptop, taking, names, Vault.TESTIMONY);
    }
    SealedTo keyset = laptop.trust().forVault(laptop.session().today());
    return unlock(laptop, null, keyset, names, Vault.TESTIMONY);
  }

  /**
   * Begins a vault, sealed to a keyset. It is in the log with the next commit.
   *
   * @param keyset as {@link Trust#forVault} gives it
   */
  public static Vault begin(Laptop laptop, SealedTo keyset)
      throws Refusal, IOException, EnvelopeException {
    Vault vault =
        VaultKeys.create(
            laptop.vaults(),
            keyset,
            laptop.session().today(),
            laptop.log(),
            laptop.session().random());
    laptop
        .session()
        .terminal()
        .note("vault.begun", vault.id().substring(0, 16), keyset.recipients().keysetId().hex());
    return vault;
  }

  /**
   * Unlocks a vault that was chosen.
   *
   * @param names whose keyrings
   * @param level 0, or 1 for both levels
   * @throws Refusal TOO_FEW_CUSTODIANS, NO_KEYSET
   */
  public static Opened unlock(Laptop laptop, Vault vault, List<String> names, int level)
      throws Refusal, IOException, EnvelopeException {
    SealedTo keyset = holders(laptop, vault);
    VaultFit.warnOfTooFew(laptop, vault);
    return unlock(laptop, vault, keyset, names, level);
  }

  /** As {@link #unlock}, of a vault of which it was seen already that enough began it. */
  static Opened unlockBegunByQuorum(Laptop laptop, Vault vault, List<String> names, int level)
      throws Refusal, IOException, EnvelopeException {
    return unlock(laptop, vault, holders(laptop, vault), names, level);
  }

  private static SealedTo holders(Laptop laptop, Vault vault) throws Refusal {
    SealedTo keyset = VaultFit.holders(laptop, vault);
    if (keyset == null) {
      throw new Refusal(InboxProblem.NO_KEYSET);
    }
    return keyset;
  }

  /**
   * @param there null: one is begun
   */
  private static Opened unlock(
      Laptop laptop, @Nullable Vault there, SealedTo keyset, List<String> names, int level)
      throws Refusal, IOException, EnvelopeException {
    Custodians custodians = Custodians.unlock(laptop, names, List.of(keyset), keyset.quorum(level));
    Vault vault = there;
    Opened opened = null;
    try {
      Quorum quorum = custodians.quorum();
      requireEnough(laptop, keyset, quorum, keyset.quorum(level));
      if (vault == null) {
        vault = begin(laptop, keyset);
      }
      long since = laptop.log().entries().size();
      for (int each = 0; each <= level; each++) {
        VaultKeys.unlock(vault, each, keyset, quorum, laptop.log());
      }
      opened = new Opened(vault, keyset, custodians, since);
      return opened;
    } catch (VaultException e) {
      throw VaultProblem.refusal(e);
    } finally {
      if (opened == null) {
        custodians.close();
        if (vault != null) {
          vault.close();
        }
      }
    }
  }

  private static void requireEnough(Laptop laptop, SealedTo keyset, Quorum quorum, int needed)
      throws Refusal {
    DestroyedEpochs.of(laptop).require(keyset, quorum, needed);
    int here = quorum.keysFor(keyset);
    if (here < needed) {
      throw new Refusal(InboxProblem.TOO_FEW_CUSTODIANS, here, needed);
    }
  }

  /** Lets the machine compile the ciphers while people type; in the background. */
  static void warmUp() {
    Thread thread = new Thread(WarmUp::run, "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  public Vault vault() {
    return vault;
  }

  /** How many unlock a level of the vault. */
  int quorumOf(int level) {
    return keyset.quorum(level);
  }

  /** Number of the log's first entry of this unlocking. */
  public long since() {
    return since;
  }

  public Quorum quorum() {
    return quorum;
  }

  @Override
  public void close() {
    vault.close();
    custodians.close();
  }
}
