package org.taniq.protocol.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The one ustar header of SPEC §2.10 for a name and a size, and the way back. A header is read by
 * taking name and size from it and comparing all 512 bytes with what we would have written.
 */
final class TarHeader {

  static final int BLOCK = 512;

  private static final int NAME_BYTES = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_DIGITS = 11;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_BYTES = 8;
  private static final byte[] TEMPLATE = template();

  private TarHeader() {}

  /**
   * The 512 bytes of an entry's header.
   *
   * @throws IllegalArgumentException if the profile has no place for the name or the size
   */
  static byte[] write(String name, long size) {
    if (!validName(name) || size < 0 || size > TarEntry.MAX_SIZE) {
      throw new IllegalArgumentException("name or size outside the tar profile");
    }
    byte[] header = TEMPLATE.clone();
    put(header, 0, name);
    put(header, SIZE_AT, octal(size, SIZE_DIGITS));
    Arrays.fill(header, CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_BYTES, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += Byte.toUnsignedInt(b);
    }
    put(header, CHECKSUM_AT, octal(sum, 6) + "\0 ");
    return header;
  }

  /** The entry whose header this is, byte for byte; null if it is no header of the profile. */
  static @Nullable TarEntry read(byte[] header) {
    int end = 0;
    while (end < NAME_BYTES && header[end] != 0) {
      end++;
    }
    String name = new String(header, 0, end, StandardCharsets.ISO_8859_1);
    long size = 0;
    for (int i = SIZE_AT; i < SIZE_AT + SIZE_DIGITS; i++) {
      if (header[i] < '0' || header[i] > '7') {
        return null;
      }
      size = size * 8 + (header[i] - '0');
    }
    if (!validName(name) || !Arrays.equals(header, write(name, size))) {
      return null;
    }
    return new TarEntry(name, size);
  }

  /** Printable ASCII, 1..100 bytes, no absolute path, no empty, "." or ".." step. */
  private static boolean validName(String name) {
    if (name.isEmpty() || name.length() > NAME_BYTES) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) <= ' ' || name.charAt(i) > '~' || name.charAt(i) == '\\') {
        return false;
      }
    }
    for (String step : name.split("/", -1)) {
      if (step.isEmpty() || step.equals(".") || step.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static byte[] template() {
    byte[] header = new byte[BLOCK];
    put(header, 100, "0000600");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 136, "00000000000");
    put(header, 156, "0");
    put(header, 257, "ustar\00000");
    put(header, 329, "0000000");
    put(header, 337, "0000000");
    return header;
  }

  private static void put(byte[] header, int at, String ascii) {
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static String octal(long value, int digits) {
    String octal = Long.toOctalString(value);
    return "0".repeat(digits - octal.length()) + octal;
  }
}
