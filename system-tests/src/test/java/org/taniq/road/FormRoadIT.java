package org.taniq.road;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.receipt.ReceiptCode;

/** What the form's core seals, with fresh randomness, the server takes and {@code taniq} opens. */
@Tag("node")
class FormRoadIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NARRATIVE = "Mayın 17-də qardaşımı apardılar.\n\u202E 😀 \"§\"\u0001";

  @TempDir Path work;

  /** Sizes around a chunk of the digest, a block of the tar and a segment of the stream. */
  private static Map<String, byte[]> files() {
    Random random = new Random(2);
    Map<String, byte[]> files = new LinkedHashMap<>();
    int i = 0;
    for (int size : List.of(0, 1, 511, 512, 513, 65480, 65536, 1 << 20, (1 << 20) + 1, 5_000_001)) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      files.put("çağırış \u202E№ \"" + i++ + "\"\n/../.jpg", content);
    }
    return files;
  }

  @Test
  void what_the_form_seals_comes_out_byte_for_byte() throws Exception {
    Map<String, byte[]> files = files();
    try (Stage stage = new Stage(work).open()) {
      JsonNode sealed = seal(stage, files);
      List<Path> envelopes = new ArrayList<>();
      sealed.get("envelopes").forEach(path -> envelopes.add(Path.of(path.asText())));
      assertEquals(3, envelopes.size());
      ReceiptCode.parse(sealed.get("code").asText()).close();

      stage.submit(envelopes.toArray(Path[]::new)).expect(0);
      stage.pull("stick-in").expect(0);
      stage.inboxImport("stick-in").expect(0);
      stage.inboxOpen().expect(0);
      List<String> all = new ArrayList<>(List.of("inbox", "open", "--identity", "--all"));
      all.addAll(List.of("--as", "leyla", "--as", "rashad", "--as", "nigar"));
      stage.laptop.taniq(all.toArray(String[]::new)).expect(0);

      Path export = work.resolve("export");
      List<JsonNode> exported = stage.export(export, "--identity", "--as", "nigar");
      requireSame(files, exported);
      assertEquals(NARRATIVE, Files.readString(export.resolve(path(exported, "narrative"))));
      List<String> names = new ArrayList<>();
      for (JsonNode identity : of(exported, "identity")) {
        Path path = export.resolve(identity.get("path").asText());
        names.add(JSON.readTree(path.toFile()).at("/submitter/name").asText("nobody"));
      }
      names.sort(String::compareTo);
      assertEquals(List.of("Ayşə", "nobody", "nobody"), names);
    }
  }

  /** Half of the files in each of two parts; every third one shows who somebody is. */
  private JsonNode seal(Stage stage, Map<String, byte[]> files) throws Exception {
    ObjectNode job = JSON.createObjectNode();
    job.put("instance", stage.laptop.instance()).put("current", stage.current.toString());
    job.put("day", LocalDate.now(ZoneOffset.UTC).toString());
    job.put("out", work.resolve("form").toString());
    job.putObject("account").put("language", "az").put("narrative", NARRATIVE);
    job.putObject("identity").put("name", "Ayşə").put("safe_contact", "bazarda");
    ArrayNode parts = job.putArray("parts");
    parts.addArray();
    parts.addArray();
    int i = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = Files.write(work.resolve("file-" + i), file.getValue());
      ((ArrayNode) parts.get(i < files.size() / 2 ? 0 : 1))
          .addObject()
          .put("path", path.toString())
          .put("name", file.getKey())
          .put("type", "image/jpeg")
          .put("showsIdentity", i % 3 == 0);
      i++;
    }
    Path told = Files.writeString(work.resolve("job.json"), JSON.writeValueAsString(job), UTF_8);
    Path driver = Distribution.ROOT.resolve("system-tests/form/seal.mjs");
    Path core = Distribution.ROOT.resolve("form/target/classes/org/taniq/form/core.js");
    List<String> command = List.of("node", driver.toString(), core.toString(), told.toString());
    return JSON.readTree(Program.run(command).expect(0).out());
  }

  private static List<JsonNode> of(List<JsonNode> exported, String role) {
    return exported.stream().filter(file -> file.get("role").asText().equals(role)).toList();
  }

  private static String path(List<JsonNode> exported, String role) {
    assertEquals(1, of(exported, role).size(), role);
    return of(exported, role).get(0).get("path").asText();
  }

  private void requireSame(Map<String, byte[]> files, List<JsonNode> exported) throws IOException {
    Map<String, byte[]> came = new LinkedHashMap<>();
    for (JsonNode file : of(exported, "attachment")) {
      Path path = work.resolve("export").resolve(file.get("path").asText());
      came.put(file.get("name").asText(), Files.readAllBytes(path));
    }
    assertEquals(
        files.keySet().stream().sorted().toList(), came.keySet().stream().sorted().toList());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertArrayEquals(file.getValue(), came.get(file.getKey()), file.getKey());
    }
  }
}
