package org.taniq.protocol.open;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import org.taniq.protocol.testimony.FileDigest;

/**
 * Lets the JVM compile what bulk work runs through. AES-GCM and SHA-256 are fast only once their
 * callers are compiled, which counts calls and not bytes: so this makes many small ones. Takes some
 * half a second of one core, and saves two to three seconds on the first hundreds of MiB; worth
 * running in a thread of its own while somebody types a passphrase. Thread-safe, keeps nothing.
 */
public final class WarmUp {

  private static final int SEGMENTS = 10_000;

  /** The smallest that Tink takes, about: header 40, tag 16, and some bytes. */
  private static final int SEGMENT_BYTES = 80;

  private static final int HASH_CALLS = 20_000;
  private static final int HASH_BYTES = 128;

  private WarmUp() {}

  /** Seals, opens and digests zeros under a key of zeros, in memory. */
  public static void run() {
    try {
      AesGcmHkdfStreaming tink =
          new AesGcmHkdfStreaming(new byte[32], "HmacSha256", 32, SEGMENT_BYTES, 0);
      ByteArrayOutputStream sealed = new ByteArrayOutputStream(SEGMENTS * SEGMENT_BYTES);
      byte[] piece = new byte[SEGMENT_BYTES];
      try (OutputStream out = tink.newEncryptingStream(sealed, new byte[0])) {
        for (int i = 0; i < SEGMENTS; i++) {
          out.write(piece);
        }
      }
      InputStream in =
          tink.newDecryptingStream(new ByteArrayInputStream(sealed.toByteArray()), new byte[0]);
      while (in.read(piece) >= 0) {
        // Opening is the point.
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("our own stream in memory", e);
    }
    FileDigest digest = new FileDigest();
    byte[] piece = new byte[HASH_BYTES];
    for (int i = 0; i < HASH_CALLS; i++) {
      digest.update(piece, 0, piece.length);
    }
    digest.finish();
  }
}
