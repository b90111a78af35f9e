package org.taniq.protocol.hatch;

import org.taniq.protocol.signed.SignerId;

/**
 * What a server knows of the time before its start: until when requests may be dated that it let in
 * then. Those dated before its start it refuses anyway; this is for clocks, or signatures, that
 * were ahead. SPEC §5. Thread-safe.
 */
public interface Horizon {

  /** Knows of none: for one run, or where clocks are never ahead. */
  static Horizon none() {
    return new Horizon() {
      @Override
      public long before(SignerId key) {
        return Long.MIN_VALUE;
      }

      @Override
      public boolean raise(SignerId key, long created) {
        return true;
      }
    };
  }

  /** The latest date, epoch seconds, of a request that may have been let in before the start. */
  long before(SignerId key);

  /**
   * Remembers that a request dated ahead of the clock is let in.
   *
   * @return whether it will be known after any end of the process
   */
  boolean raise(SignerId key, long created);
}
