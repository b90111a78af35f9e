package org.taniq.cli.inbox;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What a file that is no envelope seems to be, by its first bytes, so that the error can say it.
 */
enum FileKind {
  JPEG("ffd8ff"),
  PNG("89504e470d0a1a0a"),
  PDF("255044462d"),
  ZIP("504b0304"),
  /** Binary age file, and its armoured form. */
  AGE("6167652d656e6372797074696f6e2e6f7267", "2d2d2d2d2d424547494e20414745"),
  /** Armoured OpenPGP. */
  PGP("2d2d2d2d2d424547494e20504750"),
  EMPTY,
  TEXT,
  UNKNOWN;

  /** Hexadecimal, parted by spaces. */
  private final String beginnings;

  FileKind(String... beginnings) {
    this.beginnings = String.join(" ", beginnings);
  }

  /** Judges the first bytes of a file, up to 512 of them. */
  static FileKind of(byte[] first) {
    if (first.length == 0) {
      return EMPTY;
    }
    String hex = HexFormat.of().formatHex(first);
    for (FileKind kind : values()) {
      for (String beginning : kind.beginnings.split(" ", -1)) {
        if (!beginning.isEmpty() && hex.startsWith(beginning)) {
          return kind;
        }
      }
    }
    if (isBinaryPgp(first)) {
      return PGP;
    }
    return isText(first) ? TEXT : UNKNOWN;
  }

  /** A packet that begins an encrypted message: tags 1, 3, 9, 18 in the old or the new form. */
  private static boolean isBinaryPgp(byte[] first) {
    int tag = first[0] & 0xff;
    int newForm = tag & 0x3f;
    int oldForm = (tag >> 2) & 0x0f;
    boolean packet = (tag & 0x80) != 0;
    boolean fresh = (tag & 0x40) != 0;
    int number = fresh ? newForm : oldForm;
    // The version byte of a session key packet is 3, 4 or 6; it follows one or two length bytes.
    boolean version = false;
    for (int i = 2; i < Math.min(first.length, 4); i++) {
      version |= first[i] == 3 || first[i] == 4 || first[i] == 6;
    }
    return packet && (number == 1 || number == 3) && version;
  }

  private static boolean isText(byte[] first) {
    String text = new String(first, StandardCharsets.UTF_8);
    long strange =
        text.chars()
            .filter(c -> c == 0xfffd || (c < ' ' && c != '\n' && c != '\r' && c != '\t'))
            .count();
    // The last character may have been cut in two.
    return strange <= 1;
  }
}
