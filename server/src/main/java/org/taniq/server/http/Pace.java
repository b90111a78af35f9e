package org.taniq.server.http;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/**
 * Gives up a body that only drips to hold its place. Slow honest circuits pass: they stall, but
 * over a minute or two they carry far more. What came is kept, so an upload goes on from there.
 */
final class Pace {
  /** Over its whole life a body must come at least so fast, bytes per second. */
  static final long LEAST_RATE = 64;

  /** The rate counts from this age on. */
  static final Duration GRACE = Duration.ofMinutes(2);

  private final Clock clock;
  private final long sinceMillis;
  private long bytes;

  Pace(Clock clock) {
    this.clock = clock;
    this.sinceMillis = clock.millis();
  }

  /**
   * Counts bytes that came.
   *
   * @param count -1 for the end
   * @throws IOException too slow
   */
  void came(int count) throws IOException {
    bytes += Math.max(0, count);
    long lived = clock.millis() - sinceMillis;
    if (lived > GRACE.toMillis() && bytes < LEAST_RATE * lived / 1000) {
      throw new IOException("too slow");
    }
  }
}
