package org.taniq.cli.seeded;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** Breaks a rule on purpose: a hidden clock. */
public final class LooksAtTheClock {
  LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }
}
