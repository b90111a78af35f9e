package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.vault.CustodyLog;
import org.taniq.parcel.Sha256;

/** The keys of a week end, by a signed day, and nothing that needs them is lost unnoticed. */
class EpochEndTest extends LaptopTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WEEK = "2026-W48";

  /** The day after the last on which the keys of the week are kept: 12 weeks after its Sunday. */
  private static final LocalDate OVER = LocalDate.of(2027, 2, 22);

  /** When the keys of another week are in use. */
  private static final LocalDate LATER = LocalDate.of(2026, 12, 9);

  private Path keyring(String name) {
    return org.home.resolve("keyrings/" + name + ".keyring");
  }

  /** As a person who types the answer. */
  private int typed(String answer, String... options) {
    org.typed = true;
    List<String> words = new ArrayList<>(List.of("keyring", "destroy-epochs", "--as", "aysel"));
    words.addAll(List.of(options));
    int code = org.run(List.of(Organisation.PASSPHRASE, answer), words.toArray(String[]::new));
    org.typed = false;
    return code;
  }

  private List<String> epochs(String name) throws Exception {
    List<String> epochs = new ArrayList<>();
    JSON.readTree(org.ok(Organisation.passphrases(1), "--json", "keyring", "show", "--as", name))
        .get("epochs")
        .forEach(each -> epochs.add(each.get("epoch").asText()));
    return epochs;
  }

  private JsonNode lastLogged(String what) throws Exception {
    JsonNode found = JSON.createObjectNode();
    for (String line : Files.readAllLines(org.home.resolve("custody/log"))) {
      JsonNode entry = JSON.readTree(line);
      found = entry.get("what").asText().equals(what) ? entry : found;
    }
    return found;
  }

  @Test
  void neither_a_clock_nor_a_stated_date_destroys_a_key() throws Exception {
    byte[] before = Files.readAllBytes(keyring("aysel"));
    org.day = OVER;
    assertEquals(0, destroy("aysel", "--destroy-is-right"), org.stderr);
    assertTrue(new String(org.stdout).contains("nothing was destroyed"), org.stderr);
    assertEquals(
        0,
        destroy("aysel", "--destroy-is-right", "--date", OVER.plusDays(2).toString()),
        org.stderr);
    assertEquals(
        7,
        destroy("aysel", "--destroy-is-right", "--lose-unopened", "1", "--epoch", WEEK),
        org.stderr);
    assertTrue(org.stderr.contains("is kept until 2027-02-21"), org.stderr);
    assertArrayEquals(before, Files.readAllBytes(keyring("aysel")));
    assertFalse(lastLogged("destroying").has("what"));
  }

  @Test
  void a_bulletin_of_the_last_kept_day_destroys_nothing_and_one_of_the_next_day_does()
      throws Exception {
    org.day = OVER.minusDays(1);
    org.publishToday("");
    assertEquals(0, destroy("aysel", "--destroy-is-right"), org.stderr);
    assertTrue(epochs("aysel").contains(WEEK));
    org.day = OVER;
    org.publishToday("");
    assertEquals(1, destroy("aysel"), org.stderr);
    assertTrue(org.stderr.contains("not confirmed"), org.stderr);
    assertTrue(epochs("aysel").contains(WEEK));
    assertEquals(0, destroy("aysel", "--destroy-is-right", "--json"), org.stderr);
    assertEquals(WEEK, JSON.readTree(org.stdout).at("/destroyed/0").asText());
    assertEquals(List.of("2026-W49"), epochs("aysel").subList(0, 1));
    assertTrue(epochs("bayram").contains(WEEK));
  }

  @Test
  void the_habit_of_saying_yes_destroys_nothing() throws Exception {
    org.day = OVER;
    org.publishToday("");
    byte[] before = Files.readAllBytes(keyring("aysel"));
    assertEquals(1, destroy("aysel", "--yes"), org.stderr);
    assertTrue(org.stderr.contains("--destroy-is-right"), org.stderr);
    assertEquals(1, typed("yes", "--yes"), org.stderr);
    assertEquals(1, typed("Destroy"), org.stderr);
    assertArrayEquals(before, Files.readAllBytes(keyring("aysel")));
    assertFalse(lastLogged("destroying").has("what"));
    assertEquals(0, typed("destroy"), org.stderr);
    assertFalse(epochs("aysel").contains(WEEK));
  }

  @Test
  void nothing_is_lost_that_was_not_opened_or_not_exported_unless_a_flag_says_so()
      throws Exception {
    Path opened = sealed("opened");
    Path waiting = sealed("waiting");
    org.ok(List.of(), "inbox", "import", opened.toString());
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    org.ok(List.of(), "inbox", "import", waiting.toString());
    org.day = LocalDate.of(2027, 1, 13);
    org.publishToday("2027-W02");
    org.day = OVER;
    org.publishToday("");
    byte[] before = Files.readAllBytes(keyring("aysel"));
    assertEquals(1, destroy("aysel", "--destroy-is-right"), org.stderr);
    assertTrue(org.stderr.contains("that would be lost: 2\n"), org.stderr);
    org.ok(Organisation.passphrases(2), "vault", "new");
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    assertEquals(1, destroy("aysel", "--destroy-is-right"), org.stderr);
    assertTrue(org.stderr.contains("that would be lost: 1\n"), org.stderr);
    assertTrue(org.stderr.contains("all of who it is was opened: 2;"), org.stderr);
    assertArrayEquals(before, Files.readAllBytes(keyring("aysel")));
    JsonNode vaults = JSON.readTree(org.ok(List.of(), "--json", "vault", "show")).get("vaults");
    for (JsonNode vault : vaults) {
      String id = vault.get("vault").asText();
      String out = directory.resolve("out-" + id).toString();
      org.ok(Organisation.passphrases(2), "export", "--all", "--vault", id, "--out", out);
    }
    assertEquals(0, destroy("aysel", "--destroy-is-right"), org.stderr);
    assertFalse(epochs("aysel").contains(WEEK));
  }

  private void loseFiles() throws Exception {
    try (var files = Files.newDirectoryStream(org.home.resolve("inbox"), "*.tnq")) {
      for (Path each : files) {
        Files.delete(each);
      }
    }
  }

  /** Keyset that an envelope's header names. */
  private String keyset(Path sealed) throws Exception {
    return JSON.readTree(org.ok(List.of(), "--json", "inspect", sealed.toString()))
        .get("keyset")
        .asText();
  }

  @Test
  void an_envelope_whose_file_is_gone_is_of_the_week_that_its_header_named() throws Exception {
    Path first = sealed("first");
    org.day = LATER;
    org.publishToday("2026-W50");
    Path later = sealed("later");
    // The list says the contrary of each.
    Carrier carrier = new Carrier(org, directory.resolve("parcel"));
    carrier.put("c".repeat(32), keyset(later), Files.readAllBytes(first));
    carrier.put("d".repeat(32), keyset(first), Files.readAllBytes(later));
    carrier.finish();
    org.ok(List.of(), "inbox", "import", directory.resolve("parcel").toString());
    loseFiles();
    org.day = OVER;
    org.publishToday("");
    String lost = Sha256.hex(Files.readAllBytes(first)).substring(0, 16);
    assertEquals(1, destroy("aysel", "--destroy-is-right"), org.stderr);
    assertTrue(org.stderr.contains("that would be lost: 1\n"), org.stderr);
    assertTrue(org.stderr.contains("open never more: envelope " + lost), org.stderr);
    assertEquals(0, destroy("aysel", "--destroy-is-right", "--lose", lost), org.stderr);
  }

  @Test
  void an_envelope_may_be_of_any_week_where_nothing_but_the_list_told_or_two_lines_differ()
      throws Exception {
    org.day = LATER;
    org.publishToday("2026-W50");
    Path later = sealed("later");
    org.ok(List.of(), "inbox", "import", later.toString());
    loseFiles();
    org.day = LATER.plusWeeks(1).minusDays(1);
    org.publishToday("2026-W51");
    String other = keyset(sealed("other"));
    // As an older program wrote it, and as whoever can write the log may.
    String hash = Sha256.hex(Files.readAllBytes(later));
    try (CustodyLog log =
        CustodyLog.open(
            org.home.resolve("custody"), org.instance, org.day, key -> true, org.random)) {
      ObjectNode listed = Outcome.object().put("envelope", "7".repeat(64)).put("size", 1);
      log.append("import", listed.put("id", "5".repeat(32)).put("keyset", keyset(later)));
      ObjectNode forged = Outcome.object().put("envelope", hash).put("size", 1);
      log.append("import", forged.put("sealed_to", other));
      log.commit(List.of());
    }
    org.day = OVER;
    org.publishToday("");
    assertEquals(1, destroy("aysel", "--destroy-is-right"), org.stderr);
    assertTrue(org.stderr.contains("that would be lost: 2\n"), org.stderr);
  }

  @Test
  void an_opened_envelope_whose_file_is_gone_may_have_told_who_it_is_under_these_keys()
      throws Exception {
    org.ok(List.of(), "inbox", "import", sealed("one").toString());
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    loseFiles();
    org.day = OVER;
    org.publishToday("");
    assertEquals(1, destroy("aysel", "--destroy-is-right"), org.stderr);
    assertTrue(org.stderr.contains("all of who it is was opened: 1;"), org.stderr);
  }

  @Test
  void a_new_passphrase_leaves_no_file_of_the_old_one() throws Exception {
    Path old = Files.createLink(directory.resolve("old"), keyring("aysel"));
    org.ok(Organisation.passphrases(3), "keyring", "passwd", "--as", "aysel");
    byte[] bytes = Files.readAllBytes(old);
    assertArrayEquals(new byte[bytes.length], bytes);
  }

  @Test
  void a_keyring_of_no_custodian_begins_no_vault_and_closes_no_home() throws Exception {
    String[] make = {"keyring", "new", "alia"};
    org.ok(List.of(Organisation.PASSPHRASE, Organisation.PASSPHRASE), make);
    String[] begin = {"vault", "new", "--as", "alia", "--as", "aysel"};
    assertEquals(4, org.run(Organisation.passphrases(2), begin), org.stderr);
    org.ok(List.of(), "inbox", "import", sealed("one").toString());
    String[] open = {"inbox", "open", "--all", "--as", "aysel", "--as", "bayram", "--as", "alia"};
    org.ok(Organisation.passphrases(3), open);
    org.ok(List.of(), "log", "verify");
  }

  @Test
  void lost_by_the_flag_an_envelope_and_a_vault_say_who_destroyed_their_keys_and_when()
      throws Exception {
    Path first = sealed("first");
    Path second = sealed("second");
    org.ok(List.of(), "inbox", "import", first.toString());
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    org.day = LocalDate.of(2027, 1, 13);
    org.publishToday("2027-W02");
    org.ok(Organisation.passphrases(2), "vault", "new");
    org.ok(List.of(), "inbox", "import", second.toString());
    org.day = OVER;
    org.publishToday("");
    assertEquals(0, destroy("aysel", "--destroy-is-right", "--lose-unopened", "2"), org.stderr);
    assertEquals(OVER.toString(), lastLogged("destroyed").get("signed").asText());
    org.ok(List.of(), "log", "verify");
    org.ok(Organisation.passphrases(2), "vault", "new");
    String told = "destroyed the keys of " + WEEK + " on " + OVER;
    assertEquals(1, org.run(Organisation.passphrases(2), "inbox", "open", "--all"), org.stderr);
    assertTrue(org.stderr.contains(told), org.stderr);
    String[] plain = {"inbox", "open", "--stdout", second.toString()};
    assertEquals(1, org.run(Organisation.passphrases(2), plain), org.stderr);
    assertTrue(org.stderr.contains("error: custodian ") && org.stderr.contains(told), org.stderr);
    String old =
        JSON.readTree(org.ok(List.of(), "--json", "vault", "show")).at("/vaults/0/vault").asText();
    String out = directory.resolve("out").toString();
    String[] export = {"export", "--all", "--vault", old, "--out", out};
    assertEquals(1, org.run(Organisation.passphrases(2), export), org.stderr);
    assertTrue(org.stderr.contains("error: custodian ") && org.stderr.contains(told), org.stderr);
    // The others still have theirs.
    String[] others = {"inbox", "open", "--all", "--as", "bayram", "--as", "cemil"};
    org.ok(Organisation.passphrases(2), others);
  }

  @Test
  void the_old_file_and_what_a_power_loss_left_of_it_are_overwritten() throws Exception {
    Path old = directory.resolve("old");
    Files.createLink(old, keyring("aysel"));
    Path left = org.home.resolve("keyrings/.taniq-1-1.tmp");
    Files.copy(keyring("aysel"), left);
    Path leftBytes = Files.createLink(directory.resolve("left"), left);
    org.day = OVER;
    org.publishToday("");
    assertEquals(0, destroy("aysel", "--destroy-is-right"), org.stderr);
    assertTrue(org.stderr.contains("destroy them"), org.stderr);
    for (Path each : List.of(old, leftBytes)) {
      byte[] bytes = Files.readAllBytes(each);
      assertArrayEquals(new byte[bytes.length], bytes, each.toString());
    }
    assertFalse(Files.exists(left));
    assertFalse(epochs("aysel").contains(WEEK));
  }

  @Test
  void whoever_makes_new_keys_is_told_that_old_ones_are_over() throws Exception {
    org.day = OVER;
    org.publishToday("");
    org.ok(Organisation.passphrases(1), "keyring", "epochs", "--as", "aysel");
    assertTrue(org.stderr.contains("taniq keyring destroy-epochs --as aysel"), org.stderr);
    destroy("aysel", "--destroy-is-right");
    org.ok(Organisation.passphrases(1), "keyring", "epochs", "--as", "aysel");
    assertFalse(org.stderr.contains("destroy-epochs"), org.stderr);
    assertFalse(epochs("aysel").contains(WEEK));
  }
}
