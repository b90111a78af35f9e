package org.taniq.cli.inbox;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.vault.CustodyLog;
import org.taniq.cli.vault.VaultProblem;
import org.taniq.protocol.signed.SignedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code taniq log verify}. */
@Command(
    name = "verify",
    description = {
      "Verify the custody log from its first line: chain, signatures, and that packs and log agree.",
      "Every command that uses the log does the same at its start. The head that is shown can be"
          + " noted elsewhere; --head finds out whether the log still holds it."
    },
    footer = {"", "Examples:", "  taniq log verify", "  taniq log verify --head 5c1f..."})
final class LogVerify extends TaniqCommand {
  @Option(
      names = "--head",
      paramLabel = "HEX",
      description = "A head that was noted before, or its beginning (at least 16 digits).")
  private @Nullable String head;

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException, SignedException {
    try (Laptop laptop = Laptop.open(session)) {
      laptop.vault();
      CustodyLog log = laptop.log();
      if (head != null) {
        String noted = head.toLowerCase(Locale.ROOT);
        boolean there =
            noted.matches("[0-9a-f]{16,64}")
                && log.entries().stream().anyMatch(entry -> entry.hash().startsWith(noted));
        if (!there) {
          throw new Refusal(VaultProblem.LOG_TRUNCATED);
        }
        session.terminal().line("log.head-found");
      }
      session.terminal().line("log.verified", log.entries().size(), log.unsigned());
      session.terminal().line("log.head", log.last().hash());
      return Outcome.ok(
          Outcome.object()
              .put("entries", log.entries().size())
              .put("unsigned", log.unsigned())
              .put("head", log.last().hash()));
    }
  }
}
