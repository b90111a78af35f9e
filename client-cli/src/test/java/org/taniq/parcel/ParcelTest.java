package org.taniq.parcel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.parcel.ParcelEntry.Arrival;
import org.taniq.parcel.ParcelException.Fault;
import org.taniq.parcel.ParcelException.Problem;
import org.taniq.parcel.ParcelException.Reason;

class ParcelTest {
  private static final String INSTANCE = "ab".repeat(32);
  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
  private static final long PIECE = 1000;

  @TempDir Path temporary;
  private Path directory;
  private final Random random = new Random(9);

  @BeforeEach
  void choose_a_directory() {
    directory = temporary.resolve("parcel");
  }

  @Test
  void a_written_parcel_reads_back_identical() throws Exception {
    byte[] small = bytes(700);
    byte[] empty = bytes(0);
    byte[] large = bytes(3500);
    write(small, empty, large);

    Parcel parcel = Parcel.open(directory, ParcelKind.INCOMING, PIECE);
    parcel.verify(n -> {});
    assertEquals(3, parcel.manifest().entries().size());
    assertEquals(4200, parcel.totalBytes());
    for (byte[] content : List.of(small, empty, large)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      parcel.copy(entry(content), out, n -> {});
      assertArrayEquals(content, out.toByteArray());
    }
  }

  @Test
  void an_entry_over_the_limit_of_fat32_lies_in_pieces() throws Exception {
    byte[] large = bytes(2500);
    write(large);
    String name = entry(large).name();
    assertEquals(List.of(name + ".1", name + ".2", name + ".3", "parcel.json"), namesIn(directory));
    assertEquals(500, Files.size(directory.resolve(name + ".3")));
  }

  @Test
  void writing_goes_on_where_it_was_cut_at_every_byte() throws Exception {
    byte[] content = bytes(2048);
    for (int cut = 0; cut <= content.length; cut += 64) {
      directory = temporary.resolve("cut" + cut);
      ParcelEntry entry = entry(content);
      ParcelWriter first = open();
      first.plan(List.of(entry), DAY);
      try (EntryWriter out = first.write(entry)) {
        out.write(content, 0, cut);
      }
      assertEquals(Reason.NOT_FINISHED, reasonOfOpening());

      ParcelWriter second = open();
      assertEquals(List.of(entry), List.copyOf(second.planned()));
      try (EntryWriter out = second.write(entry)) {
        assertEquals(cut, out.offset());
        out.write(content, cut, content.length - cut);
        out.complete();
      }
      second.finish(DAY);
      Parcel.open(directory, ParcelKind.INCOMING, PIECE).verify(n -> {});
    }
  }

  @Test
  void writing_goes_on_after_a_cut_between_two_renames() throws Exception {
    byte[] content = bytes(2048);
    write(content);
    String name = entry(content).name();
    Files.move(directory.resolve("parcel.json"), directory.resolve("parcel.json.open"));
    Files.move(directory.resolve(name + ".2"), directory.resolve(name + ".2.part"));
    Files.move(directory.resolve(name + ".3"), directory.resolve(name + ".3.part"));

    ParcelWriter writer = open();
    assertFalse(writer.holds(entry(content)));
    try (EntryWriter out = writer.write(entry(content))) {
      assertEquals(2048, out.offset());
      out.complete();
    }
    writer.finish(DAY);
    Parcel.open(directory, ParcelKind.INCOMING, PIECE).verify(n -> {});
  }

  @Test
  void content_that_is_not_what_was_announced_is_not_kept() throws Exception {
    byte[] content = bytes(500);
    ParcelEntry entry = entry(content);
    ParcelWriter writer = open();
    writer.plan(List.of(entry), DAY);
    content[77] ^= 1;
    try (EntryWriter out = writer.write(entry)) {
      out.write(content, 0, 500);
      assertEquals(Reason.DAMAGED, assertThrows(ParcelException.class, out::complete).reason());
    }
    try (EntryWriter out = writer.write(entry)) {
      assertEquals(0, out.offset());
      assertThrows(IOException.class, () -> out.write(new byte[501], 0, 501));
    }
  }

