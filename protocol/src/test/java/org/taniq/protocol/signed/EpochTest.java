package org.taniq.protocol.signed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.taniq.protocol.signed.Ceremony.refused;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taniq.protocol.signed.Epoch.Kind;
import org.taniq.protocol.signed.SignedException.Reason;

class EpochTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-23,2026-W48,2026-11-23,2026-11-29,2027-01-24,2027-02-21",
    "2026-11-29,2026-W48,2026-11-23,2026-11-29,2027-01-24,2027-02-21",
    "2026-11-30,2026-W49,2026-11-30,2026-12-06,2027-01-31,2027-02-28",
    "2027-01-01,2026-W53,2026-12-28,2027-01-03,2027-02-28,2027-03-28",
    "2027-01-04,2027-W01,2027-01-04,2027-01-10,2027-03-07,2027-04-04",
    "2024-12-30,2025-W01,2024-12-30,2025-01-05,2025-03-02,2025-03-30",
  })
  void a_live_epoch_is_the_iso_week(
      LocalDate day, String text, LocalDate from, LocalDate until, LocalDate accept, LocalDate end)
      throws Exception {
    Epoch epoch = Epoch.live(day);
    check(epoch, Kind.LIVE, text, from, until, accept, end);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-07-01,2026-H2,2026-07-01,2026-12-31,2027-04-01,2027-04-29",
    "2026-12-31,2026-H2,2026-07-01,2026-12-31,2027-04-01,2027-04-29",
    "2028-02-29,2028-H1,2028-01-01,2028-06-30,2028-09-29,2028-10-27",
  })
  void an_offline_epoch_is_the_half_year(
      LocalDate day, String text, LocalDate from, LocalDate until, LocalDate accept, LocalDate end)
      throws Exception {
    check(Epoch.offline(day), Kind.OFFLINE, text, from, until, accept, end);
  }

  @ParameterizedTest
  @CsvSource({
    "LIVE,2026-W00", "LIVE,2027-W53", "LIVE,2026-W54", "LIVE,2026-W1", "LIVE,2026-w01",
    "LIVE,26-W01", "LIVE,2026-H1", "LIVE,9999-W53", "OFFLINE,2026-H0", "OFFLINE,2026-H3",
    "OFFLINE,2026-W01", "OFFLINE,2026-H12"
  })
  void an_epoch_that_does_not_exist_is_refused(Kind kind, String text) {
    refused(Reason.BAD_DATES, () -> Epoch.parse(kind, text));
  }

  @Test
  void epochs_follow_each_other_without_a_gap() {
    Epoch week = Epoch.live(LocalDate.of(2020, 1, 1));
    Epoch half = Epoch.offline(LocalDate.of(2020, 1, 1));
    for (int i = 0; i < 600; i++) {
      assertEquals(week.last().plusDays(1), week.next().first());
      week = week.next();
      half = i < 20 ? half.next() : half;
    }
    assertEquals("2030-H1", half.text());
    assertThrows(
        IllegalArgumentException.class, () -> new Epoch(Kind.LIVE, LocalDate.of(2026, 11, 24)));
  }

  private static void check(
      Epoch epoch,
      Kind kind,
      String text,
      LocalDate from,
      LocalDate until,
      LocalDate accept,
      LocalDate end)
      throws Exception {
    assertEquals(text, epoch.text());
    assertEquals(epoch, Epoch.parse(kind, text));
    assertEquals(from, epoch.first());
    assertEquals(until, epoch.last());
    assertEquals(accept, epoch.acceptUntil());
    assertEquals(end, epoch.destroyAfter());
  }
}
