package org.taniq.cli.keyring;

import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.taniq.protocol.open.EpochSecret;
import org.taniq.protocol.signed.Epoch;

/** One epoch's X-Wing seed, 32 bytes. Zeroed by {@link #close()}. Not thread safe. */
final class EpochSeed implements AutoCloseable, Destroyable {
  private final Epoch epoch;
  private final byte[] seed;
  private boolean destroyed;

  /**
   * @param seed 32 bytes, copied
   */
  EpochSeed(Epoch epoch, byte[] seed) {
    if (seed.length != Keyring.SEED_BYTES) {
      throw new IllegalArgumentException("a seed has 32 bytes");
    }
    this.epoch = epoch;
    this.seed = seed.clone();
  }

  Epoch epoch() {
    return epoch;
  }

  /** A copy of the seed; the caller zeroes it. */
  byte[] seed() {
    if (destroyed) {
      throw new IllegalStateException("epoch key is closed");
    }
    return seed.clone();
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

  @Override
  public void destroy() {
    Arrays.fill(seed, (byte) 0);
    destroyed = true;
  }

  @Override
  public boolean isDestroyed() {
    return destroyed;
  }

  @Override
  public void close() {
    destroy();
  }

  @Override
  public String toString() {
    return "[epoch seed]";
  }
}
