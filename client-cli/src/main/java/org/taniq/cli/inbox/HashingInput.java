package org.taniq.cli.inbox;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** Takes the SHA-256 of what is read, and tells how much was. */
final class HashingInput extends FilterInputStream {
  private final MessageDigest sha256;
  private final LongConsumer progress;

  HashingInput(InputStream in, LongConsumer progress) {
    super(in);
    this.progress = progress;
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = in.read(buffer, offset, length);
    if (n > 0) {
      sha256.update(buffer, offset, n);
      progress.accept(n);
    }
    return n;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Reads what is left, and gives the hash of all in hexadecimal. */
  String finish() throws IOException {
    byte[] rest = new byte[1 << 16];
    while (read(rest, 0, rest.length) >= 0) {
      // Only the hash is wanted.
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
