package org.taniq.cli.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.GroupCommand;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.signed.Charter;
import org.taniq.protocol.signed.CharterChain;
import org.taniq.protocol.signed.DocumentType;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.Verified;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taniq charter}: who signs, and how many must. */
@Command(
    name = "charter",
    description = "Make the document that says who signs, and how many must.",
    subcommands = {CharterCommand.New.class, CharterCommand.Rotate.class})
public final class CharterCommand extends GroupCommand {
  /** {@code taniq charter new}. */
  @Command(
      name = "new",
      description = {
        "Make charter 0 from a request and show its fingerprint for the paper.",
        "--template writes a commented request to fill in."
      },
      footer = {
        "",
        "Examples:",
        "  taniq charter new --template > charter.txt",
        "  taniq charter new charter.txt"
      })
  static final class New extends TaniqCommand {
    @Parameters(paramLabel = "REQUEST", arity = "0..1", description = "The request.")
    private @Nullable Path request;

    @Option(names = "--template", description = "Write a request to fill in to standard output.")
    private boolean template;

    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "The new file; without it charter-0.json.")
    private @Nullable Path out;

    @Override
    protected Outcome run(Session session) throws Refusal, IOException, SignedException {
      if (template || request == null) {
        session.terminal().content().write(CharterRequest.template());
        return Outcome.ok(Outcome.object());
      }
      Charter charter = CharterRequest.read(request).charter(0, null, session.today(), null);
      return write(session, charter, null, out);
    }
  }

  /** {@code taniq charter rotate}. */
  @Command(
      name = "rotate",
      description = {
        "Make the next charter from a request: other people, other thresholds, or new dates.",
        "It needs signatures by its own signers and by those of the charter before, or recovery"
            + " signatures and 14 days."
      },
      footer = {"", "Example:", "  taniq charter rotate charter.txt"})
  static final class Rotate extends TaniqCommand {
    @Parameters(paramLabel = "REQUEST", description = "The request, as for: taniq charter new")
    private Path request = Path.of("");

    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "The new file; without it charter-N.json.")
    private @Nullable Path out;

    @Override
    protected Outcome run(Session session) throws Refusal, IOException, SignedException {
      LocalDate today = session.today();
      CharterChain chain = Documents.of(session).chain();
      List<Verified<Charter>> charters = chain.charters();
      Verified<Charter> last = charters.get(charters.size() - 1);
      Charter charter =
          CharterRequest.read(request)
              .charter(charters.size(), last.sha256(), today, last.document().demo());
      return write(session, charter, chain, out);
    }
  }

  private static Outcome write(
      Session session, Charter charter, @Nullable CharterChain chain, @Nullable Path out)
      throws IOException, SignedException {
    byte[] document = charter.bytes();
    Path target = out == null ? Path.of("charter-" + charter.number() + ".json") : out;
    AtomicFile.writeNew(target, document);
    Signed signed = new Signed(DocumentType.CHARTER, Bytes.of(document), List.of());
    new Summary(session.terminal(), chain).show(signed);
    session.terminal().line("ceremony.written", target);
    session.terminal().line("ceremony.next-sign", target);
    return Outcome.ok(
        Outcome.object().put("number", charter.number()).put("sha256", signed.sha256().hex()));
  }
}
