package org.taniq.road;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.road.Program.Run;

/** A disk runs full, at the server and on the laptop: said clearly, and nothing is lost. */
@Tag("slow")
class DiskFullIT {
  private static final int MIB = 1024;

  @TempDir Path work;

  @Test
  void a_full_server_asks_to_wait_and_keeps_what_it_acknowledged() throws Exception {
    try (SmallDisk disk = new SmallDisk(work.resolve("server/data"), 80 * MIB);
        Stage stage = new Stage(work).open()) {
      Load load = new Load(stage.server.address(), stage.keyset());
      HttpClient http = Load.client();
      Random random = new Random(5);
      while (load.refused.size() < 5) {
        load.submitOne(http, random);
        assertTrue(load.acknowledged.size() < 3000, "the disk never runs full");
      }
      for (String refusal : load.refused) {
        assertTrue(refusal.matches("503.*(TRY_LATER|STORE_FAILED).*"), refusal);
      }
      Path envelope = stage.seal("case.tnq");
      Run waits =
          stage.courier(
              "submit", "--server", stage.server.address(), "--tries", "1", envelope.toString());
      assertEquals(9, waits.exit(), waits.toString());
      requireListed(stage, load.acknowledged);

      disk.resize(256 * MIB);
      stage.submit(envelope).expect(0);
      assertEquals(201, load.submitOne(http, random));
      requireListed(stage, load.acknowledged);
      stage.server.kill();
      stage.server.start();
      requireListed(stage, load.acknowledged);
      stage.server.stop();
    }
  }

  private static void requireListed(Stage stage, Set<String> acknowledged) throws Exception {
    Set<String> lost = new HashSet<>(acknowledged);
    lost.removeAll(HatchList.idsBySha256(stage).keySet());
    assertEquals(Set.of(), lost);
  }

  @Test
  void a_full_laptop_says_so_and_goes_on_when_there_is_space() throws Exception {
    byte[] content = new byte[3 << 20];
    new Random(6).nextBytes(content);
    Path attached = Files.write(work.resolve("scan.jpg"), content);
    try (SmallDisk disk = new SmallDisk(work.resolve("disk"), 2 * MIB);
        Stage stage =
            new Stage(work, Stage.preparedLaptop().copiedTo(work.resolve("disk/laptop")))) {
      stage.open();
      stage.submit(stage.seal("case.tnq", attached.toString())).expect(0);
      stage.pull("stick-in").expect(0);
      requireDiskFull(stage.inboxImport("stick-in"));

      disk.resize(6 * MIB);
      stage.inboxImport("stick-in").expect(0);
      requireDiskFull(stage.inboxOpen());
      assertFalse(
          stage.laptop.taniq("inbox", "list").expect(0).out().contains("opened"), "nothing half");

      disk.resize(12 * MIB);
      stage.inboxOpen().expect(0);
      disk.resize(8 * MIB);
      Path full = disk.directory.resolve("export");
      requireDiskFull(
          stage.laptop.taniq(
              "export", "--all", "--as", "leyla", "--as", "rashad", "--out", full.toString()));
      assertFalse(Files.exists(full), "a failed export leaves nothing");

      disk.resize(32 * MIB);
      List<JsonNode> exported = stage.export(full);
      Path scan =
          exported.stream()
              .filter(file -> file.get("role").asText().equals("attachment"))
              .map(file -> full.resolve(file.get("path").asText()))
              .findAny()
              .orElseThrow();
      assertArrayEquals(content, Files.readAllBytes(scan));
      stage.laptop.taniq("log", "verify").expect(0);
    }
  }

  private static void requireDiskFull(Run run) {
    assertEquals(5, run.exit(), run.toString());
    assertTrue(run.err().contains("error: the disk is full"), run.err());
    assertTrue(run.err().contains("hint: "), run.err());
  }
}
