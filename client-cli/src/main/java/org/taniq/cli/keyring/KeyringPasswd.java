package org.taniq.cli.keyring;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Passphrase;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code taniq keyring passwd}. */
@Command(
    name = "passwd",
    description = {
      "Change the passphrase of a keyring.",
      "Old copies of the file keep the old passphrase: destroy them."
    },
    footer = {"", "Example:", "  taniq keyring passwd --as leyla"})
final class KeyringPasswd extends TaniqCommand {
  @Option(names = "--as", paramLabel = "NAME", description = "Whose keyring.")
  private @Nullable String name;

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException {
    Keyrings keyrings = Keyrings.of(session);
    try (Keyrings.Unlocked old = keyrings.unlockToChange(name)) {
      String chosen = old.keyring().name();
      try (Passphrase passphrase = keyrings.newPassphrase("keyring.new-passphrase", chosen)) {
        keyrings.replace(old.keyring(), passphrase);
      }
      session.terminal().line("keyring.passphrase-changed", chosen);
      return Outcome.ok(Outcome.object().put("name", chosen));
    }
  }
}
