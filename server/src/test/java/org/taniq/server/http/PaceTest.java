package org.taniq.server.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final UploadServer.MovingClock clock = new UploadServer.MovingClock();

  @Test
  void a_body_that_only_drips_is_given_up_after_the_grace() {
    Pace pace = new Pace(clock);
    for (int i = 0; i < 12; i++) {
      clock.now = clock.now.plusSeconds(10);
      assertDoesNotThrow(() -> pace.came(1));
    }
    clock.now = clock.now.plusSeconds(10);
    assertThrows(IOException.class, () -> pace.came(1));
  }

  @Test
  void a_slow_circuit_that_stalls_for_minutes_passes() {
    Pace pace = new Pace(clock);
    assertDoesNotThrow(() -> pace.came(20_000));
    clock.now = clock.now.plusSeconds(170);
    assertDoesNotThrow(() -> pace.came(65_536));
    clock.now = clock.now.plusSeconds(600);
    assertDoesNotThrow(() -> pace.came(1));
  }
}
