package org.taniq.courier.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;
import org.taniq.courier.transport.TransportException.Reason;

/**
 * Talks to one server, one request after the other, over a connection that is kept while both sides
 * like. Nothing is retried but a GET or HEAD that met a kept connection already dead; nothing is
 * redirected, remembered or asked for. Not thread-safe.
 */
public final class Http implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Origin origin;
  private final Route route;
  private final String token;
  private @Nullable Socket socket;
  private @Nullable InputStream in;

  /** Connects at the first request. */
  public Http(Origin origin, Route route) {
    this.origin = origin;
    this.route = route;
    this.token = route.token();
  }

  /** The server. */
  public Origin origin() {
    return origin;
  }

  /**
   * Sends a request and reads the answer's head.
   *
   * @throws TransportException if the way there or back failed; the server may have done what was
   *     asked all the same
   * @throws IOException if the request's content could not be read
   */
  public Answer exchange(Request request) throws IOException {
    boolean kept = socket != null;
    try {
      return attempt(request);
    } catch (TransportException e) {
      close();
      if (kept && request.harmlessTwice() && e.reason() == Reason.CUT) {
        return attempt(request);
      }
      throw e;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private Answer attempt(Request request) throws IOException {
    Socket to = socket;
    InputStream from = in;
    if (to == null || from == null) {
      to = route.connect(origin, token);
      socket = to;
      from = streamOf(to);
      in = from;
    }
    boolean whole = send(request, to, from);
    Head head;
    long length;
    try {
      head = Head.read(from);
      length = head.bodyLength(request.method());
    } catch (IOException e) {
      throw Wire.named(e);
    }
    BodyStream body = new BodyStream(from, length);
    boolean reusable = whole && head.keptOpen();
    return new Answer(
        head,
        body,
        () -> {
          if (!reusable || !body.drained()) {
            close();
          }
        });
  }

  private static InputStream streamOf(Socket socket) throws TransportException {
    try {
      return new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    } catch (IOException e) {
      throw Wire.named(e);
    }
  }

  /**
   * Sends head and body.
   *
   * @return false if the server answered before the body was through: the rest was not sent
   */
  private boolean send(Request request, Socket to, InputStream from) throws IOException {
    try (Stall stall = new Stall(to, route.patience())) {
      OutputStream out = output(to);
      Request.Body body = request.body();
      byte[] head = head(request, body);
      if (body == null || body.size() == 0) {
        write(out, head, head.length, stall);
        return true;
      }
      byte[] buffer = new byte[BUFFER_BYTES];
      // Head and the first bytes in one piece: one packet for what is small.
      System.arraycopy(head, 0, buffer, 0, head.length);
      int filled = head.length;
      long left = body.size();
      while (left > 0) {
        int most = (int) Math.min(left, buffer.length - filled);
        int read = body.content().readNBytes(buffer, filled, most);
        if (read < most) {
          throw new EOFException("the content is shorter than it was");
        }
        if (!write(out, buffer, filled + read, stall)) {
          return false;
        }
        left -= read;
        filled = 0;
        body.progress().accept(read);
        if (left > 0 && available(from)) {
          return false;
        }
      }
      return true;
    }
  }

  private static OutputStream output(Socket to) throws TransportException {
    try {
      return to.getOutputStream();
    } catch (IOException e) {
      throw Wire.named(e);
    }
  }

  private byte[] head(Request request, Request.@Nullable Body body) {
    StringBuilder head = new StringBuilder(512);
    head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(origin.authority()).append("\r\n");
    request.fields().forEach((n, v) -> head.append(n).append(": ").append(v).append("\r\n"));
    if (body != null) {
      head.append("Content-Length: ").append(body.size()).append("\r\n");
    }
    byte[] bytes = head.append("\r\n").toString().getBytes(US_ASCII);
    if (bytes.length > BUFFER_BYTES / 2) {
      throw new IllegalArgumentException("header too long");
    }
    return bytes;
  }

  /**
   * Writes.
   *
   * @return false if the server stopped listening: it may have said why
   */
  private static boolean write(OutputStream out, byte[] bytes, int length, Stall stall)
      throws TransportException {
    try {
      stall.moved();
      out.write(bytes, 0, length);
      out.flush();
      stall.moved();
      return true;
    } catch (IOException e) {
      if (stall.struck()) {
        throw new TransportException(Reason.SILENT, e);
      }
      return false;
    }
  }

  private static boolean available(InputStream from) throws TransportException {
    try {
      return from.available() > 0;
    } catch (IOException e) {
      throw Wire.named(e);
    }
  }

  /** Drops the connection; the next request makes a new one. */
  @Override
  public void close() {
    Socket old = socket;
    socket = null;
    in = null;
    if (old != null) {
      Wire.closeQuietly(old);
    }
  }
}
