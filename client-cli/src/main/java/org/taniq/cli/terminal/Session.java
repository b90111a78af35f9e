package org.taniq.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of one command: its terminal, its home, and the settings common to all commands. */
public final class Session {
  /** Bulletins come at least every fortnight; a laptop may be left alone for a while. */
  private static final int FAR_AHEAD_DAYS = 92;

  private final Environment environment;
  private final RootCommand options;
  private final Terminal terminal;

  Session(Environment environment, RootCommand options, Terminal terminal) {
    this.environment = environment;
    this.options = options;
    this.terminal = terminal;
  }

  public Terminal terminal() {
    return terminal;
  }

  public SecureRandom random() {
    return environment.random();
  }

  /** The machine's clock. */
  public Clock clock() {
    return environment.clock();
  }

  /** Standard input, for content. */
  public InputStream in() {
    return environment.in();
  }

  /** What a passphrase guess costs. */
  public KdfCost cost() {
    return environment.cost();
  }

  /** Whether charters marked as demonstration are accepted. */
  public boolean demo() {
    return options.demo;
  }

  /**
   * The home named by {@code --home}.
   *
   * @throws Refusal NO_HOME when none is named and the user has no home directory
   */
  public Home home() throws Refusal {
    if (options.home != null) {
      return new Home(options.home);
    }
    String user = System.getProperty("user.home", "");
    if (user.isEmpty() || user.equals("?")) {
      throw new Refusal(TerminalProblem.NO_HOME);
    }
    return new Home(FileNames.path(user).resolve(".taniq"));
  }

  /** The day stated by {@code --date}, null when none is. */
  public @Nullable LocalDate statedDate() {
    return options.date;
  }

  /** The UTC day of the laptop's clock; what matters asks for a judged day instead. */
  public LocalDate clockDate() {
    return LocalDate.ofInstant(environment.clock().instant(), ZoneOffset.UTC);
  }

  /**
   * Today, as documents are dated and judged by: as stated by {@code --date}, or by the clock,
   * compared with the newest bulletin.
   *
   * @throws Refusal CLOCK_BEHIND when a bulletin of a later day is known, CLOCK_AHEAD when the
   *     clock is far past the newest one and nobody stated the date
   */
  public LocalDate today() throws Refusal, IOException {
    LocalDate stated = options.date;
    LocalDate today = stated == null ? clockDate() : stated;
    LocalDate newest = home().newestDate();
    if (newest != null && today.isBefore(newest.minusDays(1))) {
      throw new Refusal(TerminalProblem.CLOCK_BEHIND, today, newest);
    }
    if (newest != null && stated == null && today.isAfter(newest.plusDays(FAR_AHEAD_DAYS))) {
      throw new Refusal(TerminalProblem.CLOCK_AHEAD, today, newest);
    }
    return today;
  }

  /**
   * Passes a date stated by {@code --date} that may be written down. A home never goes back behind
   * a date that it wrote, so a slip of the keyboard would close it. The clock or a signed document
   * must bear the date out, or a second option say it again.
   *
   * @throws Refusal DATE_FAR_AHEAD, DATE_NOT_BORNE_OUT where no signed document is known
   */
  void requireStatedDate() throws Refusal, IOException {
    LocalDate stated = options.date;
    LocalDate clock = clockDate();
    if (stated == null || options.dateIsRight || !stated.isAfter(clock.plusDays(1))) {
      return;
    }
    LocalDate newest = home().newestDate();
    if (newest == null) {
      throw new Refusal(TerminalProblem.DATE_NOT_BORNE_OUT, stated, clock);
    }
    if (stated.isAfter(newest.plusDays(FAR_AHEAD_DAYS))) {
      throw new Refusal(TerminalProblem.DATE_FAR_AHEAD, stated, newest, clock);
    }
  }

  /**
   * To be called before any key is unlocked.
   *
   * @throws Refusal NETWORK_UP, NETWORK_UNKNOWN unless {@code --allow-network}, which warns
   */
  public void requireOffline() throws Refusal {
    if (options.allowNetwork) {
      terminal.warn("terminal.network-allowed");
      return;
    }
    List<String> up = environment.network().up();
    if (!up.isEmpty()) {
      throw new Refusal(TerminalProblem.NETWORK_UP, String.join(", ", up));
    }
  }
}
