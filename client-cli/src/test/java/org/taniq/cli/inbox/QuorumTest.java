package org.taniq.cli.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.cli.vault.Quorum;

/** A quorum is of custodians: one who brings two keyrings is one. */
class QuorumTest {
  private @TempDir Path home;

  @Test
  void one_custodian_with_two_keyrings_counts_once() throws Exception {
    try (House house = new House(home)) {
      Quorum twice = house.quorum(0, 0);
      assertEquals(1, twice.keysFor(house.keyset));
      assertEquals(List.of(house.people.get(0).id().hex()), twice.ids());
      assertEquals(1, twice.signers().size());
      assertEquals(2, house.quorum(0, 0, 1).keysFor(house.keyset));
    }
  }

  @Test
  void the_log_names_each_custodian_who_unlocked_once() throws Exception {
    try (House house = new House(home)) {
      house.vault(house.quorum(0, 0, 1)).close();
      assertEquals("unlock", house.log.last().what());
      assertEquals(2, house.log.last().fields().path("by").size());
    }
  }
}
