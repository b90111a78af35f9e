package org.taniq.cli.inbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.vault.Vault;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.signed.SignedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code taniq vault new}. */
@Command(
    name = "new",
    description = {
      "Begin another vault, sealed to the newest keyset. Needed after 14 days at the latest.",
      "The old one takes nothing new; it can be read while the custodians have its week's keys."
    },
    footer = {"", "Example:", "  taniq vault new --as leyla"})
final class VaultNew extends TaniqCommand {
  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Whose keyring to unlock, to sign the custody log.")
  private List<String> names = new ArrayList<>();

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session)
      throws Refusal, IOException, SignedException, EnvelopeException {
    try (Laptop laptop = Laptop.open(session);
        Custodians custodians = Custodians.unlock(session, names, 1)) {
      laptop.vault();
      Vault vault = Opened.begin(laptop);
      laptop.log().commit(custodians.quorum().signers());
      return Outcome.ok(
          Outcome.object().put("vault", vault.id()).put("until", vault.lastDay().toString()));
    }
  }
}
