package org.taniq.cli.ceremony;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.vault.CustodyLog;
import org.taniq.cli.vault.LogEntry;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultException;
import org.taniq.cli.vault.VaultProblem;
import org.taniq.protocol.signed.CharterChain;
import org.taniq.protocol.signed.DeletionOrder;
import org.taniq.protocol.signed.SignedException;

/**
 * What this laptop's custody log tells of envelopes, to hold a deletion order's reasons against:
 * whoever signs vouches for them. SPEC §4.6, §8.4.
 *
 * @param opened SHA-256 of envelopes that were opened here, into a vault or to standard output
 * @param broken SHA-256 of envelopes that open for nobody, and were not opened
 */
record EnvelopeFates(Set<String> opened, Set<String> broken) {

  /**
   * Reads the log, verified from its first line; a laptop without one opened nothing.
   *
   * @throws Refusal the alarms of {@link VaultProblem}
   */
  static EnvelopeFates of(Session session, Documents documents)
      throws Refusal, IOException, SignedException {
    Set<String> opened = new HashSet<>();
    Set<String> broken = new HashSet<>();
    Path custody = session.home().directory().resolve("custody");
    if (Files.exists(custody)) {
      byte[] instance = documents.instance().toArray();
      CharterChain chain = documents.chain();
      try (CustodyLog log =
          CustodyLog.open(
              custody,
              instance,
              session.today(),
              key -> Documents.isCustodian(chain, key),
              session.random())) {
        log.entries().forEach(entry -> read(entry, opened, broken));
      } catch (VaultException e) {
        throw VaultProblem.refusal(e);
      }
    }
    // It failed at first, and opened when it was tried again.
    broken.removeAll(opened);
    return new EnvelopeFates(opened, broken);
  }

  private static void read(LogEntry entry, Set<String> opened, Set<String> broken) {
    boolean testimony = entry.fields().path("level").asInt() == Vault.TESTIMONY;
    switch (entry.what()) {
      case "open", "stdout" -> {
        if (testimony) {
          opened.add(entry.field("envelope"));
        }
      }
      case "failure" -> {
        if (!entry.isOfPart()) {
          broken.add(entry.field("envelope"));
        }
      }
      default -> {
        // Of imports, vaults, keys and exports.
      }
    }
  }

  /**
   * Passes an entry whose reason the log bears out.
   *
   * @throws Refusal NOT_OPENED, NOT_UNDECIPHERABLE
   */
  void require(DeletionOrder.Entry entry) throws Refusal {
    String sha256 = entry.sha256().hex();
    switch (entry.reason()) {
      case ARCHIVED -> {
        if (!opened.contains(sha256)) {
          throw new Refusal(CeremonyProblem.NOT_OPENED, sha256);
        }
      }
      case UNDECIPHERABLE -> {
        if (!broken.contains(sha256)) {
          throw new Refusal(CeremonyProblem.NOT_UNDECIPHERABLE, sha256);
        }
      }
    }
  }
}
