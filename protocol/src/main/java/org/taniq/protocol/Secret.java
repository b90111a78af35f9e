package org.taniq.protocol;

import java.security.MessageDigest;
import java.util.Arrays;
import javax.security.auth.Destroyable;

/**
 * Secret bytes of a fixed length: copied in, zeroed in {@link #close} as far as Java can, silent
 * about themselves. Each kind of secret is a final class of its own, and it alone reaches the
 * bytes. Not thread-safe against close.
 */
public abstract class Secret implements Destroyable, AutoCloseable {
  private final byte[] bytes;
  private volatile boolean destroyed;

  /**
   * @param bytes copied; the caller zeroes its own
   * @param length that they must have
   */
  protected Secret(byte[] bytes, int length) {
    if (bytes.length != length) {
      throw new IllegalArgumentException("this secret has " + length + " bytes");
    }
    this.bytes = bytes.clone();
  }

  /**
   * The bytes themselves, to compute with and never to hand out.
   *
   * @throws IllegalStateException after close
   */
  protected final byte[] open() {
    if (destroyed) {
      throw new IllegalStateException("the secret is closed");
    }
    return bytes;
  }

  /** A copy that whoever gets it zeroes. */
  protected final byte[] copy() {
    return open().clone();
  }

  /** Whether both hold the same bytes, in constant time. */
  protected final boolean same(Secret other) {
    return MessageDigest.isEqual(open(), other.open());
  }

  @Override
  public final void destroy() {
    destroyed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public final boolean isDestroyed() {
    return destroyed;
  }

  @Override
  public final void close() {
    destroy();
  }

  /** The kind of the secret, and nothing of it. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[REDACTED]";
  }
}
