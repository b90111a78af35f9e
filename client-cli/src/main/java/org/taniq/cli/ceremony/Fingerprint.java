package org.taniq.cli.ceremony;

import org.taniq.cli.terminal.Refusal;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.MalformedException;

/** The instance as it stands on paper: 64 hex digits in 16 groups of 4. */
final class Fingerprint {
  private static final int GROUP = 4;
  private static final int GROUPS_PER_LINE = 8;

  private Fingerprint() {}

  /** Groups parted by spaces. */
  static String groups(Bytes instance) {
    return String.join(" ", instance.hex().split("(?<=\\G.{" + GROUP + "})"));
  }

  /** One of the two lines on paper, 0 or 1. */
  static String line(Bytes instance, int line) {
    int digits = GROUP * GROUPS_PER_LINE;
    String hex = instance.hex().substring(line * digits, (line + 1) * digits);
    return String.join(" ", hex.split("(?<=\\G.{" + GROUP + "})"));
  }

  /**
   * Reads a typed fingerprint; spaces, dashes and capital letters do not matter.
   *
   * @throws Refusal BAD_FINGERPRINT
   */
  static Bytes parse(String typed) throws Refusal {
    String hex = typed.replaceAll("[\\s-]", "").toLowerCase(java.util.Locale.ROOT);
    try {
      return Bytes.parseHex(hex, 32);
    } catch (MalformedException e) {
      throw new Refusal(CeremonyProblem.BAD_FINGERPRINT);
    }
  }
}
