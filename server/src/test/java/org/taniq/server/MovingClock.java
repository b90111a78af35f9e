package org.taniq.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test moves. */
public final class MovingClock extends Clock {
  public volatile Instant now = Instant.parse("2026-11-25T10:20:30Z");

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves with it; where it begins means nothing, as with {@link System#nanoTime}. */
  public long nanoTime() {
    return Duration.between(Instant.parse("2027-01-01T00:00:00Z"), now).toNanos();
  }
}
