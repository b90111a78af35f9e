package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home never goes back behind a date that it wrote, so a date given by hand is judged first. */
class StatedDateTest {
  private @TempDir Path directory;
  private Organisation org;

  @BeforeEach
  void begin() throws Exception {
    org = new Organisation(directory);
    Files.delete(org.home.resolve("lock"));
  }

  private void refused(String says, String date) {
    for (String command : List.of("list", "import")) {
      String[] words = {"inbox", command, "--date", date};
      if (command.equals("import")) {
        words = new String[] {"inbox", "import", "no-such-file", "--date", date};
      }
      assertEquals(7, org.run(List.of(), words), org.stderr);
      assertTrue(org.stderr.contains(says), org.stderr);
      assertTrue(org.stderr.contains("--date-is-right"), org.stderr);
    }
    for (String unwritten : List.of("lock", "custody", "inbox")) {
      assertFalse(Files.exists(org.home.resolve(unwritten)), unwritten);
    }
    org.ok(List.of(), "inbox", "list");
  }

  @Test
  void a_date_far_ahead_of_clock_and_documents_is_refused_before_anything_is_written()
      throws Exception {
    String slip = org.day.plusDays(93).toString();
    refused(slip + " is far ahead: the newest signed document is of " + org.day, slip);
    org.ok(List.of(), "inbox", "list", "--date", org.day.plusDays(92).toString());
  }

  @Test
  void a_date_that_the_clock_bears_out_is_taken_however_old_the_documents_are() {
    org.day = org.day.plusYears(2);
    org.ok(List.of(), "inbox", "list", "--date", org.day.plusDays(1).toString());
  }

  @Test
  void where_no_document_is_known_the_clock_must_bear_the_date_out() throws Exception {
    Files.delete(org.home.resolve("newest-date"));
    String ahead = org.day.plusDays(2).toString();
    refused(ahead + " is ahead of the clock, which says " + org.day, ahead);
    org.ok(List.of(), "inbox", "list", "--date", org.day.plusDays(1).toString());
  }

  @Test
  void a_date_that_is_said_twice_is_taken_and_earlier_ones_are_refused_from_then_on() {
    String far = org.day.plusYears(5).toString();
    org.ok(List.of(), "inbox", "list", "--date", far, "--date-is-right");
    assertEquals(7, org.run(List.of(), "inbox", "list"), org.stderr);
  }
}
