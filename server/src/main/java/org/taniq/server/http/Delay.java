package org.taniq.server.http;

import java.util.concurrent.TimeUnit;

/**
 * How far the other side of a connection is behind. Time counts while we wait for it, and what it
 * moves takes time off again, a second for every {@link #LEAST_RATE} bytes, but never below zero:
 * who was fast earns no right to be silent for long. A slow honest circuit passes: one that gives 1
 * kB/s is 120 s behind after a stall of two minutes, and level again after 40 s of going on. Not
 * thread-safe.
 */
final class Delay {
  /** Bytes per second that are no delay. */
  static final long LEAST_RATE = 256;

  private static final long NANOS_PER_BYTE = TimeUnit.SECONDS.toNanos(1) / LEAST_RATE;

  private long behind;
  private long since;
  private boolean waiting;

  /** Forgets what was; does not wait. */
  void restart() {
    behind = 0;
    waiting = false;
  }

  /**
   * Waits from now on, if it does not yet.
   *
   * @param now nanoseconds of any clock that only goes forward
   */
  void waits(long now) {
    if (!waiting) {
      since = now;
      waiting = true;
    }
  }

  /** Takes off what came or went, and waits no more until told to. */
  void moved(long now, long bytes) {
    long most = Long.MAX_VALUE / NANOS_PER_BYTE;
    behind = Math.max(0, nanos(now) - Math.min(most, bytes) * NANOS_PER_BYTE);
    waiting = false;
  }

  /** Nanoseconds behind. */
  long nanos(long now) {
    return waiting ? behind + Math.max(0, now - since) : behind;
  }

  boolean waiting() {
    return waiting;
  }
}
