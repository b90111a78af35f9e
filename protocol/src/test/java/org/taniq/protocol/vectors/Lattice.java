package org.taniq.protocol.vectors;

/** Padded sizes and lengths, SPEC §2.7. All in bytes. */
final class Lattice {

  static final long FLOOR = 65536;
  static final long IDENTITY = 8192;
  static final long MAX_PADDED = 1L << 33;

  private Lattice() {}

  static long padme(long used) {
    int e = 63 - Long.numberOfLeadingZeros(used);
    int s = 31 - Integer.numberOfLeadingZeros(e) + 1;
    long mask = (1L << (e - s)) - 1;
    return (used + mask) & ~mask;
  }

  static long padded(long used) {
    return used <= FLOOR ? FLOOR : padme(used);
  }

  static long segments(long padded) {
    long rest = padded - StreamWriter.FIRST_PIECE_BYTES;
    return rest <= 0 ? 1 : 1 + (rest + StreamWriter.PIECE_BYTES - 1) / StreamWriter.PIECE_BYTES;
  }

  static long stream(long padded) {
    return 40 + padded + 16 * segments(padded);
  }

  static long envelope(int n, long padded) {
    return 64 + 1201L * n + stream(padded);
  }
}
