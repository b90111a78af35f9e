package org.taniq.cli.inbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.vault.LogEntry;
import org.taniq.protocol.signed.SignedException;
import picocli.CommandLine.Command;

/** {@code taniq log show}. */
@Command(
    name = "show",
    description = "Verify the custody log and write its lines.",
    footer = {"", "Example:", "  taniq log show --json"})
final class LogShow extends TaniqCommand {
  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException, SignedException {
    ObjectNode json = Outcome.object();
    ArrayNode list = json.putArray("entries");
    try (Laptop laptop = Laptop.open(session)) {
      for (LogEntry entry : laptop.log().entries()) {
        session.terminal().plain(entry.fields().toString());
        list.add(entry.fields());
      }
    }
    return Outcome.ok(json);
  }
}
