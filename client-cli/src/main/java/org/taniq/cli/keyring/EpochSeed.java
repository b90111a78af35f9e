package org.taniq.cli.keyring;

import java.util.Arrays;
import org.taniq.protocol.Secret;
import org.taniq.protocol.open.EpochSecret;
import org.taniq.protocol.signed.Epoch;

/** One epoch's X-Wing seed, 32 bytes. */
final class EpochSeed extends Secret {
  private final Epoch epoch;

  /**
   * @param seed 32 bytes, copied
   */
  EpochSeed(Epoch epoch, byte[] seed) {
    super(seed, Keyring.SEED_BYTES);
    this.epoch = epoch;
  }

  Epoch epoch() {
    return epoch;
  }

  /** A copy of the seed; the caller zeroes it. */
  byte[] seed() {
    return copy();
  }

  /** The key to open slots with; the caller closes it. */
  EpochSecret secret() {
    byte[] copy = seed();
    try {
      return new EpochSecret(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }
}
