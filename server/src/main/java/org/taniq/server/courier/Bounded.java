package org.taniq.server.courier;

import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream, as if it ended there. Closing it leaves none open. */
public final class Bounded extends InputStream {
  private final InputStream in;
  private long left;

  /**
   * @param length bytes that are given at most
   */
  public Bounded(InputStream in, long length) {
    this.in = in;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int n = in.read(target, offset, (int) Math.min(length, left));
    left -= Math.max(0, n);
    return n;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
