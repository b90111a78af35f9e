package org.taniq.cli.terminal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Text from outside, made fit for a terminal: control characters, bidirectional marks, line and
 * paragraph separators, private and unassigned characters are written as escapes, so that a file's
 * name can neither move the cursor nor read backwards.
 */
public final class SafeText {
  private SafeText() {}

  /** The text with everything unprintable as {@code \\u{HEX}}; a backslash is doubled. */
  public static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(out, c));
    return out.toString();
  }

  /**
   * The path as {@link #of(String)}; bytes of its name that are no UTF-8 are written {@code \\xHH}.
   */
  public static String of(Path path) {
    return of(FileNames.text(path));
  }

  /** As {@link #of(String)}, cut after so many characters with an ellipsis. */
  public static String shortened(String text, int maxCharacters) {
    int length = text.codePointCount(0, text.length());
    return length <= maxCharacters
        ? of(text)
        : of(text.substring(0, text.offsetByCodePoints(0, maxCharacters - 1))) + "…";
  }

  private static void append(StringBuilder out, int c) {
    if (c == '\\') {
      out.append("\\\\");
    } else if (c >= FileNames.RAW_BYTE && c < FileNames.RAW_BYTE + 0x100) {
      out.append(String.format("\\x%02x", c - FileNames.RAW_BYTE));
    } else if (printable(c)) {
      out.appendCodePoint(c);
    } else {
      out.append(String.format("\\u{%x}", c));
    }
  }

  private static boolean printable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> c != 0x034F && c != 0x115F && c != 0x1160 && c != 0x3164 && c != 0xFFA0;
    };
  }

  /** Bytes that are no text, for messages: at most 16, as hexadecimal. */
  public static String hex(byte[] bytes) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < Math.min(bytes.length, 16); i++) {
      out.append(String.format("%02x", bytes[i]));
    }
    return new String(
        out.toString().getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
  }
}
