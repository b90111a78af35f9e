package org.taniq.protocol.seal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps sealed attachments between the moment when they are sealed and the moment when the outer
 * envelope takes them: their digest stands before them, and a segment is never sealed twice. Holds
 * ciphertext only.
 */
public interface Spool {

  /** Takes the bytes of one sealed attachment; closed when it is whole. */
  OutputStream write(int number) throws IOException;

  /** Gives them back. */
  InputStream read(int number) throws IOException;

  /** For attachments that fit into memory. */
  static Spool inMemory() {
    Map<Integer, ByteArrayOutputStream> kept = new HashMap<>();
    return new Spool() {
      @Override
      public OutputStream write(int number) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        kept.put(number, out);
        return out;
      }

      @Override
      public InputStream read(int number) throws IOException {
        ByteArrayOutputStream out = kept.get(number);
        if (out == null) {
          throw new IOException("not in the spool");
        }
        return new ByteArrayInputStream(out.toByteArray());
      }
    };
  }
}
