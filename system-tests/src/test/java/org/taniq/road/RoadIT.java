package org.taniq.road;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.road.Program.Run;

/** The road end to end: seal, submit, pull, import, open, export. */
class RoadIT {
  @TempDir Path work;

  /** Names that break programs, and what is in the files. */
  private static Map<String, byte[]> attachments() {
    Random random = new Random(1);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a/empty.pdf", new byte[0]);
    byte[] large = new byte[1 << 20];
    random.nextBytes(large);
    files.put("a/large.bin", large);
    for (String name :
        List.of(
            "b/with two  spaces .txt",
            "b/new\nline.txt",
            "b/it's \"quoted\" \\n $HOME `id` *.txt",
            "b/повестка.pdf",
            "b/Məhkəmə çağırışı ığüşöƏ.pdf",
            "b/\u202Egnp.exe",
            "-rf",
            "--out",
            "b/large.bin",
            "c/large.bin",
            "b/.hidden",
            "b/con.txt")) {
      byte[] content = new byte[1 + random.nextInt(3000)];
      random.nextBytes(content);
      files.put(name, content);
    }
    return files;
  }

  @ParameterizedTest
  @ValueSource(strings = {"C.UTF-8", "C"})
  void files_of_every_kind_come_out_byte_for_byte(String locale) throws Exception {
    Map<String, byte[]> files = attachments();
    try (Stage stage = new Stage(work).open()) {
      stage.inLocale(locale);
      List<String> arguments = new ArrayList<>(List.of("--"));
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path content = Files.write(work.resolve("content"), file.getValue());
        String path = work + "/files/" + file.getKey();
        String folder = path.substring(0, path.lastIndexOf('/'));
        Program.run(List.of("mkdir", "-p", folder)).expect(0);
        Program.run(List.of("mv", content.toString(), path)).expect(0);
        arguments.add(path);
      }
      Path envelope = stage.seal("case.tnq", arguments.toArray(String[]::new));
      stage.submit(envelope).expect(0);
      stage.pull("stick-in").expect(0);
      assertArrayEquals(
          Files.readAllBytes(envelope),
          Files.readAllBytes(
              work.resolve("stick-in").resolve(carried(stage.server.bodies().get(0)))));
      stage.inboxImport("stick-in").expect(0);
      stage.inboxOpen().expect(0);
      List<JsonNode> exported = stage.export(work.resolve("export"));
      requireSame(files, exported);
    }
  }

  private static String carried(Path body) {
    return body.getFileName().toString().substring(0, 32) + ".envelope";
  }

  private void requireSame(Map<String, byte[]> files, List<JsonNode> exported) throws IOException {
    List<JsonNode> attached =
        exported.stream()
            .filter(file -> file.get("role").asText().equals("attachment"))
            .sorted(Comparator.comparingInt(file -> file.get("attachment").asInt()))
            .toList();
    assertEquals(files.size(), attached.size(), exported.toString());
    int i = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String path = attached.get(i++).get("path").asText();
      byte[] came = Files.readAllBytes(work.resolve("export").resolve(path));
      assertArrayEquals(file.getValue(), came, "attachment " + i);
    }
  }

  @Test
  void the_quorum_decides_and_who_wrote_it_needs_all_three() throws Exception {
    try (Stage stage = new Stage(work).open()) {
      String who = Distribution.ROOT.resolve("keys-example/sample/who.json").toString();
      stage.submit(stage.seal("case.tnq", "--identity-file", who)).expect(0);
      stage.pull("stick-in").expect(0);
      stage.inboxImport("stick-in").expect(0);
      Laptop laptop = stage.laptop;

      Run alone = laptop.taniq("inbox", "open", "--all", "--as", "leyla").expect(4);
      assertTrue(alone.err().contains("too few custodians (1 of 2)"), alone.err());
      laptop.taniq("inbox", "open", "--all", "--as", "leyla", "--as", "leyla").expect(2);
      stage.inboxOpen().expect(0);

      String[] two = {"inbox", "open", "--identity", "--all", "--as", "leyla", "--as", "rashad"};
      Run both = laptop.taniq(two).expect(4);
      assertTrue(both.err().contains("too few custodians (2 of 3)"), both.err());
      List<String> three = new ArrayList<>(List.of(two));
      three.addAll(List.of("--as", "nigar"));
      laptop.taniq(three.toArray(String[]::new)).expect(0);

      String name = "Sample Person";
      assertTrue(Files.readString(Path.of(who)).contains(name), "the sample's name");
      stage.export(work.resolve("without"));
      assertFalse(anywhere(work.resolve("without"), name), "exported without being asked for");
      stage.export(work.resolve("with"), "--identity", "--as", "nigar");
      assertTrue(anywhere(work.resolve("with"), name), "exported");
      assertFalse(anywhere(laptop.home, name), "in plain form on the laptop");
      assertFalse(anywhere(laptop.home, "They came at six"), "in plain form on the laptop");
      assertFalse(anywhere(work.resolve("server"), "They came at six"), "at the server");
    }
  }

  private static boolean anywhere(Path directory, String text)
      throws IOException, InterruptedException {
    return Program.run(List.of("grep", "-rqF", "-e", text, directory.toString())).exit() == 0;
  }

  @Test
  void a_flipped_byte_costs_its_own_envelope_and_no_other() throws Exception {
    try (Stage stage = new Stage(work).open()) {
      Path text = Files.writeString(work.resolve("notice.txt"), "Kept as it was.");
      Path good = stage.seal("good.tnq", text.toString());
      Path bad = stage.seal("bad.tnq", text.toString());
      stage.submit(good, bad).expect(0);
      String sha256 = org.taniq.parcel.Sha256.hex(Files.readAllBytes(bad));
      Path body =
          stage.server.bodies().stream().filter(b -> b.toString().contains(sha256)).findAny().get();
      String id = body.getFileName().toString().substring(0, 32);
      flip(body, Files.size(body) / 2);

      Run pulled = stage.pull("stick-in");
      assertTrue(pulled.exit() != 0, pulled.toString());
      assertTrue(pulled.err().contains(id), pulled.err());
      stage.inboxImport("stick-in").expect(0);
      // The same damage behind the list: as if somebody had changed the stick with its list.
      Path damaged = Files.copy(bad, work.resolve("damaged.tnq"));
      flip(damaged, Files.size(damaged) / 2);
      stage.laptop.taniq("inbox", "import", damaged.toString()).expect(0);

      Run opened = stage.inboxOpen().expect(1);
      String changed = org.taniq.parcel.Sha256.hex(Files.readAllBytes(damaged));
      assertTrue(
          (opened.out() + opened.err()).contains(changed.substring(0, 8)), opened.toString());
      List<JsonNode> exported = stage.export(work.resolve("export"));
      List<String> attachments = new ArrayList<>();
      for (JsonNode file : exported) {
        if (file.get("role").asText().equals("attachment")) {
          Path path = work.resolve("export").resolve(file.get("path").asText());
          attachments.add(new String(Files.readAllBytes(path), UTF_8));
        }
      }
      assertEquals(List.of("Kept as it was."), attachments);
    }
  }

  private static void flip(Path file, long at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) at] ^= 1;
    Files.write(file, bytes);
  }
}
