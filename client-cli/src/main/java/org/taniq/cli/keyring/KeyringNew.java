package org.taniq.cli.keyring;

import java.io.IOException;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Passphrase;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code taniq keyring new}. */
@Command(
    name = "new",
    description = {
      "Make a custodian's signing key and archive key, locked by a passphrase.",
      "Keys for the weeks are made by: taniq keyring epochs"
    },
    footer = {"", "Example:", "  taniq keyring new leyla"})
final class KeyringNew extends TaniqCommand {
  @Parameters(
      paramLabel = "NAME",
      description = "A short name for this laptop: letters, digits, dot, dash, underscore.")
  private String name = "";

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException {
    session.requireOffline();
    Keyrings keyrings = Keyrings.of(session);
    keyrings.requireFree(name);
    try (Passphrase passphrase = keyrings.newPassphrase("keyring.new-passphrase", name);
        Keyring keyring = Keyring.generate(name, session.random())) {
      keyrings.create(keyring, passphrase);
      session.terminal().line("keyring.created", name);
      session.terminal().line("keyring.next-backup", name);
      return Outcome.ok(KeyringShow.describe(keyring, session.terminal(), Outcome.object()));
    }
  }
}
