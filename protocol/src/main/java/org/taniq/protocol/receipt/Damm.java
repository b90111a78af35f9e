package org.taniq.protocol.receipt;

/** Damm's check digit: finds every single slip and every swap of neighbours. SPEC §6. */
final class Damm {

  /** The totally anti-symmetric quasigroup of order 10 of Damm's thesis; row = interim digit. */
  private static final String[] TABLE = {
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"
  };

  private Damm() {}

  /** The check digit over these digits; 0 over digits that end with their check digit. */
  static int digit(int[] digits, int from, int count) {
    int interim = 0;
    for (int i = from; i < from + count; i++) {
      interim = TABLE[interim].charAt(digits[i]) - '0';
    }
    return interim;
  }
}
