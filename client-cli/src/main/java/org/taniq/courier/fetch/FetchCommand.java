package org.taniq.courier.fetch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.ceremony.Taking;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.courier.CourierProblem;
import org.taniq.courier.Reasons;
import org.taniq.courier.Retries;
import org.taniq.courier.Waiting;
import org.taniq.courier.Way;
import org.taniq.courier.transport.Answer;
import org.taniq.courier.transport.Http;
import org.taniq.courier.transport.Request;
import org.taniq.courier.transport.TransportException;
import org.taniq.parcel.Sha256;
import org.taniq.protocol.signed.Current;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.SignedException.Reason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code taniq-courier fetch}: what taniq seal needs. */
@Command(
    name = "fetch",
    description = {
      "Fetches charter, keys, bulletin and site list of a server, and verifies all of it against the"
          + " fingerprint on the paper. Needs no courier's key.",
      "",
      "What is older than what was seen before, or contradicts it, is an alarm: nothing is taken over"
          + " then, and what was shown is kept beside as evidence."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  taniq-courier fetch --server http://ADDRESS.onion --instance FINGERPRINT",
      "  taniq-courier fetch --server http://ADDRESS.onion",
      "  taniq-courier fetch --server http://ADDRESS.onion --out /media/stick/current.json"
    })
public final class FetchCommand extends TaniqCommand {
  private static final int MAX_BYTES = 8 << 20;
  private static final int INSTANCE_BYTES = 32;

  private final Waiting waiting;

  @Option(
      names = "--server",
      required = true,
      paramLabel = "ADDRESS",
      description = "The server's public address: http://NAME.onion, or https://NAME.")
  private String server = "";

  @Option(
      names = "--instance",
      paramLabel = "FINGERPRINT",
      description =
          "The organisation's fingerprint from the paper; remembered from the first time.")
  private @Nullable String instance;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write current.json there too, to carry it to another machine.")
  private @Nullable Path out;

  @Mixin private Way way = new Way();

  public FetchCommand(Waiting waiting) {
    this.waiting = waiting;
  }

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException, SignedException {
    Home home = session.home();
    if (instance != null) {
      home.pin(fingerprint(instance));
    }
    // Asked for before the download: without a fingerprint nothing can be verified.
    home.instance();
    byte[] bytes = download(session);
    Current current;
    try {
      current = new Taking(session).takeCurrent(bytes);
    } catch (SignedException e) {
      alarm(e.reason(), session, bytes);
      throw e;
    }
    if (out != null) {
      AtomicFile.write(out, bytes);
    }
    return said(session, current, session.today());
  }

  private static byte[] fingerprint(String typed) throws Refusal {
    String digits = typed.toLowerCase(Locale.ROOT).replaceAll("[ :-]", "");
    if (!digits.matches("[0-9a-f]{" + 2 * INSTANCE_BYTES + "}")) {
      throw new Refusal(CourierProblem.BAD_INSTANCE);
    }
    return HexFormat.of().parseHex(digits);
  }

  private byte[] download(Session session) throws Refusal, IOException {
    Retries retries = way.retries(session, waiting);
    try (Http http = way.to(server, session)) {
      while (true) {
        Request request = Request.of("GET", "/taniq/current.json", Map.of());
        try (Answer answer = http.exchange(request)) {
          if (answer.status() == 200) {
            return answer.bytes(MAX_BYTES);
          }
          if (answer.status() != 429 && answer.status() < 500) {
            String reason = Reasons.of(answer);
            throw new Refusal(CourierProblem.REFUSED, retries.words(reason));
          }
          retries.busy(answer.field("retry-after"));
        } catch (TransportException e) {
          retries.failed(e);
        }
      }
    }
  }

  private static void alarm(Reason reason, Session session, byte[] bytes)
      throws Refusal, IOException {
    if (reason == Reason.FORK || reason == Reason.ROLLBACK) {
      String name = "alarm-" + Sha256.hex(bytes).substring(0, 16) + ".json";
      Path evidence = session.home().made(session.home().documents()).resolve(name);
      AtomicFile.write(evidence, bytes);
      session.terminal().alarm("courier.alarm", evidence);
    }
  }

  private static Outcome said(Session session, Current current, LocalDate today) {
    var bulletin = current.bulletin().document();
    long age = ChronoUnit.DAYS.between(bulletin.date(), today);
    session.terminal().line("courier.fetched", bulletin.number(), age, bulletin.validUntil());
    ObjectNode json = Outcome.object();
    json.put("bulletin", bulletin.number()).put("date", bulletin.date().toString());
    json.put("validUntil", bulletin.validUntil().toString());
    try {
      LocalDate until = current.keysetToSeal(today).document().sealUntil();
      session.terminal().line("courier.can-seal", until);
      json.put("sealUntil", until.toString());
    } catch (SignedException e) {
      session.terminal().warn("courier.cannot-seal", e.reason().name());
      json.putNull("sealUntil").put("reason", e.reason().name());
    }
    return Outcome.ok(json);
  }
}
