package org.taniq.road;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The road over a server that keeps everything in PostgreSQL. */
@Tag("postgres")
class PostgresRoadIT {
  @TempDir Path work;

  @Test
  void files_come_out_byte_for_byte_after_a_kill_of_the_server() throws Exception {
    byte[] content = new byte[5 << 20];
    new Random(7).nextBytes(content);
    Path scan = Files.write(work.resolve("scan.jpg"), content);
    Laptop laptop = Stage.preparedLaptop().copiedTo(work.resolve("laptop"));
    try (Postgres postgres = new Postgres();
        Stage stage = new Stage(work, laptop, postgres.setting).open()) {
      stage.submit(stage.seal("text.tnq"), stage.seal("case.tnq", scan.toString())).expect(0);
      stage.server.kill();
      stage.server.start();
      assertEquals(2, HatchList.idsBySha256(stage).size());
      assertFalse(Files.exists(stage.server.data.resolve("store")), "nothing lies beside it");
      stage.pull("stick-in").expect(0);
      stage.inboxImport("stick-in").expect(0);
      stage.inboxOpen().expect(0);
      List<JsonNode> exported = stage.export(work.resolve("export"));
      List<JsonNode> attached =
          exported.stream().filter(f -> f.get("role").asText().equals("attachment")).toList();
      assertEquals(1, attached.size());
      Path came = work.resolve("export").resolve(attached.get(0).get("path").asText());
      assertArrayEquals(content, Files.readAllBytes(came));
    }
  }
}
