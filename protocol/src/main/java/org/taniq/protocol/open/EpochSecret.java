package org.taniq.protocol.open;

import java.security.SecureRandom;
import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * A custodian's X-Wing secret of one epoch, SPEC §2.1: the 32-byte seed skR, from which both keys
 * follow. Zeroed in {@link #close}; Bouncy Castle's expanded copy can only be dropped. Not
 * thread-safe against close.
 */
public final class EpochSecret implements Destroyable, AutoCloseable {

  /** Length of skR. */
  public static final int SEED_BYTES = 32;

  private final byte[] seed;
  private final byte[] publicKey;
  private @Nullable AsymmetricCipherKeyPair pair;

  /**
   * @param seed skR, 32 bytes, copied; the caller zeroes its own
   */
  public EpochSecret(byte[] seed) {
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException("an X-Wing seed has 32 bytes");
    }
    this.seed = seed.clone();
    XWingPrivateKeyParameters skR = new XWingPrivateKeyParameters(this.seed);
    this.publicKey = skR.getPublicKeyParameters().getEncoded();
    this.pair = new AsymmetricCipherKeyPair(skR.getPublicKeyParameters(), skR);
  }

  /** A fresh secret. */
  public static EpochSecret generate(SecureRandom random) {
    byte[] fresh = new byte[SEED_BYTES];
    try {
      random.nextBytes(fresh);
      return new EpochSecret(fresh);
    } finally {
      Arrays.fill(fresh, (byte) 0);
    }
  }

  /** pkR, 1216 bytes, a copy. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** skR, 32 bytes, a copy that the caller zeroes: for keyrings. */
  public byte[] seed() {
    pair();
    return seed.clone();
  }

  AsymmetricCipherKeyPair pair() {
    AsymmetricCipherKeyPair open = pair;
    if (open == null) {
      throw new IllegalStateException("the epoch secret is closed");
    }
    return open;
  }

  @Override
  public void destroy() {
    Arrays.fill(seed, (byte) 0);
    pair = null;
  }

  @Override
  public boolean isDestroyed() {
    return pair == null;
  }

  @Override
  public void close() {
    destroy();
  }

  @Override
  public String toString() {
    return "EpochSecret[REDACTED]";
  }
}
