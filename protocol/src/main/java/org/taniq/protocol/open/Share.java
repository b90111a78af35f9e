package org.taniq.protocol.open;

import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.taniq.protocol.envelope.Binding;

/**
 * One custodian's share of a data key, SPEC §2.3; for k = 1 the data key itself. Zeroed in {@link
 * #close}. Not thread-safe.
 */
public final class Share implements Destroyable, AutoCloseable {

  private final int slot;
  private final byte[] bytes;
  private boolean destroyed;

  /**
   * @param slot index of the slot that it came from, 0..15
   * @param bytes x ‖ y, 33 bytes, copied; the caller zeroes its own
   */
  public Share(int slot, byte[] bytes) {
    if (slot < 0 || bytes.length != Binding.SHARE_BYTES) {
      throw new IllegalArgumentException("a share has a slot and 33 bytes");
    }
    this.slot = slot;
    this.bytes = bytes.clone();
  }

  public int slot() {
    return slot;
  }

  /** 0 for k = 1, else slot + 1. */
  public int x() {
    return Byte.toUnsignedInt(usable()[0]);
  }

  /** x ‖ y, 33 bytes, a copy that the caller zeroes. */
  public byte[] bytes() {
    return usable().clone();
  }

  private byte[] usable() {
    if (destroyed) {
      throw new IllegalStateException("the share is closed");
    }
    return bytes;
  }

  @Override
  public void destroy() {
    Arrays.fill(bytes, (byte) 0);
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
    return "Share[REDACTED]";
  }
}
