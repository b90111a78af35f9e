package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was opened stays within reach when another vault is begun, and who may begin one. */
class OldVaultTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private @TempDir Path directory;
  private Organisation org;

  @BeforeEach
  void begin() throws Exception {
    org = new Organisation(directory);
  }

  private JsonNode json(List<String> typed, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.add("--json");
    return JSON.readTree(org.ok(typed, words.toArray(String[]::new)));
  }

  private Path sealed(String content) throws Exception {
    Path file = Files.writeString(directory.resolve(content + ".txt"), content);
    Path sealed = directory.resolve(content + ".tnq");
    org.ok(List.of(), "seal", "--no-confirm", "--out", sealed.toString(), file.toString());
    return sealed;
  }

  /** Imports and opens; gives the envelope's SHA-256. */
  private String opened(Path sealed) throws Exception {
    org.ok(List.of(), "inbox", "import", sealed.toString());
    return json(Organisation.passphrases(2), "inbox", "open", "--all")
        .at("/opened/0/sha256")
        .asText();
  }

  /** Exports what is named, alone; its one attachment must be this. */
  private void exported(String content, String... named) throws Exception {
    Path out = directory.resolve("out" + System.nanoTime());
    List<String> words = new ArrayList<>(List.of("export", "--out", out.toString()));
    words.addAll(List.of(named));
    List<byte[]> found = new ArrayList<>();
    for (JsonNode file :
        json(Organisation.passphrases(2), words.toArray(String[]::new)).get("files")) {
      if (file.get("role").asText().equals("attachment")) {
        found.add(Files.readAllBytes(out.resolve(file.get("path").asText())));
      }
    }
    assertEquals(1, found.size());
    assertArrayEquals(content.getBytes(StandardCharsets.UTF_8), found.get(0));
  }

  private List<String> vaults() throws Exception {
    List<String> ids = new ArrayList<>();
    json(List.of(), "vault", "show").get("vaults").forEach(v -> ids.add(v.get("vault").asText()));
    return ids;
  }

  @Test
  void what_lies_in_an_older_vault_is_found_by_its_name_and_by_its_vault() throws Exception {
    Path first = sealed("first");
    Path second = sealed("second");
    String old = opened(first);
    org.day = org.day.plusDays(15);
    org.ok(Organisation.passphrases(2), "vault", "new");
    String young = opened(second);
    exported("first", old);
    exported("second", young);
    String oldVault = vaults().get(0);
    exported("first", "--all", "--vault", oldVault.substring(0, 8));
    exported("second", "--all");
    assertTrue(org.stderr.contains("--vault " + oldVault.substring(0, 16)), org.stderr);
    String out = directory.resolve("none").toString();
    assertEquals(1, org.run(Organisation.passphrases(2), "export", old, young, "--out", out));
    assertTrue(org.stderr.contains("several vaults"), org.stderr);
    assertEquals(1, org.run(List.of(), "export", "--all", "--vault", "nosuchvault", "--out", out));
    assertTrue(org.stderr.contains("vault show"), org.stderr);
    json(Organisation.passphrases(2), "inbox", "list", "--threads", "--vault", oldVault)
        .get("sittings")
        .forEach(sitting -> assertEquals(old, sitting.at("/parts/0/sha256").asText()));
  }

  @Test
  void who_it_is_opens_where_the_testimony_lies() throws Exception {
    Path second = sealed("second");
    String old = opened(sealed("first"));
    org.day = org.day.plusDays(15);
    org.ok(Organisation.passphrases(2), "vault", "new");
    opened(second);
    String vault = vaults().get(0);
    List<String> three = Organisation.passphrases(3);
    assertEquals(1, json(three, "inbox", "open", "--identity", "--all").get("opened").size());
    assertTrue(org.stderr.contains("--vault " + vault.substring(0, 16)), org.stderr);
    JsonNode opened = json(three, "inbox", "open", "--identity", old).get("opened");
    assertEquals(old, opened.at("/0/sha256").asText());
    assertEquals(1, opened.size());
    JsonNode again = json(three, "inbox", "open", "--identity", "--all", "--vault", vault);
    assertEquals(0, again.get("opened").size());
    assertEquals("", org.stderr);
    String out = directory.resolve("who").toString();
    long identities = 0;
    for (JsonNode file : json(three, "export", "--identity", old, "--out", out).get("files")) {
      identities += file.get("role").asText().equals("identity") ? 1 : 0;
    }
    assertEquals(1, identities);
    assertEquals(2, org.run(three, "inbox", "open", "--all", "--vault", vault));
    assertTrue(org.stderr.contains("--identity --vault"), org.stderr);
  }

  @Test
  void a_damaged_vault_says_how_its_testimony_is_opened_elsewhere() throws Exception {
    String first = opened(sealed("first"));
    try (var packs = Files.walk(org.home.resolve("vault"))) {
      Files.delete(packs.filter(f -> f.toString().endsWith(".pack")).findFirst().orElseThrow());
    }
    assertEquals(8, org.run(List.of(), "vault", "show"));
    assertEquals(8, org.run(Organisation.passphrases(2), "vault", "new"));
    String hint = org.stderr.substring(org.stderr.indexOf("hint:"));
    Path young = Files.createDirectories(directory.resolve("young"));
    for (String part : List.of("instance", "newest-date", "known.json", "documents")) {
      assertTrue(hint.contains(part), hint);
      copy(org.home.resolve(part), young.resolve(part));
    }
    assertTrue(hint.contains("move keyrings"), hint);
    Files.move(org.home.resolve("keyrings"), young.resolve("keyrings"));
    assertTrue(hint.contains("taniq --home NEW inbox import HOME/inbox/*.tnq"), hint);
    String envelope = org.home.resolve("inbox").resolve(first + ".tnq").toString();
    Organisation there = org.at(young);
    there.ok(List.of(), "inbox", "import", envelope);
    there.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    Path out = directory.resolve("saved");
    there.ok(Organisation.passphrases(2), "export", "--all", "--out", out.toString());
    try (var files = Files.walk(out)) {
      assertTrue(files.anyMatch(f -> f.endsWith("001-first.txt")));
    }
  }

  private static void copy(Path from, Path to) throws Exception {
    if (!Files.exists(from)) {
      return;
    }
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void a_vault_that_takes_new_testimony_is_replaced_by_its_quorum_only() throws Exception {
    opened(sealed("first"));
    assertEquals(4, org.run(Organisation.passphrases(1), "vault", "new", "--as", "aysel"));
    assertTrue(org.stderr.contains("too few custodians (1 of 2)"), org.stderr);
    assertEquals(1, vaults().size());
    // Somebody who holds no key of the vault does not make up the number.
    org.ok(List.of(Organisation.PASSPHRASE, Organisation.PASSPHRASE), "keyring", "new", "stranger");
    assertEquals(
        4,
        org.run(Organisation.passphrases(2), "vault", "new", "--as", "aysel", "--as", "stranger"));
    assertTrue(org.stderr.contains("too few custodians (1 of 2)"), org.stderr);
    assertEquals(1, vaults().size());
    org.ok(Organisation.passphrases(2), "vault", "new", "--as", "aysel", "--as", "cemil");
    assertEquals(2, vaults().size());
    // Nor does one alone make the keys of the next, once it has run out.
    org.day = org.day.plusDays(15);
    assertEquals(4, org.run(Organisation.passphrases(1), "vault", "new", "--as", "aysel"));
    assertTrue(org.stderr.contains("too few custodians (1 of 2)"), org.stderr);
    assertEquals(2, vaults().size());
  }
}
