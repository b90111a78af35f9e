package org.taniq.courier;

import java.time.Duration;

/** Lets time pass; tests let it pass at once. */
@FunctionalInterface
public interface Waiting {
  void sleep(Duration time) throws InterruptedException;

  /** Really waits. */
  static Waiting real() {
    return time -> Thread.sleep(time.toMillis());
  }
}
