package org.taniq.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * File names as bytes. Java decodes arguments and names by the locale and loses what does not fit
 * (under {@code LC_ALL=C} everything that is not ASCII; a name that is no UTF-8 always). Here names
 * are UTF-8, and a byte that is not stands as the lone surrogate U+DC00 + byte; a file URI carries
 * the bytes to and from {@link Path} unchanged, whatever the locale.
 */
public final class FileNames {
  /** U+DC00 + b stands for the byte b (0x80..0xff) that is part of no UTF-8 sequence. */
  static final int RAW_BYTE = 0xDC00;

  private static final boolean UNIX = java.io.File.separatorChar == '/';

  private FileNames() {}

  /** The path named by a text of {@link #decode}; relative names stay relative. */
  public static Path path(String name) {
    if (!UNIX || name.chars().allMatch(c -> c < 0x80)) {
      return Path.of(name);
    }
    Path root = Path.of("/");
    Path path = name.startsWith("/") ? root : Path.of("");
    for (String part : name.split("/", -1)) {
      // One by one: taken together, relativize would also resolve "..".
      path = path.resolve(part.equals("..") ? Path.of("..") : root.relativize(uri(part)));
    }
    return path;
  }

  /** The file of this name in the root directory. */
  private static Path uri(String part) {
    StringBuilder uri = new StringBuilder("file:///");
    for (byte b : encode(part)) {
      uri.append(String.format("%%%02X", b));
    }
    return Path.of(URI.create(uri.toString()));
  }

  /** The name of a path, in the form that {@link #path} reads. */
  public static String text(Path path) {
    if (!UNIX) {
      return path.toString();
    }
    // A relative path is anchored at the root only to be written as a URI.
    String raw = Path.of("/").resolve(path).toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        bytes.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(raw.charAt(i));
      }
    }
    String text = decode(bytes.toByteArray());
    // toUri adds a slash to the name of a directory that exists.
    if (text.length() > 1 && text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    return path.isAbsolute() ? text : text.substring(1);
  }

  /** Bytes as text: UTF-8, every byte outside of it as U+DC00 + byte. */
  public static String decode(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < bytes.length) {
      int length = sequence(bytes, at);
      if (length == 0) {
        text.append((char) (RAW_BYTE + (bytes[at] & 0xff)));
        at++;
      } else {
        text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
        at += length;
      }
    }
    return text.toString();
  }

  /** The bytes of a text of {@link #decode}. */
  public static byte[] encode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(
            c -> {
              if (c >= RAW_BYTE && c < RAW_BYTE + 0x100) {
                bytes.write(c - RAW_BYTE);
              } else {
                bytes.writeBytes(new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  /** Length in bytes of the UTF-8 sequence that starts here, 0 if none does. */
  private static int sequence(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (length == 0 || at + length > bytes.length) {
      return 0;
    }
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, at, length));
      return length;
    } catch (CharacterCodingException e) {
      return 0;
    }
  }
}
