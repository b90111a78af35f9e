package org.taniq.protocol.open;

import org.taniq.protocol.Secret;
import org.taniq.protocol.envelope.Binding;

/** One custodian's share of a data key, SPEC §2.3; for k = 1 the data key itself. */
public final class Share extends Secret {

  private final int slot;

  /**
   * @param slot index of the slot that it came from, 0..15
   * @param bytes x ‖ y, 33 bytes, copied; the caller zeroes its own
   */
  public Share(int slot, byte[] bytes) {
    super(bytes, Binding.SHARE_BYTES);
    if (slot < 0) {
      throw new IllegalArgumentException("a share has a slot");
    }
    this.slot = slot;
  }

  public int slot() {
    return slot;
  }

  /** 0 for k = 1, else slot + 1. */
  public int x() {
    return Byte.toUnsignedInt(open()[0]);
  }

  /** x ‖ y, 33 bytes, a copy that the caller zeroes. */
  public byte[] bytes() {
    return copy();
  }
}
