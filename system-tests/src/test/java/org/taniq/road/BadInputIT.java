package org.taniq.road;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.road.Program.Run;

/** Whatever comes in wrong has a name, and costs nothing else. */
class BadInputIT {
  private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

  @TempDir Path work;

  /** An error with a hint, and this status. */
  private static void requireRefusal(int exit, String error, Run run) {
    assertEquals(exit, run.exit(), run.toString());
    assertTrue(run.err().contains(error), run.toString());
    assertTrue(run.err().contains("hint: "), run.toString());
    assertFalse(run.err().contains("Exception"), run.toString());
  }

  @Test
  void what_is_no_envelope_is_called_what_it_is() throws Exception {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0" + "x".repeat(70000), "JPEG picture");
    kinds.put("They came at six in the morning.\n", "plain text");
    kinds.put("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n", "PGP");
    kinds.put("age-encryption.org/v1\n-> X25519 abc\n---\n", "age");
    kinds.put("", "empty");
    try (Stage stage = new Stage(work).open()) {
      int number = 0;
      for (Map.Entry<String, String> kind : kinds.entrySet()) {
        Path file = work.resolve("not-" + number++);
        Files.write(file, kind.getKey().getBytes(ISO_8859_1));
        requireRefusal(1, kind.getValue(), stage.laptop.taniq("inspect", file.toString()));
        requireRefusal(1, kind.getValue(), stage.laptop.taniq("inbox", "import", file.toString()));
        requireRefusal(1, "", stage.submit(file));
        assertFalse(stage.submit(file).err().isBlank());
      }
      assertTrue(stage.laptop.taniq("inbox", "list").expect(0).out().contains("empty"));
      assertEquals(0, HatchList.idsBySha256(stage).size());
    }
  }

  @Test
  void a_parcel_with_a_missing_an_altered_and_an_extra_file_names_each() throws Exception {
    try (Stage stage = new Stage(work).open()) {
      stage.submit(stage.seal("a.tnq"), stage.seal("b.tnq"), stage.seal("c.tnq")).expect(0);
      stage.pull("stick").expect(0);
      Laptop.copy(work.resolve("stick"), work.resolve("broken"));
      List<Path> files =
          Laptop.beginning(work.resolve("broken"), "").stream()
              .filter(file -> file.toString().endsWith(".envelope"))
              .toList();
      Files.delete(files.get(0));
      byte[] altered = Files.readAllBytes(files.get(1));
      altered[altered.length - 1] ^= 1;
      Files.write(files.get(1), altered);
      Files.writeString(work.resolve("broken/extra.txt"), "not listed");
      Run run = stage.inboxImport("broken");
      assertEquals(1, run.exit(), run.toString());
      String said = run.out() + run.err();
      assertTrue(said.contains("missing in the parcel: " + files.get(0).getFileName()), said);
      assertTrue(said.contains("altered in the parcel, not imported: "), said);
      assertTrue(said.contains(files.get(1).getFileName().toString()), said);
      assertTrue(said.contains("extra.txt"), said);
      assertTrue(said.contains("new envelopes: 1,"), said);
      stage.inboxImport("stick").expect(0);
      Run again = stage.inboxImport("stick").expect(0);
      assertTrue(again.out().contains("new envelopes: 0, known before: 3"), again.toString());
      stage.inboxOpen().expect(0);
    }
  }

  @Test
  void a_wrong_passphrase_opens_nothing_and_harms_nothing() throws Exception {
    Laptop laptop = Stage.preparedLaptop().copiedTo(work.resolve("laptop"));
    laptop.typing("not the passphrase");
    String[] alive = {"alive", "--as", "leyla", "--out", work + "/alive.json"};
    requireRefusal(3, "the passphrase does not open", laptop.taniq(alive));
    assertFalse(Files.exists(work.resolve("alive.json")));
    new Laptop(laptop.home).taniq(alive).expect(0);
  }

  @Test
  void a_date_a_year_back_is_noticed_and_nothing_sealed_a_year_ahead() throws Exception {
    String back = TODAY.minusYears(1).toString();
    Laptop laptop = Stage.preparedLaptop().copiedTo(work.resolve("other"));
    String out = work + "/alive.json";
    Run run = laptop.taniq("alive", "--as", "leyla", "--out", out, "--date", back);
    requireRefusal(7, "the clock says " + back, run);
    try (Stage stage = new Stage(work).open()) {
      Run early = stage.sealing("early.tnq", "--date", back);
      requireRefusal(1, "it is of a later day than today", early);
      String ahead = TODAY.plusYears(1).toString();
      requireRefusal(
          7, ahead + " is ahead of the clock", stage.sealing("late.tnq", "--date", ahead));
      Run late = stage.sealing("late.tnq", "--date", ahead, "--date-is-right");
      requireRefusal(1, "it has expired", late);
    }
    assertEquals(0, Laptop.beginning(work, "early").size());
    assertEquals(0, Laptop.beginning(work, "late").size());
  }

