package org.taniq.bench.server;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** How long each of many took, and all together. Adding is thread-safe. */
final class Times {
  private static final double NANOS = 1e9;

  private final long[] nanos;
  private final AtomicInteger count = new AtomicInteger();
  private long begun;
  private long took;

  Times(int most) {
    nanos = new long[most];
  }

  void begin() {
    begun = System.nanoTime();
  }

  void end() {
    took += System.nanoTime() - begun;
  }

  void add(long time) {
    nanos[count.getAndIncrement()] = time;
  }

  /** Joins the times of several rounds. */
  static Times of(List<Times> rounds) {
    Times all = new Times(rounds.stream().mapToInt(Times::count).sum());
    for (Times round : rounds) {
      for (int i = 0; i < round.count(); i++) {
        all.add(round.nanos[i]);
      }
      all.took += round.took;
    }
    return all;
  }

  int count() {
    return count.get();
  }

  double perSecond() {
    return count() * NANOS / took;
  }

  /**
   * Time that so many of a thousand did not exceed, milliseconds.
   *
   * @param permille 500 is the median
   */
  double millis(int permille) {
    long[] sorted = Arrays.copyOf(nanos, count());
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, sorted.length * (long) permille / 1000)] / 1e6;
  }
}
