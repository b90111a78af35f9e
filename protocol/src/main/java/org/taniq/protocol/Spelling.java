package org.taniq.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The one spelling of bytes and days in Taniq's formats: hex, b64u, b64, dates. Any other spelling
 * of the same value is refused. SPEC §0.
 */
public final class Spelling {

  private static final HexFormat HEX = HexFormat.of();
  private static final Pattern DATE = Pattern.compile("[1-8][0-9]{3}-[0-9]{2}-[0-9]{2}");

  private Spelling() {}

  /** Lower-case hexadecimal. */
  public static String hex(byte[] bytes) {
    return HEX.formatHex(bytes);
  }

  /**
   * The bytes of lower-case hexadecimal.
   *
   * @param size expected bytes
   */
  public static byte[] parseHex(String text, int size) throws MalformedException {
    if (text.length() != 2 * size || !text.chars().allMatch(Spelling::isLowerHex)) {
      throw new MalformedException("not " + size + " bytes in hex");
    }
    return HEX.parseHex(text);
  }

  /** Base64url without padding. */
  public static String b64u(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The bytes of base64url without padding.
   *
   * @param size expected bytes
   */
  public static byte[] parseB64u(String text, int size) throws MalformedException {
    byte[] bytes = decode(Base64.getUrlDecoder(), text);
    if (bytes.length != size || !b64u(bytes).equals(text)) {
      throw new MalformedException("not " + size + " bytes in base64url");
    }
    return bytes;
  }

  /** Base64 with padding. */
  public static String b64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  public static byte[] parseB64(String text) throws MalformedException {
    byte[] bytes = decode(Base64.getDecoder(), text);
    if (!b64(bytes).equals(text)) {
      throw new MalformedException("not base64");
    }
    return bytes;
  }

  /** A day, {@code YYYY-MM-DD}, that exists, of the years 1000 to 8999. */
  public static LocalDate parseDate(String text) throws MalformedException {
    if (!DATE.matcher(text).matches()) {
      throw new MalformedException("not a date");
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new MalformedException("not a date");
    }
  }

  /** UTF-8, refused where it is not well-formed. */
  public static String parseUtf8(byte[] bytes) throws MalformedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("not UTF-8");
    }
  }

  private static boolean isLowerHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static byte[] decode(Base64.Decoder decoder, String text) throws MalformedException {
    try {
      return decoder.decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("not base64");
    }
  }
}
