package org.taniq.protocol.signed;

import static org.taniq.protocol.signed.SignedException.Reason.BAD_DATES;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A period with its own keys: an ISO week (live) or a half-year (offline). All dates inclusive.
 * SPEC §4.2.
 *
 * @param first the first day
 */
public record Epoch(Kind kind, LocalDate first) {

  private static final int LIVE_ACCEPT_DAYS = 56;
  private static final int OFFLINE_ACCEPT_DAYS = 91;
  private static final int DESTROY_DAYS = 28;
  private static final Pattern WEEK = Pattern.compile("([1-8][0-9]{3})-W([0-9]{2})");
  private static final Pattern HALF = Pattern.compile("([1-8][0-9]{3})-H([12])");

  /** Which roads an epoch's keys serve. */
  public enum Kind {
    LIVE,
    OFFLINE;

    /** As in documents. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Epoch {
    LocalDate start = kind == Kind.LIVE ? monday(first) : halfYear(first);
    if (!first.equals(start)) {
      throw new IllegalArgumentException("not the first day of an epoch");
    }
  }

  /** The ISO week of a day. */
  public static Epoch live(LocalDate day) {
    return new Epoch(Kind.LIVE, monday(day));
  }

  /** The half-year of a day. */
  public static Epoch offline(LocalDate day) {
    return new Epoch(Kind.OFFLINE, halfYear(day));
  }

  /**
   * Reads {@code 2026-W48} or {@code 2026-H2}.
   *
   * @throws SignedException BAD_DATES if no such epoch exists
   */
  public static Epoch parse(Kind kind, String text) throws SignedException {
    Matcher matcher = (kind == Kind.LIVE ? WEEK : HALF).matcher(text);
    if (matcher.matches()) {
      int year = Integer.parseInt(matcher.group(1));
      int number = Integer.parseInt(matcher.group(2));
      Epoch epoch =
          kind == Kind.LIVE
              ? live(LocalDate.of(year, 1, 4).plusWeeks(number - 1L))
              : offline(LocalDate.of(year, number == 1 ? 1 : 7, 1));
      if (epoch.text().equals(text)) {
        return epoch;
      }
    }
    throw new SignedException(BAD_DATES, "no such epoch");
  }

  /** The epoch after this one. */
  public Epoch next() {
    return new Epoch(kind, last().plusDays(1));
  }

  /** The last day to seal on. */
  public LocalDate last() {
    return kind == Kind.LIVE ? first.plusDays(6) : first.plusMonths(6).minusDays(1);
  }

  /** The last day on which a server accepts what was sealed. */
  public LocalDate acceptUntil() {
    return last().plusDays(kind == Kind.LIVE ? LIVE_ACCEPT_DAYS : OFFLINE_ACCEPT_DAYS);
  }

  /** The day after which custodians destroy the keys. */
  public LocalDate destroyAfter() {
    return acceptUntil().plusDays(DESTROY_DAYS);
  }

  /** {@code 2026-W48} or {@code 2026-H2}. */
  public String text() {
    return switch (kind) {
      case LIVE ->
          String.format(
              Locale.ROOT,
              "%04d-W%02d",
              first.get(IsoFields.WEEK_BASED_YEAR),
              first.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case OFFLINE ->
          String.format(
              Locale.ROOT, "%04d-H%d", first.getYear(), first.getMonth() == Month.JANUARY ? 1 : 2);
    };
  }

  private static LocalDate monday(LocalDate day) {
    return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  private static LocalDate halfYear(LocalDate day) {
    return LocalDate.of(day.getYear(), day.getMonthValue() <= 6 ? 1 : 7, 1);
  }
}
