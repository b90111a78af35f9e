package org.taniq.protocol.open;

/** Interpolation over GF(2^8) modulo z^8+z^4+z^3+z+1, SPEC §2.3. No tables, no secret branches. */
final class Lagrange {

  private static final int MODULUS = 0x11b;

  private Lagrange() {}

  /**
   * The polynomials' values at 0.
   *
   * @param shares x ‖ y each, of different x; a single one with x = 0 is the secret itself
   * @param secret takes the value for every byte position of y
   */
  static void atZero(byte[][] shares, byte[] secret) {
    for (int i = 0; i < shares.length; i++) {
      int weight = weight(shares, i);
      for (int j = 0; j < secret.length; j++) {
        secret[j] ^= (byte) multiply(weight, Byte.toUnsignedInt(shares[i][1 + j]));
      }
    }
  }

  /** ∏ x_m / (x_m − x_i) over all m but i; subtraction is XOR. */
  private static int weight(byte[][] shares, int i) {
    int weight = 1;
    for (int m = 0; m < shares.length; m++) {
      if (m != i) {
        weight = multiply(weight, shares[m][0]);
        weight = multiply(weight, inverse(shares[m][0] ^ shares[i][0]));
      }
    }
    return weight;
  }

  static int multiply(int a, int b) {
    int product = 0;
    int shifted = a;
    for (int bit = 0; bit < 8; bit++) {
      product ^= shifted & -((b >> bit) & 1);
      shifted = (shifted << 1) ^ (MODULUS & -((shifted >> 7) & 1));
    }
    return product;
  }

  /** a^254, which is 1/a for a ≠ 0. */
  static int inverse(int a) {
    int power = a;
    int result = 1;
    for (int bit = 1; bit < 8; bit++) {
      power = multiply(power, power);
      result = multiply(result, power);
    }
    return result;
  }
}
