package org.taniq.protocol.seal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.taniq.protocol.testimony.FileDigest;

/** Takes D(content), SPEC §3.1, of what is written through it. */
final class DigestingOutput extends FilterOutputStream {

  private final FileDigest digest = new FileDigest();

  DigestingOutput(OutputStream out) {
    super(out);
  }

  long length() {
    return digest.length();
  }

  byte[] finish() {
    return digest.finish();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    digest.update(bytes, offset, length);
  }
}
