package org.taniq.courier.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.taniq.courier.transport.TransportException.Reason;

/** An answer. Close it; a body that was not read to its end costs the connection. */
public final class Answer implements Closeable {
  private final Head head;
  private final BodyStream body;
  private final Runnable closed;

  Answer(Head head, BodyStream body, Runnable closed) {
    this.head = head;
    this.body = body;
    this.closed = closed;
  }

  /** 200..599. Redirects are not followed: they come as they are. */
  public int status() {
    return head.status();
  }

  /** The header field's value, null if it is not there. */
  public @Nullable String field(String name) {
    return head.fields().get(name.toLowerCase(Locale.ROOT));
  }

  /** The body; its read throws {@link TransportException} alone. */
  public InputStream body() {
    return body;
  }

  /**
   * The whole body.
   *
   * @throws TransportException BAD_ANSWER if it has more bytes than that
   */
  public byte[] bytes(int max) throws IOException {
    byte[] bytes = body.readNBytes(max + 1);
    if (bytes.length > max) {
      throw new TransportException(Reason.BAD_ANSWER);
    }
    return bytes;
  }

  @Override
  public void close() {
    closed.run();
  }
}
