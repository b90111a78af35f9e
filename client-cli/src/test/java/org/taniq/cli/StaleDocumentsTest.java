package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left among a home's documents harms neither the ceremony nor opening. */
class StaleDocumentsTest extends LaptopTest {
  private Path documents;

  @BeforeEach
  void look() {
    documents = org.home.resolve("documents");
  }

  @Test
  void a_charter_that_is_no_longer_shown_leaves_with_the_next_import() throws Exception {
    Path stale = documents.resolve("charter-00001.json");
    Files.copy(documents.resolve("charter-00000.json"), stale);
    org.importCurrent();
    assertFalse(Files.exists(stale));
    assertTrue(Files.exists(documents.resolve("charter-00000.json")));
    org.publishToday("");
  }

  @Test
  void a_damaged_keyset_file_keeps_nobody_from_opening() throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "what happened");
    String sealed = directory.resolve("sealed.tnq").toString();
    org.ok(List.of(), "seal", "--no-confirm", "--text", text.toString(), "--out", sealed);
    Files.writeString(documents.resolve("keyset-" + "0".repeat(64) + ".json"), "{ damaged");
    org.ok(List.of(), "inbox", "import", sealed);
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
  }
}
