package org.taniq.bench.server;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Prints figures, one a line, parted by tabs: figure, ours, peer, ratio, goal, {@code met} or
 * {@code missed}; {@code -} for what a figure does not have.
 */
final class Rows {
  private final PrintStream out;
  private boolean missed;

  Rows(PrintStream out) {
    this.out = out;
  }

  /** A figure that has no goal. */
  void show(String figure, String value) {
    print(figure, value, "-", "-", "-", "-");
  }

  /** Ours divided by the peer's, at least so much. */
  void atLeast(String figure, double ours, double peer, double goal) {
    ratio(figure, ours, peer, ours / peer >= goal, ">= " + number(goal));
  }

  /** Ours divided by the peer's, at most so much. */
  void atMost(String figure, double ours, double peer, double goal) {
    ratio(figure, ours, peer, ours / peer <= goal, "<= " + number(goal));
  }

  /** A count that must be this. */
  void exactly(String figure, long ours, long goal) {
    print(figure, "" + ours, "-", "-", "= " + goal, verdict(ours == goal));
  }

  /** Whether a goal was missed. */
  boolean missed() {
    return missed;
  }

  private void ratio(String figure, double ours, double peer, boolean met, String goal) {
    print(figure, number(ours), number(peer), number(ours / peer), goal, verdict(met));
  }

  private String verdict(boolean met) {
    missed |= !met;
    return met ? "met" : "missed";
  }

  private void print(String... cells) {
    out.println(String.join("\t", cells));
    out.flush();
  }

  static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
  }
}
