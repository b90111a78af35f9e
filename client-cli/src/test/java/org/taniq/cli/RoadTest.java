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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.cli.terminal.FileNames;

/** From a lawyer's files to the exported ones, by the commands alone. */
class RoadTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private @TempDir Path directory;
  private Organisation org;

  @BeforeEach
  void begin() throws Exception {
    org = new Organisation(directory);
  }

  private Path file(String name, byte[] content) throws Exception {
    Path file = FileNames.path(directory.resolve("files") + "/" + name);
    Files.createDirectories(directory.resolve("files"));
    Files.write(file, content);
    return file;
  }

  private static byte[] random(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private JsonNode json(List<String> typed, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.add("--json");
    return JSON.readTree(org.ok(typed, words.toArray(String[]::new)));
  }

  /** Seals, imports and opens; gives the sealed file. */
  private Path opened(String... sealArguments) throws Exception {
    Path sealed = directory.resolve("sealed" + System.nanoTime() + ".tnq");
    List<String> words =
        new ArrayList<>(List.of("seal", "--no-confirm", "--out", sealed.toString()));
    words.addAll(List.of(sealArguments));
    org.ok(List.of(), words.toArray(String[]::new));
    org.ok(List.of(), "inbox", "import", sealed.toString());
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    return sealed;
  }

  private JsonNode export(int custodians, String... more) throws Exception {
    Path out = directory.resolve("out" + System.nanoTime());
    List<String> words = new ArrayList<>(List.of("export", "--all", "--out", out.toString()));
    words.addAll(List.of(more));
    return json(Organisation.passphrases(custodians), words.toArray(String[]::new));
  }

  private static Path path(JsonNode export, JsonNode file) {
    return Path.of(export.get("out").asText()).resolve(file.get("path").asText());
  }

  private static List<JsonNode> attachments(JsonNode export) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode file : export.get("files")) {
      if (file.get("role").asText().equals("attachment")) {
        found.add(file);
      }
    }
    return found;
  }

  @Test
  void files_of_any_name_and_content_come_back_byte_for_byte_in_their_order() throws Exception {
    List<String> names =
        List.of(
            "-leading",
            "with space.txt",
            "line\nbreak.jpg",
            "quote'\"`$.pdf",
            "протокол.pdf",
            "Əliyev şəkil ğüöç.JPG",
            "right\u202eto\u200fleft.txt",
            "merely shown.lnk",
            "CON",
            "..hidden..",
            "a".repeat(200) + ".bin",
            "\uDCFF\uDCFE raw");
    List<Path> files = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    int[] sizes = {0, 1, 511, 512, 513, 65536, 70000, 3, 99, 10, 1 << 20, (1 << 20) + 1};
    for (int i = 0; i < names.size(); i++) {
      contents.add(random(sizes[i], i));
      files.add(file(names.get(i), contents.get(i)));
    }
    List<String> arguments = new ArrayList<>();
    arguments.add("--");
    files.forEach(each -> arguments.add(FileNames.text(each)));
    opened(arguments.toArray(String[]::new));
    JsonNode export = export(2);
    List<JsonNode> found = attachments(export);
    assertEquals(names.size(), found.size());
    for (int i = 0; i < names.size(); i++) {
      assertArrayEquals(contents.get(i), Files.readAllBytes(path(export, found.get(i))));
      String name = found.get(i).get("name").asText();
      assertEquals(names.get(i).replaceAll("[\uDC80-\uDCFF]", "\uFFFD"), name);
      String safe = path(export, found.get(i)).getFileName().toString();
      assertTrue(safe.matches("[0-9]{3}-[A-Za-z0-9_-]+\\.(txt|bin)"), safe);
    }
  }

  @Test
  void equal_names_stay_apart_and_split_envelopes_keep_the_order() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--split"));
    for (int i = 0; i < 3; i++) {
      Path sub = Files.createDirectories(directory.resolve("d" + i));
      Files.writeString(sub.resolve("same.txt"), "content " + i);
      arguments.add(sub.resolve("same.txt").toString());
    }
    Path sealed = directory.resolve("s.tnq");
    arguments.addAll(0, List.of("seal", "--no-confirm", "--out", sealed.toString()));
    org.ok(List.of(), arguments.toArray(String[]::new));
    String[] all = {"", ".2", ".3", ".4"};
    org.ok(List.of(), "inbox", "import", sealed + all[2], sealed + all[0], sealed + all[3]);
    JsonNode first = json(Organisation.passphrases(2), "inbox", "open", "--all");
    assertEquals("[1]", first.get("sittings").get(0).get("missing").toString());
    org.ok(List.of(), "inbox", "import", sealed + all[1]);
    JsonNode second = json(Organisation.passphrases(2), "inbox", "open", "--all");
    assertEquals("[]", second.get("sittings").get(0).get("missing").toString());
    JsonNode export = export(2);
    List<JsonNode> found = attachments(export);
    for (int i = 0; i < 3; i++) {
      assertEquals("content " + i, Files.readString(path(export, found.get(i))));
    }
  }

  @Test
  void one_alone_cannot_open_and_who_it_is_needs_three() throws Exception {
    Path text = file("text.txt", "what happened".getBytes(StandardCharsets.UTF_8));
    Path passport = file("passport.jpg", random(100_000, 5));
    Path who = file("who.json", "{\"name\":\"Mother\"}".getBytes(StandardCharsets.UTF_8));
    Path sealed = directory.resolve("s.tnq");
    org.ok(
        List.of(),
        "seal",
        "--no-confirm",
        "--text",
        text.toString(),
        "--identity-file",
        who.toString(),
        "--shows-identity",
        passport.toString(),
        "--out",
        sealed.toString());
    org.ok(List.of(), "inbox", "import", sealed.toString());

    assertEquals(
        4, org.run(Organisation.passphrases(1), "inbox", "open", "--all", "--as", "aysel"));
    assertTrue(org.stderr.contains("too few custodians (1 of 2)"), org.stderr);
    assertEquals(
        2,
        org.run(
            Organisation.passphrases(2),
            "inbox",
            "open",
            "--all",
            "--as",
            "aysel",
            "--as",
            "aysel"));
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all", "--as", "cemil", "--as", "aysel");

    JsonNode without = export(2);
    assertEquals(0, attachments(without).size());
    assertEquals(
        4,
        org.run(
            Organisation.passphrases(2),
            "inbox",
            "open",
            "--identity",
            "--all",
            "--as",
            "aysel",
            "--as",
            "bayram"));
    org.ok(Organisation.passphrases(3), "inbox", "open", "--identity", "--all");
    JsonNode with = export(3, "--identity");
    assertArrayEquals(
        Files.readAllBytes(passport), Files.readAllBytes(path(with, attachments(with).get(0))));
    String identity = null;
    String narrative = null;
    for (JsonNode each : with.get("files")) {
      if (each.get("role").asText().equals("identity")) {
        identity = Files.readString(path(with, each));
      }
      if (each.get("role").asText().equals("narrative")) {
        narrative = Files.readString(path(with, each));
      }
    }
    assertTrue(identity != null && identity.contains("Mother"));
    assertEquals("what happened", narrative);
    assertTrue(org.ok(List.of(), "log", "verify").contains("not signed yet 0"));
  }

  @Test
  void wrong_passphrases_and_things_that_are_no_envelopes_are_named() throws Exception {
    opened(file("a.txt", random(10, 1)).toString());
    assertEquals(3, org.run(List.of("wrong"), "inbox", "list", "--threads"));
    Path jpeg = file("x.jpg", new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0, 0});
    Path text = file("x.txt", "Dear friends, hello there".getBytes(StandardCharsets.UTF_8));
    Path age = file("x.age", "age-encryption.org/v1\n-> X".getBytes(StandardCharsets.UTF_8));
    Path pgp = file("x.asc", "-----BEGIN PGP MESSAGE-----\n".getBytes(StandardCharsets.UTF_8));
    Path gpg = file("x.gpg", new byte[] {(byte) 0x8c, 0x0d, 0x04, 0x09, 0x03, 0x02});
    String[] words = {"JPEG", "plain text", "age", "PGP", "PGP"};
    Path[] files = {jpeg, text, age, pgp, gpg};
    for (int i = 0; i < files.length; i++) {
      for (String command : List.of("inspect", "inbox import")) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        arguments.add(files[i].toString());
        assertEquals(1, org.run(List.of(), arguments.toArray(String[]::new)), command);
        assertTrue(org.stderr.contains(words[i]), org.stderr);
        assertTrue(org.stderr.contains("taniq: hint: "), org.stderr);
      }
    }
  }

  @Test
  void plain_opening_writes_the_tar_only_when_all_of_it_is_right() throws Exception {
    byte[] content = random(900_000, 9);
    Path sealed = opened(file("a.bin", content).toString());
    assertEquals(
        0, org.run(Organisation.passphrases(2), "inbox", "open", "--stdout", sealed.toString()));
    String tar = new String(org.stdout, StandardCharsets.ISO_8859_1);
    assertTrue(tar.startsWith("testimony.json\0"));
    assertTrue(tar.contains(new String(content, StandardCharsets.ISO_8859_1)));
    byte[] broken = Files.readAllBytes(sealed);
    broken[broken.length - 1] ^= 1;
    Files.write(sealed, broken);
    assertEquals(
        1, org.run(Organisation.passphrases(2), "inbox", "open", "--stdout", sealed.toString()));
    assertEquals(0, org.stdout.length);
    assertTrue(org.ok(List.of(), "log", "show").contains("stdout"));
  }

  @Test
  void plain_opening_tells_the_log_of_the_bytes_that_it_read() throws Exception {
    Path sealed = opened(file("a.bin", random(1000, 9)).toString());
    byte[] right = Files.readAllBytes(sealed);
    org.ok(Organisation.passphrases(2), "inbox", "open", "--stdout", sealed.toString());
    List<String> logged = stdoutLines();
    assertEquals(1, logged.size());
    assertTrue(logged.get(0).contains(sha256(right)), logged.get(0));
    byte[] other = right.clone();
    other[100] ^= 1;
    org.whileTyping = () -> write(sealed, other);
    assertEquals(
        5, org.run(Organisation.passphrases(2), "inbox", "open", "--stdout", sealed.toString()));
    assertEquals(0, org.stdout.length);
    assertEquals(logged, stdoutLines());
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<String> stdoutLines() {
    return org.ok(List.of(), "log", "show").lines().filter(l -> l.contains("stdout")).toList();
  }

  @Test
  void plain_opening_goes_to_no_terminal_unless_forced() throws Exception {
    String sealed = opened(file("a.bin", random(1000, 9)).toString()).toString();
    org.outIsTerminal = true;
    assertEquals(2, org.run(Organisation.passphrases(2), "inbox", "open", "--stdout", sealed));
    assertEquals(0, org.stdout.length);
    assertTrue(org.stderr.contains("is a terminal"), org.stderr);
    assertEquals(List.of(), stdoutLines());
    org.ok(Organisation.passphrases(2), "inbox", "open", "--force", "--stdout", sealed);
    assertTrue(new String(org.stdout, StandardCharsets.ISO_8859_1).startsWith("testimony.json"));
  }

  @Test
  void a_bag_is_whole_and_its_directory_must_be_new() throws Exception {
    opened(file("a.bin", random(1000, 2)).toString());
    JsonNode export = export(2);
    Path bag = Path.of(export.get("out").asText());
    assertEquals(
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        Files.readString(bag.resolve("bagit.txt")));
    List<String> listed = new ArrayList<>();
    for (String manifest : List.of("manifest-sha256.txt", "tagmanifest-sha256.txt")) {
      for (String line : Files.readAllLines(bag.resolve(manifest))) {
        String name = line.substring(66);
        listed.add(name);
        assertEquals(line.substring(0, 64), sha256(Files.readAllBytes(bag.resolve(name))));
      }
    }
    listed.add("tagmanifest-sha256.txt");
    try (var all = Files.walk(bag)) {
      assertEquals(
          listed.stream().sorted().toList(),
          all.filter(Files::isRegularFile)
              .map(each -> bag.relativize(each).toString())
              .sorted()
              .toList());
    }
    assertEquals(
        1, org.run(Organisation.passphrases(2), "export", "--all", "--out", bag.toString()));
    assertTrue(org.stderr.contains("there already"), org.stderr);
    try (var left = Files.list(directory)) {
      assertFalse(left.anyMatch(each -> each.getFileName().toString().startsWith(".taniq")));
    }
  }

  @Test
  void an_order_to_delete_is_signed_for_what_lies_here_alone() throws Exception {
    Path sealed = opened(file("a.bin", random(1000, 2)).toString());
    String sha256 = sha256(Files.readAllBytes(sealed));
    org.ok(List.of(), "import", org.home.resolve("documents/current.json").toString());
    Path order = directory.resolve("order.json");
    for (String each : List.of("cd".repeat(32), sha256)) {
      Path list = Files.writeString(directory.resolve("list"), "ab".repeat(16) + " " + each);
      Files.writeString(list, " archived\n", java.nio.file.StandardOpenOption.APPEND);
      org.ok(List.of(), "deletion-order", "build", list.toString(), "--out", order.toString());
      boolean held = each.equals(sha256);
      String[] sign = {"--yes", "sign", "--as", "aysel", order.toString()};
      assertEquals(held ? 0 : 1, org.run(Organisation.passphrases(1), sign), org.stderr);
      assertEquals(!held, org.stderr.contains("does not lie on this laptop"), org.stderr);
    }
    Files.write(org.home.resolve("inbox/" + sha256 + ".tnq"), new byte[10]);
    assertEquals(
        1,
        org.run(Organisation.passphrases(1), "--yes", "sign", "--as", "aysel", order.toString()));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return Organisation.hex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void a_clock_that_is_a_year_off_is_named_and_a_stated_date_helps() throws Exception {
    Path sealed = opened(file("a.txt", random(10, 1)).toString());
    var right = org.day;
    org.day = right.minusYears(1);
    assertEquals(7, org.run(Organisation.passphrases(2), "inbox", "open", "--all"));
    org.day = right.plusYears(1);
    assertEquals(7, org.run(List.of(), "inbox", "import", sealed.toString()));
    org.ok(List.of(), "inbox", "import", sealed.toString(), "--date", right.toString());
  }

  @Test
  void a_vault_of_more_than_14_days_takes_nothing_new_until_another_is_begun() throws Exception {
    opened(file("a.txt", random(10, 1)).toString());
    Path sealed = directory.resolve("late.tnq");
    org.ok(
        List.of(),
        "seal",
        "--no-confirm",
        file("b.txt", random(9, 1)).toString(),
        "--out",
        sealed.toString());
    org.day = org.day.plusDays(15);
    org.ok(List.of(), "inbox", "import", sealed.toString());
    assertEquals(1, org.run(Organisation.passphrases(2), "inbox", "open", "--all"));
    assertTrue(org.stderr.contains("vault new"), org.stderr);
    org.ok(Organisation.passphrases(2), "vault", "new");
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    JsonNode vaults = json(List.of(), "vault", "show").get("vaults");
    assertFalse(vaults.get(0).get("open").asBoolean());
    assertEquals(1, vaults.get(1).get("items").asInt());
  }

  @Test
  void an_altered_log_is_an_alarm_for_every_command() throws Exception {
    opened(file("a.txt", random(10, 1)).toString());
    Path log = org.home.resolve("custody/log");
    Files.writeString(log, Files.readString(log).replace("\"size\":", "\"size\":1"));
    assertEquals(8, org.run(List.of(), "inbox", "list"));
    assertEquals(8, org.run(List.of(), "log", "verify"));
    assertTrue(org.stderr.contains("custody log was altered"), org.stderr);
  }
}
