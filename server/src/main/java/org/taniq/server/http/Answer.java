package org.taniq.server.http;

import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One response: status, headers, body.
 *
 * @param headers without those of {@link FixedHeaders} and without Content-Length
 * @param length of the body in bytes
 * @param body opened when it is written; null for none. For HEAD it is not opened.
 */
record Answer(int status, Map<String, String> headers, long length, @Nullable Body body) {
  static final String JSON = "application/json";

  /** Opens the body; the caller closes it. */
  @FunctionalInterface
  interface Body {
    InputStream open() throws IOException;
  }

  Answer {
    headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  static Answer empty(int status) {
    return new Answer(status, Map.of(), 0, null);
  }

  static Answer bytes(int status, String type, byte[] bytes) {
    return new Answer(
        status,
        Map.of("Content-Type", type),
        bytes.length,
        () -> new java.io.ByteArrayInputStream(bytes));
  }

  static Answer json(int status, String json) {
    return bytes(status, JSON, json.getBytes(StandardCharsets.UTF_8));
  }

  /** The uniform short body of a refusal; {@code reason} is a constant's name, never input. */
  static Answer refusal(int status, String reason) {
    Answer answer = json(status, "{\"reason\":\"" + reason + "\"}");
    return status == 503 ? answer.with("Retry-After", "600") : answer;
  }

  Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, length, body);
  }

  /**
   * Writes status and headers, and has the body written without a thread that waits. A body that
   * fails ends the connection.
   */
  void write(Context ctx) throws IOException {
    var response = ctx.res();
    response.reset();
    response.setStatus(status);
    headers.forEach(response::setHeader);
    if (status != 204) {
      response.setContentLengthLong(length);
    }
    if (body != null && !ctx.req().getMethod().equals("HEAD")) {
      InputStream in = body.open();
      ServletOutputStream out = response.getOutputStream();
      ctx.future(() -> AnswerBody.write(in, out));
    }
  }
}
