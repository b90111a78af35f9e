package org.taniq.courier.hatch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Refusal;
import org.taniq.courier.CourierProblem;
import org.taniq.courier.Reasons;
import org.taniq.courier.Retries;
import org.taniq.courier.key.RequestSigner;
import org.taniq.courier.transport.Answer;
import org.taniq.courier.transport.Http;
import org.taniq.courier.transport.Request;
import org.taniq.courier.transport.TransportException;
import org.taniq.parcel.Sha256;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;
import org.taniq.protocol.hatch.HatchGuard;

/**
 * Signed requests to the hatch. Cuts and busy servers are waited for; what the server refuses for
 * good ends in a named problem. Not thread-safe.
 */
final class HatchClient {
  private static final String ROOT = "/courier/v1/";
  private static final String NOTHING = Sha256.hex(new byte[0]);
  private static final int MAX_REASON_BYTES = 4096;

  /** What is done with a good answer; it may be called again after a cut. */
  @FunctionalInterface
  interface Use<T> {
    T take(Answer answer) throws IOException, Refusal, MalformedException;
  }

  private final Http http;
  private final RequestSigner signer;
  private final Clock clock;
  private final Retries retries;

  HatchClient(Http http, RequestSigner signer, Clock clock, Retries retries) {
    this.http = http;
    this.signer = signer;
    this.clock = clock;
    this.retries = retries;
  }

  /** How cuts are counted; for whoever reads bodies piece by piece. */
  Retries retries() {
    return retries;
  }

  /** Gets something whole, over as many cuts as it takes. */
  <T> T get(String path, Use<T> use) throws IOException, Refusal {
    while (true) {
      try (Answer answer = exchange("GET", path, Map.of(), NOTHING, null)) {
        if (accepted(answer)) {
          T result = use.take(answer);
          retries.progressed();
          return result;
        }
      } catch (TransportException e) {
        retries.failed(e);
      } catch (MalformedException e) {
        throw new Refusal(CourierProblem.BAD_ANSWER);
      }
    }
  }

  /**
   * Asks for an envelope's bytes from an offset on, once: cuts are the caller's.
   *
   * @return the answer as it is: 200, 206, 404, 416 or another that is not for good
   */
  Answer envelope(String id, long offset) throws IOException, Refusal {
    Map<String, String> range = offset == 0 ? Map.of() : Map.of("Range", "bytes=" + offset + "-");
    Answer answer = exchange("GET", "envelopes/" + id, range, NOTHING, null);
    boolean good = false;
    try {
      if (answer.status() == 401) {
        accepted(answer);
      }
      good = true;
      return answer;
    } finally {
      if (!good) {
        answer.close();
      }
    }
  }

  /**
   * Brings a file. Bringing it twice has the effect of once, so cuts are waited for.
   *
   * @param sha256 of the file
   * @param use what is done with the answer
   */
  <T> T put(String path, Path file, String sha256, LongConsumer progress, Use<T> use)
      throws IOException, Refusal {
    while (true) {
      try (InputStream in = Files.newInputStream(file)) {
        Request.Body body = new Request.Body(Files.size(file), in, progress);
        Map<String, String> type = Map.of("Content-Type", "application/octet-stream");
        try (Answer answer = exchange("PUT", path, type, sha256, body)) {
          if (accepted(answer)) {
            return use.take(answer);
          }
        }
      } catch (TransportException e) {
        retries.failed(e);
      } catch (MalformedException e) {
        throw new Refusal(CourierProblem.BAD_ANSWER);
      }
    }
  }

  /** Waits where waiting helps, after an answer that brought nothing. */
  void waitOrRefuse(Answer answer) throws IOException, Refusal {
    if (accepted(answer)) {
      throw new TransportException(TransportException.Reason.BAD_ANSWER);
    }
  }

  private Answer exchange(
      String method,
      String path,
      Map<String, String> more,
      String bodySha256,
      Request.@Nullable Body body)
      throws IOException {
    String target = ROOT + path;
    Map<String, String> fields = new TreeMap<>(more);
    fields.putAll(
        signer.fields(method, http.origin().authority(), target, bodySha256, clock.instant()));
    return http.exchange(new Request(method, target, fields, body));
  }

  /**
   * Judges an answer.
   *
   * @return true for a good one; false after having waited, to try again
   * @throws Refusal if trying again does not help
   */
  private boolean accepted(Answer answer) throws IOException, Refusal {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return true;
    }
    if (status == 429 || status == 423 || status >= 500) {
      retries.busy(answer.field("retry-after"));
      return false;
    }
    if (status != 401) {
      String reason = Reasons.of(answer);
      if (reason.equals("FORK")) {
        throw new Refusal(CourierProblem.FORK);
      }
      throw new Refusal(CourierProblem.REFUSED, retries.words(reason));
    }
    byte[] body = Reasons.body(answer);
    String reason = text(body, "reason");
    switch (reason == null ? "" : reason) {
      case "REPLAYED" -> {
        // A kept connection died after the request had arrived: the next one has its own nonce.
        retries.busy("0");
        return false;
      }
      case "STALE" -> {
        stale(text(body, "clock"));
        return false;
      }
      case "WRONG_AUTHORITY" ->
          throw new Refusal(CourierProblem.WRONG_AUTHORITY, http.origin().authority());
      default -> throw new Refusal(CourierProblem.UNAUTHORISED);
    }
  }

  /**
   * Says how the clocks differ, or waits: a server that has just started refuses what was signed
   * before, by clocks that differ a little.
   */
  private void stale(@Nullable String serverClock) throws Refusal {
    Duration ahead;
    try {
      if (serverClock == null) {
        throw new Refusal(CourierProblem.STALE);
      }
      Instant there = Instant.ofEpochSecond(ServerStatus.clock(serverClock));
      ahead = Duration.between(there, clock.instant());
    } catch (MalformedException e) {
      throw new Refusal(CourierProblem.STALE);
    }
    if (ahead.abs().compareTo(HatchGuard.WINDOW) < 0) {
      retries.busy(null);
      return;
    }
    long minutes = Math.round(ahead.toSeconds() / 60.0);
    throw new Refusal(
        minutes > 0 ? CourierProblem.CLOCK_AHEAD : CourierProblem.CLOCK_BEHIND, Math.abs(minutes));
  }

  private static @Nullable String text(byte[] body, String name) {
    try {
      JsonFields fields = JsonFields.of(StrictJson.parse(body, MAX_REASON_BYTES));
      return fields.has(name) ? fields.text(name) : null;
    } catch (MalformedException e) {
      return null;
    }
  }
}
