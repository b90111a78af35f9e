package org.taniq.courier.submit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Progress;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.courier.Amount;
import org.taniq.courier.Waiting;
import org.taniq.courier.Way;
import org.taniq.courier.transport.Http;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taniq-courier submit}: hands envelopes in. */
@Command(
    name = "submit",
    description = {
      "Hands sealed envelopes in at the server, each by a circuit of its own.",
      "",
      "A cut connection is taken up where it stopped, also by a later run of the same command: an"
          + " unfinished upload is remembered in ENVELOPE.upload. \"Arrived\" means that the server"
          + " has every byte on its disk; that people have read it, their bulletin says."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  taniq seal --text testimony.txt --out testimony.tnq",
      "  taniq-courier submit --server http://ADDRESS.onion testimony.tnq",
      "  taniq-courier submit --server http://ADDRESS.onion --proxy socks5://127.0.0.1:9150 *.tnq"
    })
public final class SubmitCommand extends TaniqCommand {
  private final Waiting waiting;

  @Option(
      names = "--server",
      required = true,
      paramLabel = "ADDRESS",
      description = "The server's public address: http://NAME.onion, or https://NAME.")
  private String server = "";

  @Mixin private Way way = new Way();

  @Parameters(paramLabel = "ENVELOPE", arity = "1..*", description = "What taniq seal has made.")
  private List<Path> paths = new ArrayList<>();

  public SubmitCommand(Waiting waiting) {
    this.waiting = waiting;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException {
    // All of them are looked at before the first byte leaves.
    List<EnvelopeFile> files = new ArrayList<>();
    for (Path path : paths) {
      try (Progress progress = session.terminal().bytes("courier.reading", -1)) {
        files.add(EnvelopeFile.read(path, progress::add));
      }
    }
    ObjectNode result = Outcome.object();
    ArrayNode arrived = result.putArray("arrived");
    for (EnvelopeFile file : files) {
      try (Http http = way.to(server, session);
          Progress progress = session.terminal().bytes("courier.sending", file.size())) {
        new Submitter(http, file, way.retries(session, waiting), session.terminal(), progress)
            .run();
      }
      session.terminal().line("courier.arrived", file.path(), Amount.of(file.size()));
      arrived
          .addObject()
          .put("file", file.path().toString())
          .put("size", file.size())
          .put("sha256", file.sha256());
    }
    return Outcome.ok(result);
  }
}
