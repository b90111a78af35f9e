package org.taniq.protocol.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bouncy Castle's splitter against SPEC §2.3 written out. */
class ShamirTest {

  /** With known coefficients every share is the polynomial over 0x11b at x = i + 1. */
  @Test
  void shares_are_the_polynomials_of_the_specification() {
    byte[] dek = new byte[32];
    for (int i = 0; i < 32; i++) {
      dek[i] = (byte) (7 * i + 3);
    }
    int[] drawn = {0};
    SecureRandom counting =
        new SecureRandom() {
          @Override
          public void nextBytes(byte[] bytes) {
            drawn[0]++;
            for (int i = 0; i < bytes.length; i++) {
              bytes[i] = (byte) (drawn[0] * 91 + 5 * i);
            }
          }
        };
    byte[][] shares = Shamir.split(dek, 4, 16, counting);
    assertEquals(3, drawn[0]);
    for (int i = 0; i < 16; i++) {
      assertEquals(i + 1, shares[i][0]);
      for (int j = 0; j < 32; j++) {
        int y = 0;
        for (int power = 3; power >= 0; power--) {
          int coefficient = power == 0 ? dek[j] & 0xff : (power * 91 + 5 * j) & 0xff;
          y = multiply(y, i + 1) ^ coefficient;
        }
        assertEquals((byte) y, shares[i][1 + j]);
      }
    }
  }

  @Test
  void one_of_n_hands_out_the_key_itself_and_k_of_n_never_does() {
    byte[] dek = new byte[32];
    Arrays.fill(dek, (byte) 9);
    for (byte[] share : Shamir.split(dek, 1, 3, new SecureRandom())) {
      assertEquals(0, share[0]);
      assertArrayEquals(dek, Arrays.copyOfRange(share, 1, 33));
    }
    for (byte[] share : Shamir.split(dek, 2, 16, new SecureRandom())) {
      assertFalse(Arrays.equals(dek, 0, 32, share, 1, 33));
    }
  }

  private static int multiply(int a, int b) {
    int product = 0;
    for (int bit = 7; bit >= 0; bit--) {
      product = (product << 1) ^ ((product & 0x80) != 0 ? 0x11b : 0);
      product ^= ((b >> bit) & 1) * a;
    }
    return product & 0xff;
  }
}
