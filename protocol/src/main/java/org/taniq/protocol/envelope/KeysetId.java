package org.taniq.protocol.envelope;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names a keyset: the first 16 bytes of SHA-256 of its document, SPEC §2.1.
 *
 * @param hex the 16 bytes as 32 lower-case hexadecimal digits
 */
public record KeysetId(String hex) {

  /** Bytes of an id. */
  public static final int BYTES = 16;

  public KeysetId {
    if (!hex.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("a keyset id has 32 lower-case hexadecimal digits");
    }
  }

  /** The id of a keyset document, given its exact bytes. */
  public static KeysetId of(byte[] document) {
    return ofBytes(Arrays.copyOf(sha256().digest(document), BYTES));
  }

  /** The id that stands in a header, 16 bytes. */
  public static KeysetId ofBytes(byte[] id) {
    return new KeysetId(HexFormat.of().formatHex(id));
  }

  /**
   * Reads 32 lower-case hexadecimal digits.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static KeysetId parse(String hex) {
    return new KeysetId(hex);
  }

  /** The 16 bytes, a fresh copy. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
