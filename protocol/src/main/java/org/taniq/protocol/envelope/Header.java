package org.taniq.protocol.envelope;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.taniq.protocol.envelope.EnvelopeException.Reason;

/**
 * Everything of an envelope before its payload: H0, slots, commitments and header MAC, SPEC §2.
 * Immutable; every accessor returns a copy.
 */
public final class Header {

  /** Length of an encapsulated X-Wing key. */
  public static final int ENC_BYTES = 1120;

  /** Length of a sealed share: x (1) + y (32) + tag (16). */
  public static final int SEALED_SHARE_BYTES = 1 + 32 + 16; // 49

  /** Length of a slot. */
  public static final int SLOT_BYTES = ENC_BYTES + SEALED_SHARE_BYTES; // 1169

  /** Length of a commitment, and of the header MAC. */
  public static final int HASH_BYTES = 32;

  private final FixedHeader fixed;
  private final byte[] bytes;

  /**
   * Takes a header's exact bytes.
   *
   * @param bytes {@code length(n)} bytes, as {@link #read} would take them
   * @throws EnvelopeException as {@link FixedHeader#parse}; TRUNCATED if shorter than length(n)
   * @throws IllegalArgumentException if longer
   */
  public static Header parse(byte[] bytes) throws EnvelopeException {
    FixedHeader fixed = FixedHeader.parse(bytes);
    if (bytes.length < length(fixed.slots())) {
      throw new EnvelopeException(Reason.TRUNCATED);
    }
    if (bytes.length > length(fixed.slots())) {
      throw new IllegalArgumentException("bytes after the header");
    }
    return new Header(fixed, bytes.clone());
  }

  /**
   * Reads a header and not one byte more.
   *
   * @throws EnvelopeException as {@link FixedHeader#parse}; TRUNCATED if the stream ends too early
   * @throws IOException of the stream itself
   */
  public static Header read(InputStream in) throws IOException, EnvelopeException {
    byte[] h0 = in.readNBytes(FixedHeader.BYTES);
    FixedHeader fixed = FixedHeader.parse(h0);
    byte[] bytes = Arrays.copyOf(h0, length(fixed.slots()));
    int rest = bytes.length - FixedHeader.BYTES;
    if (in.readNBytes(bytes, FixedHeader.BYTES, rest) < rest) {
      throw new EnvelopeException(Reason.TRUNCATED);
    }
    return new Header(fixed, bytes);
  }

  private Header(FixedHeader fixed, byte[] bytes) {
    this.fixed = fixed;
    this.bytes = bytes;
  }

  /** Length of a header with n slots: 64 + 1201·n bytes. */
  public static int length(int slots) {
    return FixedHeader.BYTES + slots * (SLOT_BYTES + HASH_BYTES) + HASH_BYTES;
  }

  public FixedHeader fixed() {
    return fixed;
  }

  /** Slot i, enc ‖ ct, 1169 bytes. */
  public byte[] slot(int i) {
    return slice(FixedHeader.BYTES + index(i) * SLOT_BYTES, SLOT_BYTES);
  }

  /** Commitment i, 32 bytes. */
  public byte[] commitment(int i) {
    return slice(
        FixedHeader.BYTES + fixed.slots() * SLOT_BYTES + index(i) * HASH_BYTES, HASH_BYTES);
  }

  /** The header MAC, 32 bytes. */
  public byte[] mac() {
    return slice(bytes.length - HASH_BYTES, HASH_BYTES);
  }

  /** What the MAC covers beside the context: every byte before it. */
  public byte[] bytesBeforeMac() {
    return slice(0, bytes.length - HASH_BYTES);
  }

  /** The whole header. */
  public byte[] bytes() {
    return bytes.clone();
  }

  private int index(int i) {
    if (i < 0 || i >= fixed.slots()) {
      throw new IllegalArgumentException("no such slot");
    }
    return i;
  }

  private byte[] slice(int from, int length) {
    return Arrays.copyOfRange(bytes, from, from + length);
  }
}
