package org.taniq.cli.ceremony;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.SignedProblem;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.Terminal;
import org.taniq.protocol.signed.CharterChain;
import org.taniq.protocol.signed.Current;
import org.taniq.protocol.signed.DetachedSignature;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code taniq verify}. */
@Command(
    name = "verify",
    description = {
      "Say what a signed document says, and whether its signatures suffice.",
      "Takes X.json (with X.json.sig beside it), a bundle, or current.json; keeps nothing."
    },
    footer = {"", "Example:", "  taniq verify /media/stick/current.json"})
public final class VerifyCommand extends TaniqCommand {
  @Parameters(paramLabel = "FILE", description = "The document.")
  private Path file = Path.of("");

  @Override
  protected Outcome run(Session session) throws Refusal, IOException, SignedException {
    byte[] bytes = DocumentFile.bytes(file, DocumentFile.MAX_BYTES);
    boolean current = DocumentFile.format(bytes, file).equals("current");
    try {
      return Outcome.ok(current ? current(session, bytes) : document(session));
    } catch (SignedException e) {
      throw new Refusal(SignedProblem.of(e.reason()), file);
    }
  }

  private static ObjectNode current(Session session, byte[] bytes)
      throws Refusal, IOException, SignedException {
    Documents documents = Documents.of(session);
    Current current =
        Current.verify(
            bytes,
            documents.instance().toArray(),
            session.today(),
            session.demo(),
            documents.known());
    show(session.terminal(), current);
    return json(current);
  }

  /** Says what is in force. */
  static void show(Terminal terminal, Current current) throws SignedException {
    CharterChain chain = current.chain();
    Summary summary = new Summary(terminal, chain);
    summary.show(chain.charters().get(chain.charters().size() - 1).signed());
    summary.show(current.bulletin().signed());
    for (var keyset : current.keysets()) {
      summary.show(keyset.signed());
    }
    terminal.line("ceremony.verified");
  }

  static ObjectNode json(Current current) {
    return Outcome.object()
        .put("type", "current")
        .put("charter", current.chain().charters().size() - 1)
        .put("bulletin", current.bulletin().document().number())
        .put("keysets", current.keysets().size())
        .put("valid_until", current.bulletin().document().validUntil().toString());
  }

  private ObjectNode document(Session session) throws Refusal, IOException, SignedException {
    Terminal terminal = session.terminal();
    Signed signed = DocumentFile.read(file);
    Summary summary = new Summary(terminal, SignCommand.chainOrNull(session));
    summary.show(signed);
    for (DetachedSignature each : signed.signatures()) {
      terminal.line("ceremony.signed-by", summary.name(each.signer()));
    }
    new Taking(session).verify(signed);
    terminal.line("ceremony.verified");
    return Outcome.object()
        .put("type", signed.type().text())
        .put("sha256", signed.sha256().hex())
        .put("signatures", signed.signatures().size());
  }
}
