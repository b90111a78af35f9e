package org.taniq.protocol.envelope;

import org.taniq.protocol.envelope.EnvelopeException.Reason;

/** Padded sizes and the lattice of lengths that an envelope may have, SPEC §2.7. All in bytes. */
public final class Lengths {

  /** Smallest padded plaintext of a testimony, an archive or a sealed attachment. */
  public static final long FLOOR = 65536;

  /** Largest padded plaintext, 8 GiB. */
  public static final long MAX_PADDED = 1L << 33;

  /** Padded plaintext of every identity.sealed. */
  public static final long IDENTITY_PADDED = 8192;

  static final int STREAM_HEADER = 1 + 32 + 7; // 40
  static final int TAG = 16;
  static final int SEGMENT = 1 << FixedHeader.SEGMENT_LOG2;

  /** Plaintext bytes of the first segment. */
  static final long FIRST_PIECE = SEGMENT - STREAM_HEADER - TAG; // 65480

  /** Plaintext bytes of every further full segment. */
  static final long PIECE = SEGMENT - TAG; // 65520

  private Lengths() {}

  /**
   * Padmé: the next length that has at most log2 log2 L significant bits.
   *
   * @param used at least 2
   */
  public static long padme(long used) {
    if (used < 2) {
      throw new IllegalArgumentException("Padmé starts at 2");
    }
    int e = 63 - Long.numberOfLeadingZeros(used);
    int s = 32 - Integer.numberOfLeadingZeros(e);
    long mask = (1L << (e - s)) - 1;
    return (used + mask) & ~mask;
  }

  /**
   * The padded size of a plaintext: Padmé with a floor of 64 KiB. (identity.sealed alone is padded
   * to {@link #IDENTITY_PADDED} instead.)
   *
   * @throws EnvelopeException TOO_LARGE above 8 GiB
   */
  public static long padded(long used) throws EnvelopeException {
    if (used > MAX_PADDED) {
      throw new EnvelopeException(Reason.TOO_LARGE);
    }
    return used <= FLOOR ? FLOOR : padme(used);
  }

  /** Whether {@link #padded} gives this size for some plaintext. */
  public static boolean isPadded(long size) {
    return size >= FLOOR && size <= MAX_PADDED && padme(size) == size;
  }

  /** Length of the payload stream of a plaintext, which is at least 1 byte. */
  public static long streamLength(long padded) {
    long segments = padded <= FIRST_PIECE ? 1 : 1 + ceilDiv(padded - FIRST_PIECE, PIECE);
    return STREAM_HEADER + padded + TAG * segments;
  }

  /** Length of a whole envelope with n slots. */
  public static long envelopeLength(int slots, long padded) {
    return Header.length(slots) + streamLength(padded);
  }

  /**
   * The padded size of the plaintext inside an envelope of this length.
   *
   * @param kind of the header; for IDENTITY 8192 counts too
   * @param slots n of the header
   * @param length of the whole envelope
   * @throws EnvelopeException TRUNCATED if it ends within the header, BAD_LENGTH if it is off the
   *     lattice
   */
  public static long paddedOf(Kind kind, int slots, long length) throws EnvelopeException {
    long stream = length - Header.length(slots);
    if (stream < 0) {
      throw new EnvelopeException(Reason.TRUNCATED);
    }
    long padded = stream - STREAM_HEADER - TAG * ceilDiv(stream, SEGMENT);
    boolean allowed = isPadded(padded) || (kind == Kind.IDENTITY && padded == IDENTITY_PADDED);
    if (!allowed || streamLength(padded) != stream) {
      throw new EnvelopeException(Reason.BAD_LENGTH);
    }
    return padded;
  }

  /**
   * {@link #paddedOf(Kind, int, long)} of a nested envelope whose place is known. SPEC §2.7: 8192
   * in identity.sealed and nowhere else.
   *
   * @param attachment whether it is a sealed attachment; else it is identity.sealed
   */
  public static long paddedOfNested(boolean attachment, int slots, long length)
      throws EnvelopeException {
    long padded = paddedOf(Kind.IDENTITY, slots, length);
    if (attachment == (padded == IDENTITY_PADDED)) {
      throw new EnvelopeException(Reason.BAD_LENGTH);
    }
    return padded;
  }

  /** {@link #paddedOf(Kind, int, long)} of a testimony. */
  public static long paddedOf(int slots, long length) throws EnvelopeException {
    return paddedOf(Kind.TESTIMONY, slots, length);
  }

  /** Whether a testimony envelope with any number of slots can have this length. */
  public static boolean onLattice(long length) {
    for (int slots = 1; slots <= FixedHeader.MAX_SLOTS; slots++) {
      if (fits(slots, length)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(int slots, long length) {
    try {
      return paddedOf(slots, length) >= FLOOR;
    } catch (EnvelopeException offTheLattice) {
      return false;
    }
  }

  private static long ceilDiv(long a, long b) {
    return (a + b - 1) / b;
  }
}
