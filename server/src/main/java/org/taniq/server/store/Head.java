package org.taniq.server.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.protocol.envelope.Lengths;

/** Collects the fixed header H0 of an envelope that passes by, SPEC §2.1. */
final class Head {

  /** Bytes of H0. */
  static final int BYTES = FixedHeader.BYTES;

  private final byte[] bytes = new byte[BYTES];
  private int count;

  void add(byte[] source, int from, int length) {
    int taken = Math.min(BYTES - count, length);
    System.arraycopy(source, from, bytes, count, taken);
    count += taken;
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, count);
  }

  /**
   * Reads the header of a testimony envelope that the store can take: one that it would take up
   * again when it makes its index from the bodies.
   *
   * @param head the first 32 bytes
   * @param size of the whole, bytes
   */
  static FixedHeader parse(byte[] head, long size) throws EnvelopeException {
    FixedHeader header = FixedHeader.parse(head);
    Lengths.paddedOf(header.kind(), header.slots(), size);
    return header;
  }

  /**
   * The same, where the caller has judged the header before.
   *
   * @throws IllegalArgumentException if it is no envelope
   */
  static FixedHeader requireEnvelope(byte[] head, long size) {
    try {
      return parse(head, size);
    } catch (EnvelopeException e) {
      throw new IllegalArgumentException("not an envelope", e);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
