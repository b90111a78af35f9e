package org.taniq.protocol.signed;

import java.util.Arrays;
import javax.security.auth.Destroyable;

/**
 * An Ed25519 secret key. Copies the seed in, zeroes it in {@link #close}; zeroing in Java is best
 * effort. Not thread-safe against close.
 */
public final class SigningKey implements Destroyable, AutoCloseable {

  public static final int SEED_BYTES = Signatures.SEED_BYTES; // 32

  private final byte[] seed;
  private final byte[] publicKey;
  private boolean destroyed;

  /**
   * Takes a seed.
   *
   * @param seed 32 bytes, copied; the caller zeroes its own
   */
  public SigningKey(byte[] seed) {
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException("an Ed25519 seed has 32 bytes");
    }
    this.seed = seed.clone();
    this.publicKey = Signatures.publicKey(this.seed);
  }

  /** 32 bytes, a copy. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  public SignerId id() {
    return SignerId.of(publicKey);
  }

  /** 64 bytes over the message as it is; the caller puts the label in front. */
  public byte[] sign(byte[] message) {
    if (destroyed) {
      throw new IllegalStateException("the key is closed");
    }
    return Signatures.sign(seed, message);
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
    return "SigningKey[REDACTED]";
  }
}
