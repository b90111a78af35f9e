package org.taniq.protocol.open;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import org.junit.jupiter.api.Test;

class WarmUpTest {

  @Test
  void it_runs_and_leaves_nothing() {
    assertDoesNotThrow(() -> WarmUp.run());
  }
}
