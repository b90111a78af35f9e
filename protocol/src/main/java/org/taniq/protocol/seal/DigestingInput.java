package org.taniq.protocol.seal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.taniq.protocol.tar.SourceChangedException;
import org.taniq.protocol.testimony.FileDigest;

/** Takes D(content), SPEC §3.1, of what is read through it. */
final class DigestingInput extends FilterInputStream {

  private static final int BUFFER = 64 * 1024;

  private final FileDigest digest = new FileDigest();

  DigestingInput(InputStream in) {
    super(in);
  }

  /**
   * D of a file, read to its end.
   *
   * @throws SourceChangedException if it has not this size
   */
  static byte[] of(AttachmentSource source) throws IOException {
    try (DigestingInput in = new DigestingInput(source.content().open())) {
      byte[] buffer = new byte[BUFFER];
      while (in.read(buffer, 0, buffer.length) >= 0 && in.digest.length() <= source.size()) {
        // The digest is taken in read.
      }
      if (in.digest.length() != source.size()) {
        throw new SourceChangedException();
      }
      return in.finish();
    }
  }

  /** The digest of everything that was read. */
  byte[] finish() {
    return digest.finish();
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

  @Override
  public boolean markSupported() {
    return false;
  }
}
