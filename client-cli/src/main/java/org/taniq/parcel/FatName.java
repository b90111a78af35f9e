package org.taniq.parcel;

import java.util.regex.Pattern;

/**
 * Names that every file system on a stick takes. SPEC §9.1. Lower case only, so that two names
 * never differ by case alone.
 */
final class FatName {
  static final int MAX_CHARS = 100;

  private static final Pattern SHAPE = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9_-])?");

  /** Devices in DOS and after, with any ending. */
  private static final Pattern DEVICE =
      Pattern.compile("(?:con|prn|aux|nul|clock\\$|com[0-9]|lpt[0-9])(?:\\..*)?");

  private FatName() {}

  /** Whether an entry of a parcel may be called so; the parcel's own names are not for entries. */
  static boolean allowed(String name) {
    return SHAPE.matcher(name).matches()
        && !DEVICE.matcher(name).matches()
        && !name.startsWith("parcel.json")
        && !name.endsWith(Pieces.PART);
  }

  /** A name found on a stick, fit to be printed: nothing that moves a terminal's cursor. */
  static String printable(String found) {
    StringBuilder out = new StringBuilder();
    found
        .codePoints()
        .limit(MAX_CHARS)
        .forEach(
            c -> {
              boolean plain = Character.isLetterOrDigit(c) || " ._-~()+,=@".indexOf(c) >= 0;
              out.appendCodePoint(plain ? c : '?');
            });
    return out.toString();
  }
}
