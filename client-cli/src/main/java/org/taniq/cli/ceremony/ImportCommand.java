package org.taniq.cli.ceremony;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.taniq.cli.terminal.ExitCode;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.SignedProblem;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.Terminal;
import org.taniq.protocol.signed.Current;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code taniq import}. */
@Command(
    name = "import",
    description = {
      "Take signed documents into this home: current.json as the courier brings it, or documents"
          + " that other custodians signed, in the order charters, keysets, site, bulletin.",
      "An older state than the one known here, or two documents in one place, is an alarm."
    },
    footer = {
      "",
      "Examples:",
      "  taniq import /media/stick/current.json",
      "  taniq import charter-0.json keyset-2026-W48.json"
    })
public final class ImportCommand extends TaniqCommand {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Signed documents.")
  private List<Path> files = List.of();

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException, SignedException {
    ObjectNode json = Outcome.object();
    ArrayNode taken = json.putArray("taken");
    for (Path file : files) {
      try {
        taken.add(take(session, file));
      } catch (SignedException e) {
        throw alarmed(session.terminal(), new Refusal(SignedProblem.of(e.reason()), file));
      } catch (Refusal e) {
        throw alarmed(session.terminal(), e);
      }
    }
    return Outcome.ok(json);
  }

  private static ObjectNode take(Session session, Path file)
      throws Refusal, IOException, SignedException {
    byte[] bytes = DocumentFile.bytes(file, DocumentFile.MAX_BYTES);
    Terminal terminal = session.terminal();
    if (DocumentFile.format(bytes, file).equals("current")) {
      Current current = new Taking(session).takeCurrent(bytes);
      terminal.line(
          "ceremony.taken-current",
          current.bulletin().document().number(),
          current.bulletin().document().date(),
          current.bulletin().document().validUntil());
      return VerifyCommand.json(current);
    }
    Signed signed = DocumentFile.read(file);
    new Taking(session).take(signed);
    terminal.line("ceremony.taken", signed.type().text(), file);
    return Outcome.object().put("type", signed.type().text()).put("sha256", signed.sha256().hex());
  }

  private static Refusal alarmed(Terminal terminal, Refusal refusal) {
    if (refusal.problem().exit() == ExitCode.ALARM) {
      terminal.alarm("ceremony.alarm");
    }
    return refusal;
  }
}
