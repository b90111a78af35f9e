package org.taniq.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DelayTest {
  private final Delay delay = new Delay();
  private long now = -12345;

  private void waited(long seconds, long bytes) {
    delay.waits(now);
    now += TimeUnit.SECONDS.toNanos(seconds);
    delay.moved(now, bytes);
  }

  private long behind() {
    return TimeUnit.NANOSECONDS.toSeconds(delay.nanos(now));
  }

  @Test
  void who_drips_is_soon_as_far_behind_as_time_went_by() {
    for (int i = 0; i < 18; i++) {
      waited(10, 1);
    }
    assertEquals(179, behind());
  }

  @Test
  void a_slow_circuit_that_stalls_for_two_minutes_again_and_again_is_never_far_behind() {
    for (int i = 0; i < 50; i++) {
      waited(120, 1024);
      assertTrue(behind() <= 120, "behind: " + behind());
      for (int second = 0; second < 60; second++) {
        waited(1, 1024);
      }
      assertEquals(0, behind());
    }
  }

  @Test
  void who_was_fast_earns_no_right_to_be_silent() {
    waited(1, 1L << 40);
    delay.waits(now);
    now += TimeUnit.SECONDS.toNanos(100);
    assertEquals(100, behind());
  }

  @Test
  void only_waiting_counts() {
    waited(20, 0);
    assertFalse(delay.waiting());
    now += TimeUnit.SECONDS.toNanos(1000);
    assertEquals(20, behind());
    delay.waits(now);
    now += TimeUnit.SECONDS.toNanos(5);
    delay.waits(now);
    assertEquals(25, behind());
    delay.restart();
    assertEquals(0, behind());
  }
}