  /**
   * The machine's own clock; a date that somebody states is taken at their word, if not earlier.
   */
  @Test
  @Tag("trace")
  void a_clock_a_year_off_locks_the_keys_until_somebody_states_the_date() throws Exception {
    Laptop laptop = Stage.preparedLaptop().copiedTo(work.resolve("laptop"));
    String out = work + "/alive.json";
    String[] alive = {"alive", "--as", "leyla", "--out", out};
    for (String shift : List.of("-365d", "+365d")) {
      requireRefusal(7, "the clock says ", laptop.clockShifted(shift).taniq(alive));
      assertFalse(Files.exists(Path.of(out)));
    }
    laptop.taniq("alive", "--as", "leyla", "--out", out, "--date", TODAY.toString()).expect(0);
  }

  @Test
  void two_bulletins_of_one_number_are_an_alarm_everywhere() throws Exception {
    try (Stage stage = new Stage(work).open()) {
      Laptop other = Stage.preparedLaptop().copiedTo(work.resolve("other"));
      stage.laptop.bulletin(stage.papers, "bulletin-1.json");
      other.bulletin(stage.papers, "bulletin-1b.json", "--days", "7");
      Run imported = stage.laptop.taniq("import", stage.papers + "/bulletin-1b.json");
      requireRefusal(8, "two documents claim one place", imported);
      stage.publish("stick-out").expect(0);
      other.taniq("outbox", work.resolve("other-out").toString()).expect(0);
      Run pushed = stage.courier("push", "--hatch", stage.server.hatch(), work + "/other-out");
      requireRefusal(8, "two were signed", pushed);
    }
  }

  @Test
  void nothing_is_sealed_to_a_withdrawn_keyset_or_by_an_old_bulletin() throws Exception {
    try (Stage stage = new Stage(work).open()) {
      String late = TODAY.plusDays(20).toString();
      Run expired = stage.sealing("late.tnq", "--date", late);
      assertFalse(expired.exit() == 0, expired.toString());
      requireRefusal(expired.exit(), "", expired);
      assertFalse(Files.exists(work.resolve("late.tnq")));

      Path before = stage.seal("before.tnq");
      stage.laptop.bulletin(
          stage.papers, "bulletin-1.json", "--withdraw-keyset", stage.liveKeyset());
      stage.publish("stick-out").expect(0);
      Run submitted = stage.submit(before);
      requireRefusal(1, "(KEYSET_", submitted);
      stage.courier("fetch", "--server", stage.server.address()).expect(0);
      Run withdrawn = stage.sealing("withdrawn.tnq");
      requireRefusal(1, "", withdrawn);
      assertFalse(Files.exists(work.resolve("withdrawn.tnq")));
    }
  }

  @Test
  void an_envelope_that_was_cut_or_lengthened_is_refused_by_name() throws Exception {
    try (Stage stage = new Stage(work).open()) {
      byte[] whole = Files.readAllBytes(stage.seal("a.tnq"));
      for (int length : new int[] {10, 40, 200, whole.length - 1}) {
        Path cut = Files.write(work.resolve("cut-" + length), Arrays.copyOf(whole, length));
        requireRefusal(1, "cut short", stage.laptop.taniq("inspect", cut.toString()));
        requireRefusal(1, "", stage.submit(cut));
      }
      Path longer = Files.write(work.resolve("longer"), Arrays.copyOf(whole, whole.length + 1));
      requireRefusal(1, "something was added", stage.laptop.taniq("inspect", longer.toString()));
      assertEquals(0, HatchList.idsBySha256(stage).size());
    }
  }

  @Test
  void a_header_that_cannot_be_is_named_and_one_of_another_quorum_too() throws Exception {
    Map<Integer, String> wrong = new LinkedHashMap<>();
    wrong.put(7 << 8 | 2, "an envelope of a newer version");
    wrong.put(9 << 8 | 2, "an envelope with an unknown cipher");
    wrong.put(10 << 8, "the envelope's quorum makes no sense");
    wrong.put(11 << 8 | 17, "the envelope's quorum makes no sense");
    wrong.put(13 << 8 | 9, "an envelope of an unknown kind");
    try (Stage stage = new Stage(work).open()) {
      byte[] whole = Files.readAllBytes(stage.seal("a.tnq"));
      for (Map.Entry<Integer, String> each : wrong.entrySet()) {
        byte[] bytes = whole.clone();
        bytes[each.getKey() >> 8] = (byte) (each.getKey() & 0xff);
        Path file = Files.write(work.resolve("wrong-" + each.getKey()), bytes);
        requireRefusal(1, each.getValue(), stage.laptop.taniq("inspect", file.toString()));
        requireRefusal(1, "", stage.submit(file));
      }
      byte[] quorum = whole.clone();
      quorum[10] = 1;
      Path file = Files.write(work.resolve("quorum"), quorum);
      requireRefusal(1, "(QUORUM_MISMATCH)", stage.submit(file));
      assertEquals(0, HatchList.idsBySha256(stage).size());
      stage.laptop.taniq("inbox", "import", file.toString(), work + "/a.tnq").expect(0);
      Run opened = stage.inboxOpen().expect(1);
      String said = opened.out() + opened.err();
      assertTrue(said.contains("cannot be opened by anybody: QUORUM_MISMATCH"), said);
      String list = stage.laptop.taniq("inbox", "list").expect(0).out();
      assertTrue(list.contains("opened"), "the good one went on: " + list);
    }
  }
}
