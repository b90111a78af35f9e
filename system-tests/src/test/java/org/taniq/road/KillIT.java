package org.taniq.road;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.parcel.Sha256;

/** kill -9 of the server under load: what was acknowledged is there. */
@Tag("slow")
class KillIT {
  private static final int ROUNDS = 20;
  private static final int CLIENTS = 6;
  private static final int ROUND_WITHOUT_INDEX = 10;

  @TempDir Path work;

  @Test
  void twenty_kills_lose_nothing_that_was_acknowledged() throws Exception {
    Random random = new Random(20);
    try (Stage stage = new Stage(work).open()) {
      HouseServer server = stage.server;
      Load load = new Load(server.address(), stage.keyset());
      for (int round = 0; round < ROUNDS; round++) {
        int before = load.acknowledged.size();
        load.start(CLIENTS, 1000L * round);
        while (load.acknowledged.size() == before) {
          Thread.sleep(5);
        }
        Thread.sleep(random.nextInt(600));
        server.kill();
        load.stop();
        if (round == ROUND_WITHOUT_INDEX) {
          Files.delete(server.data.resolve("store/index.mv.db"));
        }
        server.start();
        Set<String> lost = new HashSet<>(load.acknowledged);
        lost.removeAll(HatchList.idsBySha256(stage).keySet());
        assertEquals(Set.of(), lost, "round " + round);
      }
      assertEquals(List.of(), List.copyOf(load.refused));
      assertTrue(load.acknowledged.size() > ROUNDS, "under load");
      requireBodies(server, HatchList.idsBySha256(stage));
    }
  }

  /** Every listed body is what the list says, byte for byte. */
  private static void requireBodies(HouseServer server, Map<String, String> listed)
      throws Exception {
    Set<String> stored = new HashSet<>();
    for (Path body : server.bodies()) {
      stored.add(Sha256.hex(Files.readAllBytes(body)));
    }
    assertEquals(listed.keySet(), stored);
  }
}
