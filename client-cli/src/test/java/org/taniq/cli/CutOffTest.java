package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

/** A change of a keyring that is cut off is made up for at the next start. */
class CutOffTest extends LaptopTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WEEK = "2026-W48";
  private static final LocalDate OVER = LocalDate.of(2027, 2, 22);

  private Path keyring;
  private Path left;

  @BeforeEach
  void look() {
    keyring = org.home.resolve("keyrings/aysel.keyring");
    left = org.home.resolve("keyrings/.taniq-old-1-1.tmp");
  }

  private int destroy() {
    return destroy("aysel", "--destroy-is-right");
  }

  private List<JsonNode> logged(String what) throws Exception {
    List<JsonNode> found = new ArrayList<>();
    for (String line : Files.readAllLines(org.home.resolve("custody/log"))) {
      JsonNode entry = JSON.readTree(line);
      if (entry.get("what").asText().equals(what)) {
        found.add(entry);
      }
    }
    return found;
  }

  /** Puts the disk back to where the new keyring was in place, and nothing after that was. */
  private void cutOffAfterReplacing(byte[] old) throws Exception {
    Path log = org.home.resolve("custody/log");
    List<String> lines = Files.readAllLines(log);
    JsonNode told = JSON.readTree(lines.get(lines.size() - 2));
    assertEquals("destroyed", told.get("what").asText());
    Files.writeString(log, String.join("\n", lines.subList(0, lines.size() - 2)) + "\n");
    String head = (told.get("number").asInt() - 1) + " " + told.get("previous").asText() + "\n";
    Files.writeString(org.home.resolve("custody/head"), head);
    Files.write(left, old);
  }

  @Test
  void cut_off_before_overwriting_old_keys_go_at_the_next_start_and_the_log_is_completed()
      throws Exception {
    Path sealed = sealed("sealed");
    org.day = OVER;
    org.publishToday("");
    byte[] old = Files.readAllBytes(keyring);
    assertEquals(0, destroy(), org.stderr);
    cutOffAfterReplacing(old);
    Path watched = Files.createLink(directory.resolve("watched"), left);
    byte[] replaced = Files.readAllBytes(keyring);

    org.ok(List.of(), "inbox", "list");
    assertTrue(org.stderr.contains("what it left of old keys is overwritten now"), org.stderr);
    assertArrayEquals(new byte[old.length], Files.readAllBytes(watched));
    assertFalse(Files.exists(left));
    assertArrayEquals(replaced, Files.readAllBytes(keyring));

    assertEquals(List.of(), logged("missing"));
    org.day = OVER.plusDays(1);
    assertEquals(0, destroy(), org.stderr);
    assertEquals(1, logged("missing").size());
    assertEquals(WEEK, logged("missing").get(0).at("/epochs/0").asText());
    assertEquals(OVER.toString(), logged("missing").get(0).get("signed").asText());
    org.ok(List.of(), "log", "verify");
    assertEquals(0, destroy(), org.stderr);
    assertEquals(1, logged("missing").size());
    // Nobody saw the keys go: no line says that they were destroyed, and no message.
    assertEquals(List.of(), logged("destroyed"));
    String[] open = {"inbox", "open", "--stdout", sealed.toString()};
    assertEquals(1, org.run(Organisation.passphrases(2), open), org.stderr);
    String told = "were about to be destroyed, and were found missing on " + org.day;
    assertTrue(org.stderr.contains(told), org.stderr);
  }

  @Test
  void a_changing_command_makes_up_for_it_without_the_log_too() throws Exception {
    Files.copy(keyring, left);
    Path watched = Files.createLink(directory.resolve("watched"), left);
    org.ok(Organisation.passphrases(1), "keyring", "epochs", "--as", "bayram");
    assertTrue(org.stderr.contains("what it left of old keys is overwritten now"), org.stderr);
    byte[] bytes = Files.readAllBytes(watched);
    assertArrayEquals(new byte[bytes.length], bytes);
  }

  @Test
  void another_name_of_the_keyring_in_use_is_removed_and_the_keyring_stays_whole()
      throws Exception {
    byte[] before = Files.readAllBytes(keyring);
    Files.createLink(left, keyring);
    org.ok(List.of(), "inbox", "list");
    assertFalse(Files.exists(left));
    assertArrayEquals(before, Files.readAllBytes(keyring));
    // As between the link and the removal of a new keyring's temporary name.
    Files.createLink(left, keyring);
    org.ok(Organisation.passphrases(3), "keyring", "passwd", "--as", "bayram");
    assertArrayEquals(before, Files.readAllBytes(keyring));
  }

  @Test
  void every_command_that_replaces_a_keyring_says_when_the_old_one_was_not_overwritten()
      throws Exception {
    // What cannot be opened for writing by anybody.
    Files.createDirectory(left);
    String told = "the old file could not be overwritten everywhere";
    org.ok(Organisation.passphrases(3), "keyring", "passwd", "--as", "aysel");
    assertTrue(org.stderr.contains(told), org.stderr);
    String[] epochs = {"keyring", "epochs", "--as", "aysel", "--weeks", "20"};
    org.ok(Organisation.passphrases(1), epochs);
    assertTrue(org.stderr.contains(told), org.stderr);
    org.day = OVER;
    org.publishToday("");
    assertEquals(0, destroy(), org.stderr);
    assertTrue(org.stderr.contains(told), org.stderr);
    Files.delete(left);
    org.ok(Organisation.passphrases(3), "keyring", "passwd", "--as", "aysel");
    assertFalse(org.stderr.contains(told), org.stderr);
  }
}
