package org.taniq.cli.keyring;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Passphrase;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taniq keyring backup}. */
@Command(
    name = "backup",
    description = {
      "Write the signing key and the archive key to a new file, under a passphrase of its own.",
      "The keys of the weeks are not in it, and are nowhere else: destroyed once means destroyed."
    },
    footer = {"", "Example:", "  taniq keyring backup --as leyla /media/stick/leyla.backup"})
final class KeyringBackup extends TaniqCommand {
  @Option(names = "--as", paramLabel = "NAME", description = "Whose keyring.")
  private @Nullable String name;

  @Parameters(paramLabel = "FILE", description = "The new file.")
  private Path file = Path.of("");

  @Override
  protected Outcome run(Session session) throws Refusal, IOException {
    Keyrings keyrings = Keyrings.of(session);
    try (AtomicFile out = AtomicFile.create(file);
        Keyring keyring = keyrings.unlock(name);
        Keyring copy = keyring.withoutEpochs(keyring.name(), true);
        Passphrase passphrase = keyrings.newPassphrase("keyring.backup-passphrase", file)) {
      out.write(keyrings.sealed(copy, passphrase));
      out.commit();
      session.terminal().line("keyring.backed-up", file);
      session.terminal().line("keyring.backup-holds-no-epochs");
      return Outcome.ok(Outcome.object().put("name", keyring.name()));
    }
  }
}
