package org.taniq.server.store;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The server's name of a stored envelope: 16 random bytes that say nothing about order, SPEC §5.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record EnvelopeId(String hex) implements Comparable<EnvelopeId> {

  /** Bytes of an id. */
  public static final int BYTES = 16;

  public EnvelopeId {
    requireHex(hex, BYTES);
  }

  /** A fresh id. */
  public static EnvelopeId random(SecureRandom random) {
    byte[] id = new byte[BYTES];
    random.nextBytes(id);
    return new EnvelopeId(HexFormat.of().formatHex(id));
  }

  /**
   * Reads 32 lower-case hexadecimal digits.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static EnvelopeId parse(String hex) {
    return new EnvelopeId(hex);
  }

  /** The 16 bytes, a fresh copy. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public int compareTo(EnvelopeId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }

  static void requireHex(String hex, int bytes) {
    boolean wrong = hex.length() != 2 * bytes;
    for (int i = 0; i < hex.length(); i++) {
      char c = hex.charAt(i);
      wrong |= !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
    if (wrong) {
      throw new IllegalArgumentException("must be " + 2 * bytes + " lower-case hexadecimal digits");
    }
  }
}
