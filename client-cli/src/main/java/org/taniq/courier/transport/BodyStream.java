package org.taniq.courier.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.taniq.courier.transport.TransportException.Reason;

/**
 * The body of an answer: so many bytes, or chunks, or up to the connection's end. An end that comes
 * too early is an error, never a short body. Not thread-safe.
 */
final class BodyStream extends InputStream {
  private static final int MAX_LINE_BYTES = 4096;

  private final InputStream in;
  private final boolean chunked;
  private final boolean untilEnd;

  /** Bytes left of the body, or of the chunk. */
  private long left;

  private boolean firstChunk = true;
  private boolean ended;

  /**
   * @param length as {@link Head#bodyLength}
   */
  BodyStream(InputStream in, long length) {
    this.in = in;
    this.chunked = length == -2;
    this.untilEnd = length == -1;
    this.left = Math.max(0, length);
    this.ended = length == 0;
  }

  /** Whether everything was read, and the connection is free for the next request. */
  boolean drained() {
    return ended && !untilEnd;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    try {
      if (chunked && left == 0 && !nextChunk()) {
        return -1;
      }
      int most = untilEnd ? length : (int) Math.min(length, left);
      int read = in.read(bytes, offset, most);
      if (read < 0) {
        if (untilEnd) {
          ended = true;
          return -1;
        }
        throw new EOFException();
      }
      left -= read;
      ended = !untilEnd && !chunked && left == 0;
      return read;
    } catch (IOException e) {
      throw Wire.named(e);
    }
  }

  /** Reads up to the next chunk's bytes; false at the last chunk, whose trailer is read too. */
  private boolean nextChunk() throws IOException {
    int[] allowed = {MAX_LINE_BYTES};
    if (!firstChunk && !Head.line(in, allowed).isEmpty()) {
      throw new TransportException(Reason.BAD_ANSWER);
    }
    firstChunk = false;
    String size = Head.line(in, allowed);
    int extension = size.indexOf(';');
    String digits = (extension < 0 ? size : size.substring(0, extension)).strip();
    if (!digits.matches("[0-9a-fA-F]{1,15}")) {
      throw new TransportException(Reason.BAD_ANSWER);
    }
    left = Long.parseLong(digits, 16);
    if (left > 0) {
      return true;
    }
    while (!Head.line(in, allowed).isEmpty()) {
      // Trailer fields say nothing that is needed here.
    }
    ended = true;
    return false;
  }
}
