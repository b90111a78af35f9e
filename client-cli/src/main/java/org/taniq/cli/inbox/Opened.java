package org.taniq.cli.inbox;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.vault.Quorum;
import org.taniq.cli.vault.SealedTo;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultException;
import org.taniq.cli.vault.VaultKeys;
import org.taniq.cli.vault.VaultProblem;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.open.WarmUp;

/** A vault that a quorum unlocked, together with the custodians who did. */
public final class Opened implements AutoCloseable {
  private final Vault vault;
  private final Custodians custodians;
  private final Quorum quorum;

  private final long since;

  private Opened(Vault vault, Custodians custodians, long since) {
    this.vault = vault;
    this.since = since;
    this.custodians = custodians;
    this.quorum = custodians.quorum();
  }

  /**
   * Unlocks the newest vault.
   *
   * @param names whose keyrings
   * @param level 0, or 1 for both levels
   * @throws Refusal NO_VAULT, TOO_FEW_CUSTODIANS, NO_KEYSET
   */
  public static Opened unlock(Laptop laptop, List<String> names, int level)
      throws Refusal, IOException, EnvelopeException {
    Vault vault = laptop.vault().orElseThrow(() -> new Refusal(VaultProblem.NO_VAULT));
    return unlock(laptop, vault, names, level);
  }

  /** As above, but begins a vault where there is none. */
  public static Opened unlockOrBegin(Laptop laptop, List<String> names, int level)
      throws Refusal, IOException, EnvelopeException {
    Optional<Vault> vault = laptop.vault();
    if (vault.isPresent()) {
      return unlock(laptop, vault.get(), names, level);
    }
    SealedTo keyset = laptop.trust().forVault(laptop.session().today());
    Opened opened = unlock(laptop, create(laptop, keyset), names, level);
    // Not before enough have unlocked it: else it is given up.
    tellBegun(laptop, opened.vault(), keyset);
    return opened;
  }

  /**
   * Begins a vault, sealed to the newest keyset. It is in the log with the next commit.
   *
   * @throws Refusal NO_KEYSET, KEYSET_OF_WITHDRAWN
   */
  public static Vault begin(Laptop laptop) throws Refusal, IOException, EnvelopeException {
    SealedTo keyset = laptop.trust().forVault(laptop.session().today());
    Vault vault = create(laptop, keyset);
    tellBegun(laptop, vault, keyset);
    return vault;
  }

  private static Vault create(Laptop laptop, SealedTo keyset)
      throws Refusal, IOException, EnvelopeException {
    return VaultKeys.create(
        laptop.vaults(), keyset, laptop.session().today(), laptop.log(), laptop.session().random());
  }

  private static void tellBegun(Laptop laptop, Vault vault, SealedTo keyset) {
    laptop
        .session()
        .terminal()
        .note("vault.begun", vault.id().substring(0, 16), keyset.recipients().keysetId().hex());
  }

  /** As above, but a vault that was chosen. */
  public static Opened unlock(Laptop laptop, Vault vault, List<String> names, int level)
      throws Refusal, IOException, EnvelopeException {
    Custodians custodians = null;
    Opened opened = null;
    try {
      SealedTo keyset = laptop.trust().find(KeysetId.parse(VaultKeys.keyset(vault, laptop.log())));
      if (keyset == null) {
        throw new Refusal(InboxProblem.NO_KEYSET);
      }
      custodians = Custodians.unlock(laptop.session(), names, keyset.quorum(level));
      Quorum quorum = custodians.quorum();
      DestroyedEpochs.require(laptop, keyset, quorum, keyset.quorum(level));
      int here = quorum.keysFor(keyset);
      if (here < keyset.quorum(level)) {
        throw new Refusal(InboxProblem.TOO_FEW_CUSTODIANS, here, keyset.quorum(level));
      }
      long since = laptop.log().entries().size();
      for (int each = 0; each <= level; each++) {
        VaultKeys.unlock(vault, each, keyset, quorum, laptop.log());
      }
      opened = new Opened(vault, custodians, since);
      return opened;
    } catch (VaultException e) {
      throw VaultProblem.refusal(e);
    } finally {
      if (opened == null) {
        vault.close();
        if (custodians != null) {
          custodians.close();
        }
      }
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
