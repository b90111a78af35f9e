package org.taniq.server.store;

import org.taniq.protocol.envelope.Lengths;

/** How large an envelope is, as the flood rules see it, DESIGN §6. */
public enum SizeClass {
  /** A text: at most an envelope of 16 slots around the smallest padded plaintext. */
  FLOOR,
  /** Anything else up to 1 MiB. */
  SMALL,
  /** All above. */
  LARGE;

  /** Largest envelope of the class FLOOR, bytes. */
  public static final long FLOOR_MAX_BYTES = Lengths.envelopeLength(16, Lengths.FLOOR);

  /** Largest envelope of the class SMALL, bytes. */
  public static final long SMALL_MAX_BYTES = 1L << 20;

  /** The class of an envelope of this length in bytes. */
  public static SizeClass of(long length) {
    if (length <= FLOOR_MAX_BYTES) {
      return FLOOR;
    }
    return length <= SMALL_MAX_BYTES ? SMALL : LARGE;
  }
}
