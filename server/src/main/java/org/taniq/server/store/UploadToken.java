package org.taniq.server.store;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What an uploader holds of an unfinished upload: 16 random bytes, SPEC §5. It is never the id of
 * the envelope, and the two are linked nowhere once the upload is complete.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record UploadToken(String hex) {

  /** Bytes of a token. */
  public static final int BYTES = 16;

  public UploadToken {
    EnvelopeId.requireHex(hex, BYTES);
  }

  /** A fresh token. */
  public static UploadToken random(SecureRandom random) {
    byte[] token = new byte[BYTES];
    random.nextBytes(token);
    return new UploadToken(HexFormat.of().formatHex(token));
  }

  /**
   * Reads 32 lower-case hexadecimal digits.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static UploadToken parse(String hex) {
    return new UploadToken(hex);
  }

  /** The 16 bytes, a fresh copy. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** Says nothing: whoever has the token can continue the upload. */
  @Override
  public String toString() {
    return "UploadToken";
  }
}
