package org.taniq.protocol.seal;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter.Algorithm;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.Dek;

/** Cuts a data key into shares, SPEC §2.3, by Bouncy Castle's splitter (GF(2^8), 0x11b). */
final class Shamir {

  private Shamir() {}

  /**
   * The shares x ‖ y of n slots, 33 bytes each; the caller zeroes them.
   *
   * @param dek 32 bytes; for k = 1 every share is 0 ‖ dek
   */
  static byte[][] split(byte[] dek, int k, int n, SecureRandom random) {
    byte[][] shares = new byte[n][Binding.SHARE_BYTES];
    if (k == 1) {
      for (byte[] share : shares) {
        System.arraycopy(dek, 0, share, 1, Dek.BYTES);
      }
      return shares;
    }
    // resplit, not splitAround: the latter hands out the secret as the first share.
    ShamirSplitSecretShare[] parts =
        ShamirSecretSplitter.getInstance(Algorithm.AES, Dek.BYTES, random)
            .resplit(dek, k, n)
            .getSecretShares();
    for (int i = 0; i < n; i++) {
      byte[] y = encoded(parts[i]);
      shares[i][0] = (byte) (i + 1);
      System.arraycopy(y, 0, shares[i], 1, Dek.BYTES);
      Arrays.fill(y, (byte) 0);
    }
    return shares;
  }

  private static byte[] encoded(ShamirSplitSecretShare share) {
    try {
      return share.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("an array cannot fail to be copied", e);
    }
  }
}
