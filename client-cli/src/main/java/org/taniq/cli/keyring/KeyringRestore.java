package org.taniq.cli.keyring;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.FileNames;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Passphrase;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taniq keyring restore}. */
@Command(
    name = "restore",
    description = {
      "Make a keyring of this laptop from a backup, under a passphrase of its own.",
      "It opens nothing that was sealed before its first: taniq keyring epochs"
    },
    footer = {"", "Example:", "  taniq keyring restore /media/stick/leyla.backup"})
final class KeyringRestore extends TaniqCommand {
  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "The keyring's name here; without it as in the backup.")
  private @Nullable String name;

  @Parameters(paramLabel = "FILE", description = "The backup.")
  private Path file = Path.of("");

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException {
    session.requireOffline();
    Keyrings keyrings = Keyrings.of(session);
    if (name != null) {
      keyrings.requireFree(name);
    }
    String shown = FileNames.text(file);
    try (Keyrings.Unlocked backup = keyrings.open(file, "keyring.passphrase-of-backup", shown)) {
      if (!backup.keyring().isBackup()) {
        throw new Refusal(KeyringProblem.NOT_A_BACKUP, shown);
      }
      String chosen = name == null ? backup.keyring().name() : name;
      keyrings.requireFree(chosen);
      try (Keyring keyring = backup.keyring().withoutEpochs(chosen, false);
          Passphrase passphrase = keyrings.newPassphrase("keyring.new-passphrase", chosen)) {
        keyrings.create(keyring, passphrase);
        session.terminal().line("keyring.restored", chosen);
        session.terminal().line("keyring.next-epochs", chosen);
        return Outcome.ok(
            Outcome.object().put("name", chosen).put("custodian", keyring.id().hex()));
      }
    }
  }
}
