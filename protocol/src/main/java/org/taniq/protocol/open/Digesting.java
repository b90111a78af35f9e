package org.taniq.protocol.open;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.EnvelopeIOException;
import org.taniq.protocol.testimony.FileDigest;

/** Content on its way to a visitor, digested as it passes, SPEC §3.1. */
final class Digesting extends InputStream {

  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final FileDigest digest = new FileDigest();

  Digesting(InputStream in) {
    this.in = in;
  }

  /**
   * Reads what the visitor left and compares.
   *
   * @param expected D(content), 32 bytes
   * @throws EnvelopeIOException DIGEST_MISMATCH
   */
  void finish(byte[] expected) throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (read(buffer, 0, buffer.length) >= 0) {
      // The digest is taken in read.
    }
    if (!MessageDigest.isEqual(expected, digest.finish())) {
      throw new EnvelopeIOException(Reason.DIGEST_MISMATCH);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    if (read > 0) {
      digest.update(target, offset, read);
    }
    return read;
  }
}
