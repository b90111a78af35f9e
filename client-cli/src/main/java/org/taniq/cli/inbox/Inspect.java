package org.taniq.cli.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.Terminal;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.protocol.envelope.Lengths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code taniq inspect}. */
@Command(
    name = "inspect",
    description = {
      "Show what an envelope shows without any key: kind, quorum, keyset, sizes, SHA-256.",
      "Whether it is authentic only its custodians find out."
    },
    footer = {"", "Example:", "  taniq inspect testimony.tnq"})
public final class Inspect extends TaniqCommand {
  @Parameters(paramLabel = "FILE", description = "An envelope.")
  private Path file = Path.of("");

  @Override
  protected Outcome run(Session session) throws Refusal, IOException, EnvelopeException {
    EnvelopeFiles.requireFile(file);
    long size = Files.size(file);
    FixedHeader fixed;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      fixed = EnvelopeFiles.header(file, in).fixed();
    }
    long padded = Lengths.paddedOf(fixed.kind(), fixed.slots(), size);
    String kind = fixed.kind().name().toLowerCase(Locale.ROOT);
    String sha256 = EnvelopeFiles.sha256(file);
    Terminal terminal = session.terminal();
    terminal.line("inspect.kind", kind);
    terminal.line("inspect.quorum", fixed.quorum(), fixed.slots());
    terminal.line("inspect.keyset", fixed.keysetId().hex());
    terminal.line("inspect.size", size, padded);
    terminal.line("inspect.sha256", sha256);
    ObjectNode json = Outcome.object();
    json.put("kind", kind).put("quorum", fixed.quorum()).put("slots", fixed.slots());
    json.put("keyset", fixed.keysetId().hex());
    json.put("size", size).put("padded", padded).put("sha256", sha256);
    return Outcome.ok(json);
  }
}
