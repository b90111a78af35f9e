package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export is killed, in a process of its own: never half a bag, never plaintext unnoticed. */
class ExportKillTest {
  private static final String PARTIAL = ".taniq-export-partial-";
  private static final byte[] CONTENT = new byte[40 << 20];

  private @TempDir Path directory;
  private Organisation org;
  private Path stick = Path.of("");

  @BeforeEach
  void begin() throws Exception {
    new Random(7).nextBytes(CONTENT);
    org = new Organisation(directory);
    Path big = Files.write(directory.resolve("big"), CONTENT);
    Path sealed = directory.resolve("sealed.tnq");
    org.ok(List.of(), "seal", "--no-confirm", "--out", sealed.toString(), big.toString());
    org.ok(List.of(), "inbox", "import", sealed.toString());
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    stick = Files.createDirectories(directory.resolve("stick"));
  }

  private List<Path> partials() throws Exception {
    try (var files = Files.list(stick)) {
      return files.filter(f -> f.getFileName().toString().startsWith(PARTIAL)).toList();
    }
  }

  private List<Path> notes() throws Exception {
    try (var files = Files.list(org.home.resolve("exports"))) {
      return files.toList();
    }
  }

  /** Whether a file with this name lies in what is being written. */
  private boolean has(String name) {
    try (var files = Files.walk(stick)) {
      return files.anyMatch(f -> f.endsWith(name));
    } catch (java.io.IOException | java.io.UncheckedIOException e) {
      return false;
    }
  }

  private void killWhen(Path out, BooleanSupplier moment) throws Exception {
    Process process =
        new ProcessBuilder(org.command(2, "export", "--all", "--out", out.toString()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    while (process.isAlive() && !moment.getAsBoolean()) {
      Thread.onSpinWait();
    }
    process.destroyForcibly().waitFor();
  }

  private byte[] exported(Path out) throws Exception {
    try (var all = Files.walk(out)) {
      return Files.readAllBytes(
          all.filter(f -> f.getFileName().toString().startsWith("001-")).findFirst().orElseThrow());
    }
  }

  @Test
  void what_a_kill_leaves_is_named_by_every_command_and_removed_when_asked() throws Exception {
    List<String> moments =
        List.of("data", "001-big.bin", "files.json", "tagmanifest-sha256.txt", "bag-0");
    int cut = 0;
    for (int i = 0; i < moments.size(); i++) {
      String moment = moments.get(i);
      Path out = stick.resolve("bag-" + i);
      killWhen(out, moment.startsWith("bag") ? () -> Files.exists(out) : () -> has(moment));
      if (Files.exists(out)) {
        assertArrayEquals(CONTENT, exported(out), moment);
      } else {
        cut++;
        assertEquals(1, partials().size(), moment);
        org.ok(List.of(), "inbox", "list");
        assertTrue(org.stderr.contains(partials().get(0).toString()), org.stderr);
        assertTrue(org.stderr.contains("taniq export --remove-partial"), org.stderr);
        assertEquals(1, org.run(List.of(), "export", "--remove-partial"), "unasked");
        assertEquals(1, partials().size(), moment);
        org.ok(List.of(), "--yes", "export", "--remove-partial");
      }
      assertEquals(List.of(), partials(), moment);
      org.ok(List.of(), "log", "verify");
      assertFalse(org.stderr.contains("export"), org.stderr);
      assertEquals(List.of(), notes(), moment);
    }
    assertTrue(cut > 0, "no kill came in time");
    String log = org.ok(List.of(), "log", "show");
    assertEquals(
        moments.size(), log.lines().filter(l -> l.contains("\"what\":\"exporting\"")).count());
  }

  @Test
  void a_leftover_is_named_where_its_note_or_its_medium_is_elsewhere() throws Exception {
    killWhen(stick.resolve("bag"), () -> has("001-big.bin"));
    assertEquals(1, partials().size());
    Path away = directory.resolve("unplugged");
    Files.move(stick, away);
    org.ok(List.of(), "inbox", "list");
    assertTrue(org.stderr.contains("a medium that is not here"), org.stderr);
    Files.move(away, stick);
    Files.delete(notes().get(0));
    org.ok(Organisation.passphrases(2), "export", "--all", "--out", stick + "/next");
    assertTrue(org.stderr.contains(partials().get(0).toString()), org.stderr);
    assertEquals(1, partials().size(), "another laptop may be writing it");
    org.ok(List.of(), "--yes", "export", "--remove-partial", "--out", stick + "/next");
    assertEquals(List.of(), partials());
    assertArrayEquals(CONTENT, exported(stick.resolve("next")));
  }

  @Test
  void plaintext_never_lies_on_the_medium_before_the_log_tells_who_took_it_out() throws Exception {
    List<String> seen = new ArrayList<>();
    killWhen(
        stick.resolve("bag"),
        () -> {
          if (!has("data")) {
            return false;
          }
          seen.add("data");
          return true;
        });
    assertEquals(1, seen.size());
    String log = org.ok(List.of(), "log", "show");
    assertTrue(log.contains("\"what\":\"exporting\""), log);
  }
}
