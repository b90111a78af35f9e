package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chain of charters that a home knows never goes backwards when a server shows an older one.
 */
class ChartersKeptTest {
  private @TempDir Path directory;
  private Organisation org;
  private Path current;

  @BeforeEach
  void begin() throws Exception {
    org = new Organisation(directory);
    current = Files.copy(documents(org).resolve("current.json"), directory.resolve("current"));
    org.ok(List.of(), "import", current.toString());
    card("aysel");
    card("cemil");
  }

  private void card(String name) {
    String card = directory.resolve(name + ".custodian.json").toString();
    String[] show = {"keyring", "show", "--as", name, "--public", "--out", card};
    org.ok(Organisation.passphrases(1), show);
  }

  private static Path documents(Organisation home) {
    return home.home.resolve("documents");
  }

  private static Path charter(Organisation home, int number) {
    return documents(home).resolve("charter-0000" + number + ".json");
  }

  /** The next charter of a home, signed by these and taken. */
  private void rotate(Organisation home, String more, String... signers) throws Exception {
    String people =
        """
        organisation = Test
        contact = nobody
        person = aysel | aysel.custodian.json | signer, custodian, publisher
        person = cemil | cemil.custodian.json | signer, custodian, publisher
        """;
    Path request = Files.writeString(directory.resolve("request"), people + more);
    Path made = directory.resolve("made-" + System.nanoTime() + ".json");
    home.ok(List.of(), "charter", "rotate", request.toString(), "--out", made.toString());
    for (String each : signers) {
      String[] sign = {"--yes", "sign", "--as", each, made.toString()};
      home.ok(Organisation.passphrases(1), sign);
    }
    home.ok(List.of(), "combine", made.toString());
  }

  private static final String TWO = "threshold = 2\nbulletin-threshold = 1\n";

  @Test
  void a_new_charter_stays_that_the_server_does_not_show_yet() throws Exception {
    rotate(org, TWO, "aysel", "cemil");
    byte[] made = Files.readAllBytes(charter(org, 1));
    org.ok(List.of(), "import", current.toString());
    assertArrayEquals(made, Files.readAllBytes(charter(org, 1)));
    // What comes next is made under it, and is in force.
    org.publishToday("");
    Path newer = documents(org).resolve("current.json");
    assertTrue(org.ok(List.of(), "verify", newer.toString()).contains("charter 1"), org.stderr);
    org.ok(List.of(), "import", newer.toString());
    assertArrayEquals(made, Files.readAllBytes(charter(org, 1)));
  }

  @Test
  void a_recovery_that_is_no_longer_shown_leaves() throws Exception {
    org.ok(List.of(Organisation.PASSPHRASE, Organisation.PASSPHRASE), "keyring", "new", "safe");
    card("safe");
    rotate(org, TWO + "recovery = safe.custodian.json\nrecovery-threshold = 1\n", "aysel", "cemil");
    org.publishToday("");
    Path shown = Files.copy(documents(org).resolve("current.json"), directory.resolve("shown"));
    String waits = "counts-from = " + org.day.plusDays(14) + "\n";
    rotate(org, "threshold = 1\nbulletin-threshold = 1\n" + waits, "aysel", "safe");
    assertTrue(Files.exists(charter(org, 2)));
    org.ok(List.of(), "import", shown.toString());
    assertTrue(Files.exists(charter(org, 1)));
    assertFalse(Files.exists(charter(org, 2)));
  }

  @Test
  void another_charter_in_the_place_of_one_that_is_known_is_an_alarm() throws Exception {
    Path elsewhere = directory.resolve("elsewhere");
    copy(org.home, elsewhere);
    Organisation other = org.at(elsewhere);
    rotate(
        other, TWO.replace("bulletin-threshold = 1", "bulletin-threshold = 2"), "aysel", "cemil");
    other.publishToday("");
    rotate(org, TWO, "aysel", "cemil");
    byte[] made = Files.readAllBytes(charter(org, 1));
    String shown = documents(other).resolve("current.json").toString();
    assertEquals(8, org.run(List.of(), "import", shown), org.stderr);
    assertTrue(org.stderr.contains("two documents claim one place"), org.stderr);
    assertArrayEquals(made, Files.readAllBytes(charter(org, 1)));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Files.copy(each, to.resolve(from.relativize(each)));
      }
    }
  }
}
