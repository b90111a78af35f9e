package org.taniq.courier.transport;

import java.io.InputStream;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request. Nothing else is sent but Host and Content-Length: no name of the program, no
 * language, no cookie.
 *
 * @param method as GET
 * @param target path and query, beginning with a slash
 * @param fields header fields
 * @param body null for none
 */
public record Request(
    String method, String target, Map<String, String> fields, @Nullable Body body) {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9-]+");
  private static final Pattern TARGET = Pattern.compile("/[!-~]*");
  private static final Pattern VALUE = Pattern.compile("[ -~]*");

  /**
   * What is sent.
   *
   * @param size exactly so many bytes are taken from the content
   * @param content not closed here
   * @param progress told the number of bytes after each step
   */
  public record Body(long size, InputStream content, LongConsumer progress) {}

  /** Copies the fields; none of the values may hold a line's end. */
  public Request {
    fields = Map.copyOf(fields);
    boolean fine = TOKEN.matcher(method).matches() && TARGET.matcher(target).matches();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      fine &= TOKEN.matcher(field.getKey()).matches() && VALUE.matcher(field.getValue()).matches();
    }
    if (!fine) {
      throw new IllegalArgumentException("not a request");
    }
  }

  /** A request without a body. */
  public static Request of(String method, String target, Map<String, String> fields) {
    return new Request(method, target, fields, null);
  }

  /** Whether it may be sent again on a new connection when a kept one turns out to be dead. */
  boolean harmlessTwice() {
    return body == null && (method.equals("GET") || method.equals("HEAD"));
  }
}
