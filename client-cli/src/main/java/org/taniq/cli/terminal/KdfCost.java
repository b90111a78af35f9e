package org.taniq.cli.terminal;

/**
 * What one guess at a passphrase costs with Argon2id. The program knows one cost; others exist for
 * its tests alone.
 */
public final class KdfCost {
  private static final int LEAST_MEMORY_KIB = 256 * 1024;
  private static final int LEAST_PASSES = 3;

  private final int memoryKib;
  private final int passes;
  private final int lanes;

  /** For tests; the program uses {@link #standard()}. */
  KdfCost(int memoryKib, int passes, int lanes) {
    this.memoryKib = memoryKib;
    this.passes = passes;
    this.lanes = lanes;
  }

  /** 512 MiB, 3 passes, 4 lanes. SPEC §7.2. */
  public static KdfCost standard() {
    return new KdfCost(512 * 1024, 3, 4);
  }

  /** The least memory of a file that is read: 256 MiB; in tests what they write with. */
  public int leastMemoryKib() {
    return Math.min(memoryKib, LEAST_MEMORY_KIB);
  }

  /** The least passes of a file that is read: 3; in tests what they write with. */
  public int leastPasses() {
    return Math.min(passes, LEAST_PASSES);
  }

  public int memoryKib() {
    return memoryKib;
  }

  public int passes() {
    return passes;
  }

  public int lanes() {
    return lanes;
  }
}
