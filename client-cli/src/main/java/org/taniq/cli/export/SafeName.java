package org.taniq.cli.export;

import java.text.Normalizer;
import java.util.Locale;

/**
 * File names for export that every file system takes, FAT included: a number, then what ASCII can
 * keep of the original name. The original name itself stands in files.json.
 */
final class SafeName {
  private static final int MAX_STEM = 60;
  private static final int MAX_EXTENSION = 10;

  private SafeName() {}

  /**
   * @param number of the attachment, 1..999; makes the name different from all others
   * @param original any text
   */
  static String of(int number, String original) {
    int dot = original.lastIndexOf('.');
    boolean extended = dot > 0 && original.substring(dot + 1).matches("[A-Za-z0-9]{1,10}");
    String stem = plain(extended ? original.substring(0, dot) : original);
    String extension = extended ? "." + original.substring(dot + 1) : "";
    String shortened = stem.length() > MAX_STEM ? stem.substring(0, MAX_STEM) : stem;
    if (extension.length() > MAX_EXTENSION + 1) {
      throw new IllegalStateException("the pattern bounds it");
    }
    return String.format(Locale.ROOT, "%03d-%s%s", number, shortened, extension);
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
