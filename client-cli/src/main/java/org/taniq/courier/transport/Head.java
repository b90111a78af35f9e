package org.taniq.courier.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.taniq.courier.transport.TransportException.Reason;

/**
 * The head of an answer (RFC 9112), read strictly and with limits.
 *
 * @param version minor version of HTTP/1
 * @param status 200..599
 * @param fields by lower-case name; values of repeated names joined by a comma and a space
 */
record Head(int version, int status, Map<String, String> fields) {
  private static final int MAX_BYTES = 32 << 10;
  private static final int MAX_INTERIM = 8;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})(?: .*)?");
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*");

  Head {
    fields = Map.copyOf(fields);
  }

  /**
   * Reads one head; interim answers (1xx) before it are passed over.
   *
   * @throws TransportException BAD_ANSWER
   * @throws EOFException if it ends before it is whole
   */
  static Head read(InputStream in) throws IOException {
    for (int i = 0; i < MAX_INTERIM; i++) {
      Head head = readOne(in);
      if (head.status >= 200) {
        return head;
      }
    }
    throw new TransportException(Reason.BAD_ANSWER);
  }

  private static Head readOne(InputStream in) throws IOException {
    int[] left = {MAX_BYTES};
    Matcher status = STATUS.matcher(line(in, left));
    if (!status.matches()) {
      throw new TransportException(Reason.BAD_ANSWER);
    }
    Map<String, String> fields = new HashMap<>();
    for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
      Matcher field = FIELD.matcher(line);
      if (!field.matches()) {
        throw new TransportException(Reason.BAD_ANSWER);
      }
      fields.merge(field.group(1).toLowerCase(Locale.ROOT), field.group(2), (a, b) -> a + ", " + b);
    }
    return new Head(Integer.parseInt(status.group(1)), Integer.parseInt(status.group(2)), fields);
  }

  /** One line without its end. Chunk sizes are read with it too. */
  static String line(InputStream in, int[] left) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      if (--left[0] < 0) {
        throw new TransportException(Reason.BAD_ANSWER);
      }
      line.write(c);
    }
    String text = line.toString(ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * The length that the head announces.
   *
   * @return bytes; −1 for none announced; −2 for chunks
   * @throws TransportException BAD_ANSWER if it announces two things
   */
  long bodyLength(String method) throws TransportException {
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return 0;
    }
    String coding = fields.get("transfer-encoding");
    String length = fields.get("content-length");
    if (coding != null) {
      if (length != null || !coding.equalsIgnoreCase("chunked")) {
        throw new TransportException(Reason.BAD_ANSWER);
      }
      return -2;
    }
    if (length == null) {
      return -1;
    }
    if (!length.matches("[0-9]{1,18}")) {
      throw new TransportException(Reason.BAD_ANSWER);
    }
    return Long.parseLong(length);
  }

  /** Whether the server keeps the connection open. */
  boolean keptOpen() {
    String connection = fields.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
    return version == 1 && !connection.contains("close");
  }
}
