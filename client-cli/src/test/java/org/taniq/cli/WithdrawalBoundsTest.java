package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bulletin withdraws leaves room for what the next one must. SPEC §4.4. */
class WithdrawalBoundsTest {
  /** 256, and 8 for each day since the charter, which is 30 days old. */
  private static final int MOST = 256 + 8 * 31;

  private @TempDir Path directory;
  private Organisation org;
  private Path bulletin;

  @BeforeEach
  void begin() throws Exception {
    org = new Organisation(directory);
    org.importCurrent();
    bulletin = directory.resolve("bulletin.json");
  }

  private int build(int withdrawn) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("bulletin", "build", "--out", bulletin.toString()));
    for (int i = 0; i < withdrawn; i++) {
      String hash = String.format("%064x", i);
      Files.writeString(org.home.resolve("documents/keyset-" + hash + ".json"), "damaged");
      arguments.addAll(List.of("--withdraw-keyset", hash));
    }
    return org.run(List.of(), arguments.toArray(String[]::new));
  }

  private int sign() {
    return org.run(
        Organisation.passphrases(1), "--yes", "sign", "--as", "aysel", bulletin.toString());
  }

  @Test
  void a_bulletin_that_withdraws_too_many_keysets_is_not_built() throws Exception {
    assertEquals(1, build(MOST + 1));
    assertTrue(org.stderr.contains("withdraws at most this many keysets: " + MOST), org.stderr);
    assertTrue(org.stderr.contains("hint: withdraw some of them today"), org.stderr);
    assertFalse(Files.exists(bulletin));
    assertEquals(0, build(MOST), org.stderr);
    assertEquals(0, sign(), org.stderr);
  }

  @Test
  void nobody_signs_a_bulletin_that_withdraws_a_custodian_of_no_charter() throws Exception {
    assertEquals(0, build(0), org.stderr);
    String text = Files.readString(bulletin);
    String stranger =
        text.replaceAll("(\"withdrawn_custodians\"\\s*:\\s*\\[)", "$1\"" + "ab".repeat(16) + "\"");
    assertFalse(stranger.equals(text));
    Files.writeString(bulletin, stranger);
    assertEquals(1, sign());
    assertTrue(org.stderr.contains("names a custodian who is not in the charter"), org.stderr);
  }
}
