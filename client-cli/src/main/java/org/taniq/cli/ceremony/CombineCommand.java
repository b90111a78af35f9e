package org.taniq.cli.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.SignedProblem;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.protocol.signed.DocumentType;
import org.taniq.protocol.signed.SignatureFile;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code taniq combine}. */
@Command(
    name = "combine",
    description = {
      "Join signatures to FILE.sig, verify them, and take the document into this home.",
      "Without SIGNATURE: all FILE.*.sig beside it."
    },
    footer = {
      "",
      "Examples:",
      "  taniq combine charter-0.json",
      "  taniq combine keyset-2026-W48.json leyla.sig tural.sig"
    })
public final class CombineCommand extends TaniqCommand {
  @Parameters(index = "0", paramLabel = "FILE", description = "The document.")
  private Path file = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "SIGNATURE",
      description = "Signature files.")
  private List<Path> signatures = List.of();

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException, SignedException {
    byte[] document = DocumentFile.bytes(file, DocumentFile.MAX_BYTES);
    DocumentFile.format(document, file);
    List<Path> found =
        signatures.isEmpty() ? DocumentFile.allSignatures(file) : List.copyOf(signatures);
    SignatureFile joined = DocumentFile.join(found, file);
    Signed signed = Signed.of(DocumentType.of(document), document, joined);
    try {
      new Taking(session).take(signed);
    } catch (SignedException e) {
      throw new Refusal(SignedProblem.of(e.reason()), file);
    }
    Path target = DocumentFile.signatures(file);
    AtomicFile.write(target, joined.bytes());
    session.terminal().line("ceremony.combined", signed.signatures().size(), file);
    session.terminal().line("ceremony.written", target);
    return Outcome.ok(
        Outcome.object()
            .put("type", signed.type().text())
            .put("sha256", signed.sha256().hex())
            .put("signatures", signed.signatures().size()));
  }
}
