package org.taniq.cli.ceremony;

import java.io.IOException;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.protocol.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code taniq pin}. */
@Command(
    name = "pin",
    description = {
      "Tell this laptop, once and for ever, which organisation it belongs to: the fingerprint of"
          + " its first charter, from the paper.",
      "Spaces do not matter."
    },
    footer = {"", "Example:", "  taniq pin 3f1c 09aa ..."})
public final class PinCommand extends TaniqCommand {
  @Parameters(
      paramLabel = "FINGERPRINT",
      arity = "1..*",
      description = "64 hexadecimal digits, in groups or not.")
  private String[] groups = {};

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException {
    Bytes instance = Fingerprint.parse(String.join("", groups));
    session.home().pin(instance.toArray());
    session.terminal().line("ceremony.pinned", Fingerprint.groups(instance));
    return Outcome.ok(Outcome.object().put("instance", instance.hex()));
  }
}
