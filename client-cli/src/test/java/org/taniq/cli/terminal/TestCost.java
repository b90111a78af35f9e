package org.taniq.cli.terminal;

/** A cost that tests can pay: 64 KiB, one pass. The program has no way to ask for it. */
public final class TestCost {
  private TestCost() {}

  public static KdfCost small() {
    return new KdfCost(64, 1, 1);
  }

  /** A guard over a directory made like /sys/class/net. */
  public static NetworkGuard guard(java.nio.file.Path interfaces) {
    return new NetworkGuard(interfaces, true);
  }
}
