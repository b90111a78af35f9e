package org.taniq.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.taniq.server.intake.IntakeException;
import org.taniq.server.intake.Refusal;

/**
 * The one file of a {@code multipart/form-data} body, read as a stream: nothing of it is put aside
 * on disk or in memory. Strict: one part, named {@code envelope}, and a told length, as every
 * browser sends it. How long the file is follows from the body's length and what stands around the
 * file.
 */
final class FormFile {
  private static final int MAX_HEAD_BYTES = 4096;
  private static final Pattern TYPE =
      Pattern.compile("multipart/form-data;\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");
  private static final Pattern NAME = Pattern.compile(";\\s*name=\"?envelope\"?(;|$)");

  private final InputStream body;
  private final String delimiter;
  private final long left;

  private FormFile(InputStream body, String delimiter, long left) {
    this.body = body;
    this.delimiter = delimiter;
    this.left = left;
  }

  /**
   * Reads up to the file's first byte.
   *
   * @param type the request's Content-Type
   * @param length of the whole body in bytes; -1 if it was not told
   * @throws IntakeException UNSUPPORTED_TYPE, BAD_REQUEST
   */
  static FormFile open(@Nullable String type, long length, InputStream body)
      throws IntakeException, IOException {
    Matcher matcher = TYPE.matcher(type == null ? "" : type);
    if (!matcher.matches()) {
      throw new IntakeException(Refusal.UNSUPPORTED_TYPE);
    }
    String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    String delimiter = "--" + boundary;
    Lines lines = new Lines(body);
    boolean good = length >= 0 && lines.next().equals(delimiter);
    boolean named = false;
    for (String line = lines.next(); good && !line.isEmpty(); line = lines.next()) {
      String lower = line.toLowerCase(Locale.ROOT);
      named |= lower.startsWith("content-disposition: form-data;") && NAME.matcher(line).find();
      good = !lower.startsWith("content-transfer-encoding:");
    }
    if (!good || !named) {
      throw new IntakeException(Refusal.BAD_REQUEST);
    }
    return new FormFile(body, delimiter, length - lines.bytes);
  }

  /** The file's bytes, then the end of the body. */
  InputStream content() {
    return body;
  }

  /** Lengths that the file can have: the body ends with a line end, as browsers send it, or not. */
  long[] lengths() {
    long end = delimiter.length() + 4L; // CR LF, the delimiter, "--"
    return new long[] {left - end - 2, left - end};
  }

  /**
   * Asks for the end of the body right behind the file.
   *
   * @throws IntakeException BAD_REQUEST, so for a second field too
   */
  void requireEnd() throws IOException, IntakeException {
    String end = "\r\n" + delimiter + "--";
    String rest = new String(body.readNBytes(end.length() + 3), StandardCharsets.ISO_8859_1);
    if (!rest.equals(end) && !rest.equals(end + "\r\n")) {
      throw new IntakeException(Refusal.BAD_REQUEST);
    }
  }

  /** Lines at the start of the body, ended by CR LF, few bytes in all. */
  private static final class Lines {
    private final InputStream in;
    private long bytes;

    Lines(InputStream in) {
      this.in = in;
    }

    String next() throws IOException, IntakeException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      while (bytes < MAX_HEAD_BYTES) {
        int b = in.read();
        bytes++;
        if (b < 0) {
          break;
        }
        if (b == '\n') {
          String text = line.toString(StandardCharsets.UTF_8);
          if (text.endsWith("\r")) {
            return text.substring(0, text.length() - 1);
          }
          break;
        }
        line.write(b);
      }
      throw new IntakeException(Refusal.BAD_REQUEST);
    }
  }
}