  @Test
  void adding_to_a_finished_parcel_keeps_what_it_had() throws Exception {
    byte[] first = bytes(100);
    byte[] second = bytes(200);
    write(first);
    ParcelWriter writer = open();
    assertEquals(Reason.NOT_FINISHED, reasonOfOpening());
    writer.plan(List.of(entry(second)), DAY);
    assertTrue(writer.holds(entry(first)));
    fill(writer, second);
    writer.finish(DAY);
    Parcel parcel = Parcel.open(directory, ParcelKind.INCOMING, PIECE);
    parcel.verify(n -> {});
    assertEquals(2, parcel.manifest().entries().size());
  }

  @Test
  void what_stayed_half_is_left_out_of_the_finished_parcel() throws Exception {
    byte[] whole = bytes(100);
    byte[] half = bytes(2200);
    ParcelWriter writer = open();
    writer.plan(List.of(entry(whole), entry(half)), DAY);
    fill(writer, whole);
    try (EntryWriter out = writer.write(entry(half))) {
      out.write(half, 0, 1500);
    }
    assertEquals(List.of(entry(whole)), writer.finish(DAY).entries());
    assertEquals(List.of(entry(whole).name(), "parcel.json"), namesIn(directory));
  }

  @Test
  void a_damaged_parcel_names_each_missing_altered_extra_and_strange_file() throws Exception {
    byte[] missing = bytes(10);
    byte[] altered = bytes(20);
    byte[] shorter = bytes(30);
    byte[] link = bytes(40);
    byte[] good = bytes(50);
    write(missing, altered, shorter, link, good);
    Files.delete(file(missing));
    byte[] other = altered.clone();
    other[3] ^= 1;
    Files.write(file(altered), other);
    Files.write(file(shorter), new byte[29]);
    Files.move(file(link), temporary.resolve("elsewhere"));
    Files.createSymbolicLink(file(link), temporary.resolve("elsewhere"));
    Files.write(directory.resolve("x\u001b[2J.txt"), new byte[1]);
    Files.createDirectory(directory.resolve("folder"));

    Parcel parcel = Parcel.open(directory, ParcelKind.INCOMING, PIECE);
    ParcelException refused = assertThrows(ParcelException.class, () -> parcel.verify(n -> {}));
    assertEquals(Reason.DAMAGED, refused.reason());
    assertEquals(6, refused.problems().size());
    for (Problem problem :
        List.of(
            new Problem(Fault.MISSING, entry(missing).name()),
            new Problem(Fault.ALTERED, entry(altered).name()),
            new Problem(Fault.ALTERED, entry(shorter).name()),
            new Problem(Fault.NOT_A_FILE, entry(link).name()),
            new Problem(Fault.EXTRA, "x??2J.txt"),
            new Problem(Fault.EXTRA, "folder"))) {
      assertTrue(refused.problems().contains(problem), problem.toString());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    parcel.copy(entry(good), out, n -> {});
    assertArrayEquals(good, out.toByteArray());
    assertThrows(ParcelException.class, () -> parcel.copy(entry(altered), out, n -> {}));
  }

  @Test
  void what_systems_lay_into_a_stick_is_passed_over_and_nothing_else() throws Exception {
    write(bytes(10));
    for (String name :
        List.of("System Volume Information", "$RECYCLE.BIN", ".Trashes", ".Trash-1000")) {
      Files.createDirectory(directory.resolve(name));
      Files.write(directory.resolve(name).resolve("inside"), new byte[1]);
    }
    for (String name : List.of(".Spotlight-V100", ".fseventsd", ".TemporaryItems", "lost+found")) {
      Files.createDirectory(directory.resolve(name));
    }
    Files.write(directory.resolve(".DS_Store"), new byte[1]);
    Files.write(directory.resolve("._.Trashes"), new byte[1]);
    Parcel parcel = Parcel.open(directory, ParcelKind.INCOMING, PIECE);
    parcel.verify(n -> {});
    Files.delete(directory.resolve(".fseventsd"));
    Files.write(directory.resolve(".fseventsd"), new byte[1]);
    Files.delete(directory.resolve(".DS_Store"));
    Files.createDirectory(directory.resolve(".DS_Store"));
    Files.delete(directory.resolve("lost+found"));
    Files.createSymbolicLink(directory.resolve("lost+found"), temporary);
    List<String> strange =
        List.of(
            ".Trash-1000x",
            "system volume information",
            "autorun.inf",
            "desktop.ini",
            "parcel.json.open",
            "x.part",
            ".hidden");
    for (String name : strange) {
      Files.write(directory.resolve(name), new byte[1]);
    }
    List<String> named = new ArrayList<>(strange);
    named.addAll(List.of(".fseventsd", ".DS_Store", "lost+found"));
    assertEquals(
        named.stream().sorted().map(name -> new Problem(Fault.EXTRA, name)).toList(),
        parcel.inspect());
  }

  @Test
  void reading_a_pipe_in_a_parcel_does_not_wait() throws Exception {
    byte[] content = bytes(10);
    write(content);
    Files.delete(file(content));
    assertEquals(0, new ProcessBuilder("mkfifo", file(content).toString()).start().waitFor());
    Parcel parcel = Parcel.open(directory, ParcelKind.INCOMING, PIECE);
    assertEquals(List.of(new Problem(Fault.NOT_A_FILE, entry(content).name())), parcel.inspect());
  }

  @Test
  void a_directory_with_other_things_is_neither_read_nor_written() throws Exception {
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("holiday.jpg"), "x");
    assertEquals(Reason.NOT_A_PARCEL, reasonOfOpening());
    assertEquals(Reason.NOT_A_PARCEL, assertThrows(ParcelException.class, this::open).reason());
    directory = temporary.resolve("absent");
    assertEquals(Reason.NOT_A_PARCEL, reasonOfOpening());
  }

