package org.taniq.protocol;

import java.nio.charset.StandardCharsets;

/** The labels that begin every derivation, signature and hash. SPEC §0. */
public final class Labels {

  private static final String PREFIX = "taniq.org/v1/";

  private Labels() {}

  /**
   * L(purpose): the prefix, the purpose and one zero byte.
   *
   * @param purpose printable ASCII, a constant of the caller's
   * @return a fresh array
   */
  public static byte[] of(String purpose) {
    if (purpose.isEmpty() || !purpose.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("a label is printable ASCII");
    }
    return (PREFIX + purpose + '\0').getBytes(StandardCharsets.US_ASCII);
  }

  /** The name of a JSON format: the prefix and the name, as in the field {@code format}. */
  public static String format(String name) {
    return PREFIX + name;
  }
}
