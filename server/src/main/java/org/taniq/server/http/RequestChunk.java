package org.taniq.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.taniq.server.intake.Chunk;

/** A request's body, counted by whoever reads it: neither Javalin nor Jetty bounds it. */
final class RequestChunk implements Chunk {
  private final Context ctx;
  private @Nullable InputStream in;

  RequestChunk(Context ctx) {
    this.ctx = ctx;
  }

  @Override
  public int read(byte[] buffer, int count) throws BrokenBodyException {
    return read(buffer, 0, count);
  }

  private int read(byte[] buffer, int from, int count) throws BrokenBodyException {
    try {
      if (in == null) {
        in = ctx.req().getInputStream();
      }
      int n = in.read(buffer, from, count);
      return n < 0 ? n : n + more(in, buffer, from + n, count - n);
    } catch (IOException e) {
      throw new BrokenBodyException(e, peer());
    }
  }

  /** What is there already: one large write to the disk costs far less than many small ones. */
  private int more(InputStream body, byte[] buffer, int from, int count) throws IOException {
    int sum = 0;
    while (sum < count && body.available() > 0) {
      int n = body.read(buffer, from + sum, count - sum);
      if (n < 0) {
        break;
      }
      sum += n;
    }
    return sum;
  }

  /** The same bytes as a stream; many small reads are slow. */
  InputStream stream() {
    return new InputStream() {
      @Override
      public int read() throws BrokenBodyException {
        byte[] one = new byte[1];
        return RequestChunk.this.read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
      }

      @Override
      public int read(byte[] target, int from, int count) throws BrokenBodyException {
        return count == 0 ? 0 : RequestChunk.this.read(target, from, count);
      }
    };
  }

  /** Bytes of the body, or -1 if the sender does not say. */
  long length() {
    return ctx.req().getContentLengthLong();
  }

  /**
   * Reads the rest away, up to a bound: many senders look at the answer only after they sent all,
   * and would see a broken connection instead.
   */
  void drain(long most) {
    byte[] buffer = new byte[8192];
    try {
      for (long left = most; left > 0; ) {
        int n = read(buffer, (int) Math.min(buffer.length, left));
        if (n < 0) {
          return;
        }
        left -= n;
      }
    } catch (BrokenBodyException e) {
      // Gone: nobody waits for the answer.
    }
  }

  @Override
  public void cut() {
    peer().cut();
  }

  /** Who sends it. */
  Peer peer() {
    return GuardedConnections.peer(ctx.req());
  }
}