  @Test
  void the_other_kind_and_another_instance_are_refused() throws Exception {
    write(bytes(5));
    assertEquals(
        Reason.WRONG_KIND,
        assertThrows(ParcelException.class, () -> Parcel.open(directory, ParcelKind.OUTGOING))
            .reason());
    assertEquals(
        Reason.WRONG_KIND,
        assertThrows(
                ParcelException.class,
                () -> ParcelWriter.open(directory, ParcelKind.OUTGOING, INSTANCE))
            .reason());
    assertEquals(
        Reason.WRONG_INSTANCE,
        assertThrows(
                ParcelException.class,
                () -> ParcelWriter.open(directory, ParcelKind.INCOMING, "cd".repeat(32)))
            .reason());
    assertEquals(1, Parcel.open(directory, ParcelKind.INCOMING).manifest().entries().size());
  }

  @Test
  void putting_the_same_file_twice_is_harmless_and_another_replaces_it() throws Exception {
    Path source = Files.write(temporary.resolve("source"), bytes(300));
    for (int i = 0; i < 2; i++) {
      ParcelWriter writer = ParcelWriter.open(directory, ParcelKind.OUTGOING, INSTANCE);
      writer.put("site.tar", source, DAY, n -> {});
      writer.finish(DAY);
    }
    Files.write(source, bytes(400));
    ParcelWriter writer = ParcelWriter.open(directory, ParcelKind.OUTGOING, INSTANCE);
    writer.put("site.tar", source, DAY, n -> {});
    writer.finish(DAY);
    Parcel parcel = Parcel.open(directory, ParcelKind.OUTGOING);
    parcel.verify(n -> {});
    assertEquals(400, parcel.totalBytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{} {}",
        "{\"format\":\"taniq.org/v1/parcel\"}",
        "GOOD}",
        "GOOD x",
        "TWICE",
        "EXTRA",
        "SLASH",
        "DEVICE",
        "UPPER",
        "SIZE",
        "FLOAT",
        "HUGE",
        "DEEP"
      })
  void a_manifest_off_the_specification_is_refused(String how) throws Exception {
    String name = "site.tar";
    String good =
        """
        {"format":"taniq.org/v1/parcel","kind":"outgoing","instance":"%s","day":"2026-11-23",
        "entries":[{"name":"%s","size":1,"sha256":"%s"}]}"""
            .formatted(INSTANCE, name, INSTANCE);
    assertEquals(1, ParcelManifest.parse(good.getBytes(UTF_8)).entries().size());
    String bad =
        switch (how) {
          case "TWICE" -> good.replace("\"size\":1", "\"size\":1,\"size\":1");
          case "EXTRA" -> good.replace("\"size\":1", "\"size\":1,\"x\":1");
          case "SLASH" -> good.replace(name, "../" + name);
          case "DEVICE" -> good.replace(name, "aux.tar");
          case "UPPER" -> good.replace(name, "Site.tar");
          case "SIZE" -> good.replace("\"size\":1", "\"size\":-1");
          case "FLOAT" -> good.replace("\"size\":1", "\"size\":1.0");
          case "HUGE" -> good + " ".repeat(ParcelManifest.MAX_BYTES);
          case "DEEP" -> good.replace("\"size\":1", "\"size\":" + "[".repeat(100000));
          default -> how.replace("GOOD", good);
        };
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("parcel.json"), bad);
    ParcelException refused =
        assertThrows(ParcelException.class, () -> Parcel.open(directory, ParcelKind.OUTGOING));
    assertEquals(Reason.BAD_MANIFEST, refused.reason());
  }

  @Test
  void a_manifest_that_is_a_link_is_refused() throws Exception {
    write(bytes(5));
    Path manifest = directory.resolve("parcel.json");
    Files.move(manifest, temporary.resolve("manifest"));
    Files.createSymbolicLink(manifest, temporary.resolve("manifest"));
    assertEquals(Reason.BAD_MANIFEST, reasonOfOpening());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a.",
        "a ",
        "A",
        "ä",
        "a/b",
        "a\\b",
        "a:b",
        "con",
        "nul.txt",
        "com1",
        "lpt9.x",
        "clock$",
        "-a",
        ".a",
        "parcel.json",
        "parcel.json.open",
        "x.part",
        "a\nb"
      })
  void names_that_a_stick_would_not_take_are_refused(String name) {
    assertFalse(FatName.allowed(name));
  }

  @Test
  void names_of_one_to_a_hundred_characters_are_allowed() {
    assertTrue(FatName.allowed("a"));
    assertTrue(FatName.allowed("console.tar"));
    assertTrue(FatName.allowed("a".repeat(100)));
    assertFalse(FatName.allowed("a".repeat(101)));
  }

  private ParcelWriter open() throws IOException, ParcelException {
    return ParcelWriter.open(directory, ParcelKind.INCOMING, INSTANCE, PIECE);
  }

  private void write(byte[]... contents) throws IOException, ParcelException {
    ParcelWriter writer = open();
    writer.plan(Stream.of(contents).map(ParcelTest::entry).toList(), DAY);
    for (byte[] content : contents) {
      fill(writer, content);
    }
    writer.finish(DAY);
  }

  private static void fill(ParcelWriter writer, byte[] content)
      throws IOException, ParcelException {
    try (EntryWriter out = writer.write(entry(content))) {
      out.write(content, 0, content.length);
      out.complete();
    }
  }

  private Reason reasonOfOpening() {
    return assertThrows(
            ParcelException.class, () -> Parcel.open(directory, ParcelKind.INCOMING, PIECE))
        .reason();
  }

  private Path file(byte[] content) {
    return directory.resolve(entry(content).name());
  }

  private static ParcelEntry entry(byte[] content) {
    String sha256 = Sha256.hex(content);
    Arrival arrival = new Arrival(sha256.substring(0, 32), "cd".repeat(16), DAY);
    return ParcelEntry.envelope(arrival, content.length, sha256);
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<String> namesIn(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
