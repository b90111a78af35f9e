package org.taniq.cli.inbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.taniq.cli.keyring.Keyrings;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.vault.CustodyLog;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultException;
import org.taniq.cli.vault.VaultProblem;
import org.taniq.protocol.signed.SignedException;

/**
 * What every command around inbox and vault begins with: the documents, the custody log, verified
 * from its first line, and the inbox.
 */
public final class Laptop implements AutoCloseable {
  private final Session session;
  private final byte[] instance;
  private final Trust trust;
  private final Path vaults;
  private final CustodyLog log;
  private final Inbox inbox;

  private Laptop(
      Session session, byte[] instance, Trust trust, Path vaults, CustodyLog log, Inbox inbox) {
    this.session = session;
    this.instance = instance;
    this.trust = trust;
    this.vaults = vaults;
    this.log = log;
    this.inbox = inbox;
  }

  /**
   * Opens the home's log and inbox; the caller is the only command at work in it.
   *
   * @throws Refusal NOT_PINNED, and the alarms of {@link VaultProblem}
   */
  public static Laptop open(Session session) throws Refusal, IOException, SignedException {
    Home home = session.home();
    new PartialExports(home).tell(session.terminal());
    Keyrings.of(session).overwriteLeftovers();
    byte[] instance = home.instance();
    Trust trust = Trust.load(session);
    Path vaults = home.made(home.vault());
    Path custody = home.made(home.directory().resolve("custody"));
    CustodyLog log;
    try {
      log =
          CustodyLog.open(custody, instance, session.today(), trust::isCustodian, session.random());
    } catch (VaultException e) {
      throw VaultProblem.refusal(e);
    }
    return new Laptop(
        session, instance, trust, vaults, log, Inbox.read(home.made(home.inbox()), log));
  }

  public Session session() {
    return session;
  }

  /** The pinned instance, 32 bytes. */
  public byte[] instance() {
    return instance.clone();
  }

  public Trust trust() {
    return trust;
  }

  /** Where the vaults lie. */
  public Path vaults() {
    return vaults;
  }

  public CustodyLog log() {
    return log;
  }

  public Inbox inbox() {
    return inbox;
  }

  /** The newest vault, with what a power loss left put right. */
  public Optional<Vault> vault() throws Refusal, IOException {
    try {
      return Vault.newest(vaults, log);
    } catch (VaultException e) {
      throw VaultProblem.refusal(e);
    }
  }

  /** Every vault, the oldest first, as {@link #vault}. */
  public List<Vault> allVaults() throws Refusal, IOException {
    try {
      return Vault.all(vaults, log);
    } catch (VaultException e) {
      throw VaultProblem.refusal(e);
    }
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
