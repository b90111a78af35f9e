package org.taniq.cli.keyring;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** Names of epochs by the day. SPEC §4.2. */
public final class Epochs {
  private Epochs() {}

  /** The ISO week of a day, {@code YYYY-Www}. */
  public static String week(LocalDate day) {
    return String.format(
        Locale.ROOT,
        "%04d-W%02d",
        day.get(IsoFields.WEEK_BASED_YEAR),
        day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  /** The Monday of the day's week. */
  public static LocalDate monday(LocalDate day) {
    return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  /** The half-year of a day, {@code YYYY-H1} or {@code YYYY-H2}. */
  public static String half(LocalDate day) {
    return String.format(Locale.ROOT, "%04d-H%d", day.getYear(), day.getMonthValue() <= 6 ? 1 : 2);
  }
}
