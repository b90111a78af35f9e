package org.taniq.courier.submit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.taniq.courier.Reasons;
import org.taniq.courier.transport.Answer;
import org.taniq.courier.transport.Http;
import org.taniq.courier.transport.Request;
import org.taniq.courier.transport.TransportException;

/**
 * The single requests of tus 1.0: create (with the first bytes, if wished), ask for the offset, go
 * on from it. Each says how it ended; what to do next is {@link Submitter}'s. Not thread-safe.
 */
final class TusUpload {
  private static final String OCTETS = "application/offset+octet-stream";

  /** How a request ended. */
  enum End {
    /** The server has {@link Step#offset} bytes. */
    OFFSET,
    /** The server knows no such upload, or not any more. */
    GONE,
    /** The server holds another offset than was meant: ask. */
    ELSEWHERE,
    /** Come later. */
    BUSY,
    /** No, for good; {@link Step#word} is the reason. */
    REFUSED
  }

  /**
   * @param end how the request ended
   * @param offset bytes that the server has, for OFFSET
   * @param word the upload's path after a creation, the reason for REFUSED, seconds or null for
   *     BUSY
   */
  record Step(End end, long offset, @Nullable String word) {
    static Step of(End end) {
      return new Step(end, -1, null);
    }
  }

  private final Http http;
  private final EnvelopeFile file;
  private final LongConsumer progress;

  /**
   * @param progress told the number of bytes that were sent after each step
   */
  TusUpload(Http http, EnvelopeFile file, LongConsumer progress) {
    this.http = http;
    this.file = file;
    this.progress = progress;
  }

  /** Creates the upload, sending so many first bytes with it. */
  Step create(long first) throws IOException {
    Map<String, String> fields = fields();
    fields.put("Upload-Length", Long.toString(file.size()));
    try (Answer answer = send("POST", "/uploads", fields, 0, first)) {
      if (answer.status() != 201) {
        return other(answer);
      }
      String path = local(answer.field("location"));
      if (path == null) {
        return new Step(End.REFUSED, -1, "BAD_LOCATION");
      }
      String offset = answer.field("upload-offset");
      return new Step(End.OFFSET, offset == null ? 0 : number(offset), path);
    }
  }

  /** Asks how many bytes the server has. */
  Step ask(String path) throws IOException {
    try (Answer answer = http.exchange(Request.of("HEAD", path, fields()))) {
      if (answer.status() != 200 && answer.status() != 204) {
        // A HEAD has no body to say why; what is not to be had is begun anew.
        return answer.status() < 500 && answer.status() != 423 && answer.status() != 429
            ? Step.of(End.GONE)
            : other(answer);
      }
      long offset = number(answer.field("upload-offset"));
      boolean same = number(answer.field("upload-length")) == file.size();
      return same && offset >= 0 ? new Step(End.OFFSET, offset, null) : Step.of(End.GONE);
    }
  }

  /** Sends so many bytes from the offset on. */
  Step append(String path, long offset, long count) throws IOException {
    Map<String, String> fields = fields();
    fields.put("Upload-Offset", Long.toString(offset));
    try (Answer answer = send("PATCH", path, fields, offset, count)) {
      if (answer.status() != 204 && answer.status() != 200) {
        return other(answer);
      }
      long now = number(answer.field("upload-offset"));
      return now > offset ? new Step(End.OFFSET, now, null) : Step.of(End.ELSEWHERE);
    }
  }

  private static Map<String, String> fields() {
    return new TreeMap<>(Map.of("Tus-Resumable", "1.0.0"));
  }

  private Answer send(
      String method, String path, Map<String, String> fields, long offset, long count)
      throws IOException {
    if (count > 0) {
      fields.put("Content-Type", OCTETS);
    }
    try (InputStream in = file.from(offset)) {
      Request.Body body = new Request.Body(count, in, progress);
      return http.exchange(new Request(method, path, fields, body));
    }
  }

  private static Step other(Answer answer) throws TransportException {
    return switch (answer.status()) {
      case 404, 410 -> Step.of(End.GONE);
      case 409 -> Step.of(End.ELSEWHERE);
      case 423, 429, 500, 502, 503, 504 -> new Step(End.BUSY, -1, answer.field("retry-after"));
      default -> new Step(End.REFUSED, -1, Reasons.of(answer));
    };
  }

  /** The path on the same server; null for any other place. */
  private @Nullable String local(@Nullable String location) {
    if (location == null) {
      return null;
    }
    String own = http.origin().toString();
    String path = location.startsWith(own + "/") ? location.substring(own.length()) : location;
    return path.matches("/[!-~]{1,500}") && !path.startsWith("//") ? path : null;
  }

  private static long number(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }
}
