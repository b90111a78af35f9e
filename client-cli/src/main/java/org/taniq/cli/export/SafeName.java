package org.taniq.cli.export;

import java.text.Normalizer;
import java.util.Locale;

/**
 * File names for export that every file system takes, FAT included, and on which no system acts: a
 * number, what ASCII can keep of the original name, an ending that tells the content. The original
 * name itself stands in files.json.
 */
final class SafeName {
  private static final int MAX_STEM = 60;

  private SafeName() {}

  /**
   * @param number of the attachment, 1..999; makes the name different from all others
   * @param original any text
   * @param kind of the content; an ending that it does not allow becomes part of the name
   */
  static String of(int number, String original, Ending kind) {
    int dot = original.lastIndexOf('.');
    boolean own = dot > 0 && kind.allows(original.substring(dot + 1));
    String stem = plain(own ? original.substring(0, dot) : original);
    String ending = own ? original.substring(dot + 1) : kind.usual();
    String shortened = stem.length() > MAX_STEM ? stem.substring(0, MAX_STEM) : stem;
    return String.format(Locale.ROOT, "%03d-%s.%s", number, shortened, ending);
  }

  /**
   * Letters, digits, dash and underscore; accents are taken off, anything else is one underscore.
   */
  private static String plain(String text) {
    String bare = Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    String ascii = bare.replaceAll("[^A-Za-z0-9-]+", "_").replaceAll("^[_-]+|[_-]+$", "");
    return ascii.isEmpty() ? "file" : ascii;
  }
}
