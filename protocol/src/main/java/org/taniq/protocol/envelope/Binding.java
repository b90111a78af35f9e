package org.taniq.protocol.envelope;

import java.security.MessageDigest;
import org.taniq.protocol.Labels;

/** What ties a slot's share to its envelope, SPEC §2.2, §2.4 and §2.5. */
public final class Binding {

  /** Length of a share: x (1) + y (32). */
  public static final int SHARE_BYTES = 1 + Dek.BYTES; // 33

  /** Length of a thread public key, and of an envelope nonce. */
  private static final int HALF_CONTEXT = 32;

  private Binding() {}

  /** The context of an envelope that stands alone: kind 0. */
  public static byte[] noContext() {
    return new byte[0];
  }

  /**
   * The context of a kind 1 envelope, 64 bytes.
   *
   * @param threadKey Ed25519 public key in the outer JSON, 32 bytes
   * @param nonce of the outer JSON, 32 bytes
   */
  public static byte[] nestedContext(byte[] threadKey, byte[] nonce) {
    if (threadKey.length != HALF_CONTEXT || nonce.length != HALF_CONTEXT) {
      throw new IllegalArgumentException("thread key and nonce have 32 bytes each");
    }
    byte[] context = new byte[2 * HALF_CONTEXT];
    System.arraycopy(threadKey, 0, context, 0, HALF_CONTEXT);
    System.arraycopy(nonce, 0, context, HALF_CONTEXT, HALF_CONTEXT);
    return context;
  }

  /** {@code info_i = L("slot") ‖ u8 i ‖ H0 ‖ context}. */
  public static byte[] info(FixedHeader fixed, byte[] context, int slot) {
    byte[] label = Labels.of("slot");
    byte[] h0 = fixed.bytes();
    byte[] info = new byte[label.length + 1 + h0.length + context.length];
    System.arraycopy(label, 0, info, 0, label.length);
    info[label.length] = (byte) slot;
    System.arraycopy(h0, 0, info, label.length + 1, h0.length);
    System.arraycopy(context, 0, info, label.length + 1 + h0.length, context.length);
    return info;
  }

  /**
   * {@code commitment_i = SHA-256(L("commitment") ‖ H0 ‖ context ‖ u8 i ‖ x ‖ y)}.
   *
   * @param share x ‖ y, 33 bytes
   */
  public static byte[] commitment(FixedHeader fixed, byte[] context, int slot, byte[] share) {
    MessageDigest sha256 = Dek.sha256();
    sha256.update(Labels.of("commitment"));
    sha256.update(fixed.bytes());
    sha256.update(context);
    sha256.update((byte) slot);
    return sha256.digest(share);
  }
}
