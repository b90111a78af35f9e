package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the laptop does when it is killed at any moment, and when its disk is full. */
class PowerLossTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TEXTS = 20;

  private @TempDir Path directory;
  private Organisation org;

  @BeforeEach
  void begin() throws Exception {
    org = new Organisation(directory);
  }

  private Path seal(String name, byte[] content) throws Exception {
    Path file = directory.resolve(name);
    Files.write(file, content);
    Path sealed = directory.resolve(name + ".tnq");
    org.ok(List.of(), "seal", "--no-confirm", file.toString(), "--out", sealed.toString());
    return sealed;
  }

  @Test
  void killed_in_the_middle_of_opening_nothing_is_lost_and_nothing_comes_twice() throws Exception {
    byte[] big = new byte[40 << 20];
    new Random(1).nextBytes(big);
    List<String> arguments = new ArrayList<>(List.of("inbox", "import"));
    for (int i = 0; i < TEXTS; i++) {
      arguments.add(seal("text" + i, ("text " + i).getBytes(StandardCharsets.UTF_8)).toString());
    }
    arguments.add(seal("big", big).toString());
    org.ok(List.of(), arguments.toArray(String[]::new));

    // Later every time, until it is through before it is killed.
    int killed = 0;
    boolean through = false;
    for (int millis = 400; !through; millis += 350) {
      Process process =
          new ProcessBuilder(org.command(2, "inbox", "open", "--all"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      through = process.waitFor(millis, TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      killed += through ? 0 : 1;
      org.ok(List.of(), "log", "verify");
    }
    assertTrue(killed > 0);

    JsonNode list = JSON.readTree(org.ok(List.of(), "inbox", "list", "--json"));
    Set<String> opened = new HashSet<>();
    list.get("envelopes")
        .forEach(
            each -> {
              assertEquals("opened", each.get("state").asText());
              opened.add(each.get("item").asText());
            });
    assertEquals(TEXTS + 1, opened.size());
    JsonNode vaults = JSON.readTree(org.ok(List.of(), "vault", "show", "--json")).get("vaults");
    int items = 0;
    for (JsonNode vault : vaults) {
      items += vault.get("items").asInt();
    }
    assertEquals(TEXTS + 1, items);
    assertEquals(1, vaults.size());
    Path out = directory.resolve("out");
    org.ok(Organisation.passphrases(2), "export", "--all", "--out", out.toString());
    Path exported = null;
    try (var all = Files.walk(out)) {
      exported = all.filter(f -> f.endsWith("001-big.bin")).findFirst().orElseThrow();
    }
    assertArrayEquals(big, Files.readAllBytes(exported));
    try (var all = Files.walk(org.home)) {
      assertFalse(all.anyMatch(f -> f.toString().endsWith(".part")));
    }
  }

  @Test
  void a_full_disk_loses_nothing_and_the_same_command_goes_on_with_more_room() throws Exception {
    byte[] big = new byte[12 << 20];
    new Random(2).nextBytes(big);
    Path first = seal("first", big);
    Path second = seal("second", big);
    org.ok(List.of(), "inbox", "import", first.toString());
    // On 20 MiB: the inbox holds one envelope, there is no room for its item, nor for another one.
    String script =
        String.join(
            "\n",
            "set -e",
            "cp -a home small-home",
            "mkdir -p full/home && cp -a net full/net && mount -t tmpfs -o size=20m,mode=700"
                + " tmpfs full/home",
            "cp -a home/. full/home/",
            "opening=0; \"$@\" 2 inbox open --all >o1 2>e1 || opening=$?",
            "importing=0; \"$@\" 0 inbox import " + second + " >o2 2>e2 || importing=$?",
            "\"$@\" 0 log verify >o3 2>e3",
            "find full/home -name '*.part' >left",
            "mount -o remount,size=200m full/home",
            "\"$@\" 0 inbox import " + second + " >o4 2>e4",
            "\"$@\" 2 inbox open --all --json >o5 2>e5",
            "echo $opening $importing >codes");
    List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
    if (!"root".equals(System.getProperty("user.name"))) {
      command.add("--map-root-user");
    }
    command.addAll(List.of("sh", "-c", script, "sh"));
    List<String> program = org.command(0);
    program.set(program.size() - 3, directory.resolve("full").toString());
    command.addAll(program.subList(0, program.size() - 1));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("script").toFile())
            .start();
    assertEquals(0, process.waitFor(), () -> read("script") + read("e1") + read("e3") + read("e5"));
    assertEquals("5 5\n", read("codes"), () -> read("e1") + read("e2"));
    assertTrue(read("e1").contains("the disk is full"), read("e1"));
    assertTrue(read("e2").contains("the disk is full"), read("e2"));
    assertEquals("", read("left"));
    assertEquals(2, JSON.readTree(read("o5")).get("opened").size());
  }

  private String read(String name) {
    try {
      return Files.readString(directory.resolve(name));
    } catch (java.io.IOException e) {
      return "";
    }
  }
}
