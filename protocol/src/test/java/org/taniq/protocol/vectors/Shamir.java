package org.taniq.protocol.vectors;

/** Shamir's sharing over GF(2^8) modulo 0x11b, byte by byte, with given coefficients. SPEC §2.3. */
final class Shamir {

  private Shamir() {}

  /** Product in GF(2^8) modulo z^8+z^4+z^3+z+1. */
  static int multiply(int a, int b) {
    int product = 0;
    for (int bit = 0; bit < 8; bit++) {
      if ((b >> bit & 1) == 1) {
        product ^= a << bit;
      }
    }
    for (int bit = 14; bit >= 8; bit--) {
      if ((product >> bit & 1) == 1) {
        product ^= 0x11b << (bit - 8);
      }
    }
    return product;
  }

  /**
   * The y of the share at x.
   *
   * @param secret constant terms, one per byte
   * @param coefficients those of z^1 … z^(k−1), each as long as the secret
   */
  static byte[] shareAt(int x, byte[] secret, byte[]... coefficients) {
    byte[] y = secret.clone();
    int power = 1;
    for (byte[] coefficient : coefficients) {
      power = multiply(power, x);
      for (int i = 0; i < y.length; i++) {
        y[i] ^= (byte) multiply(coefficient[i] & 0xff, power);
      }
    }
    return y;
  }
}
