package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault is sealed to nobody who was withdrawn, and not to fewer than open what it takes. */
class VaultTrustTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private @TempDir Path directory;
  private Organisation org;

  @BeforeEach
  void begin() throws Exception {
    org = new Organisation(directory);
    org.importCurrent();
  }

  private void imported(String content) throws Exception {
    Path text = Files.writeString(directory.resolve(content + ".txt"), content);
    String sealed = directory.resolve(content + ".tnq").toString();
    org.ok(List.of(), "seal", "--no-confirm", "--text", text.toString(), "--out", sealed);
    org.ok(List.of(), "inbox", "import", sealed);
  }

  private String id(String name) throws Exception {
    String shown = org.ok(Organisation.passphrases(1), "--json", "keyring", "show", "--as", name);
    return JSON.readTree(shown).get("custodian").asText();
  }

  /** A keyset of some custodians, signed and taken. */
  private void keyset(String epoch, int testimony, int identity, String... names) throws Exception {
    Path papers = Files.createTempDirectory(directory, "keyset");
    List<String> build = new ArrayList<>(List.of("keyset", "build", "--epoch", epoch));
    build.addAll(List.of("--testimony", "" + testimony, "--identity", "" + identity));
    build.addAll(List.of("--out", papers.toString()));
    for (String name : names) {
      build.add(org.home.resolve("outbox/epochs-" + id(name) + ".json").toString());
    }
    org.ok(List.of(), build.toArray(String[]::new));
    org.signedByTwo(papers.resolve("keyset-" + epoch + ".json"));
  }

  private void refused(String says, String... command) {
    assertEquals(1, org.run(Organisation.passphrases(3), command), org.stderr);
    assertTrue(org.stderr.contains(says), org.stderr);
  }

  private JsonNode inbox() throws Exception {
    return JSON.readTree(org.ok(List.of(), "--json", "inbox", "list")).get("envelopes");
  }

  @Test
  void after_a_withdrawal_neither_the_old_vault_nor_a_new_one_of_old_keysets_takes_anything()
      throws Exception {
    imported("before");
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    imported("after");
    org.publishToday("", "--withdraw-custodian", id("bayram"));
    refused("sealed to a custodian who was withdrawn", "inbox", "open", "--all");
    refused("every keyset here names a custodian who was withdrawn", "vault", "new");
    keyset("2026-W48", 2, 2, "aysel", "cemil");
    org.ok(Organisation.passphrases(1), "vault", "new");
    String[] open = {"inbox", "open", "--all", "--as", "aysel", "--as", "cemil"};
    org.ok(Organisation.passphrases(2), open);
    assertEquals("opened", inbox().at("/1/state").asText());
  }

  @Test
  void an_envelope_that_more_must_open_than_the_vault_waits_for_another_vault() throws Exception {
    imported("two must open it");
    org.day = LocalDate.of(2026, 12, 2);
    keyset("2026-W49", 1, 1, "aysel", "bayram", "cemil");
    String[] open = {"inbox", "open", "--all", "--as", "aysel", "--as", "bayram"};
    refused("needs 2 custodians, but 1 open this vault", open);
    assertEquals("sealed", inbox().at("/0/state").asText());
    org.day = LocalDate.of(2026, 12, 9);
    keyset("2026-W50", 2, 2, "aysel", "bayram", "cemil");
    org.ok(Organisation.passphrases(1), "vault", "new");
    org.ok(Organisation.passphrases(2), open);
    assertEquals("opened", inbox().at("/0/state").asText());
    String[] identity = {"inbox", "open", "--identity", "--all"};
    refused("needs 3 custodians, but 2 open this vault", identity);
  }
}
