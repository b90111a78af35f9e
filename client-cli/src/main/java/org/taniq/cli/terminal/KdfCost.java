package org.taniq.cli.terminal;

/**
 * What one guess at a passphrase costs with Argon2id. The program knows one cost; others exist for
 * its tests alone.
 */
public final class KdfCost {
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
