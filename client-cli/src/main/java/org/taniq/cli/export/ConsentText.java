package org.taniq.cli.export;

import java.time.LocalDate;
import java.util.Locale;
import org.taniq.cli.terminal.SafeText;
import org.taniq.protocol.testimony.Consent;
import org.taniq.protocol.testimony.Consent.Grant;
import org.taniq.protocol.testimony.Consent.Level;
import org.taniq.protocol.testimony.Consent.Purpose;
import org.taniq.protocol.testimony.TestimonyJson;

/** What a testimony may be used for on a day, in the words of SPEC §3.2, a line each. */
final class ConsentText {
  private ConsentText() {}

  /**
   * All consents, for consent.txt; of what the submitter wrote, what could pass for other lines or
   * move a cursor is written as {@link SafeText} does.
   */
  static String of(TestimonyJson testimony, LocalDate day) {
    StringBuilder text = new StringBuilder("on " + day + "\n");
    for (Consent consent : testimony.consent()) {
      text.append('\n').append(SafeText.of(who(consent))).append(", given by ");
      text.append(word(consent.givenBy())).append(" on ").append(consent.date());
      if (consent.expires() != null) {
        text.append(", holds until ").append(consent.expires());
      }
      text.append('\n');
      for (Purpose purpose : Purpose.values()) {
        text.append("  ").append(word(purpose)).append(": ");
        text.append(word(consent.level(purpose, day))).append(SafeText.of(named(consent, purpose)));
        text.append('\n');
      }
    }
    if (testimony.consent().isEmpty()) {
      text.append("\nnothing was said: keep and analyse without name, nothing else\n");
    }
    return text.toString();
  }

  /** One consent in one line: what is allowed. What the submitter wrote is in it unchanged. */
  static String brief(Consent consent, LocalDate day) {
    StringBuilder text = new StringBuilder();
    for (Purpose purpose : Purpose.values()) {
      Level level = consent.level(purpose, day);
      if (level != Level.NO) {
        text.append(text.length() == 0 ? "" : ", ").append(word(purpose)).append(' ');
        text.append(word(level)).append(named(consent, purpose));
      }
    }
    return text.length() == 0 ? "no" : text.toString();
  }

  /** Whom it is about, in the submitter's words, unchanged. */
  static String who(Consent consent) {
    String person = word(consent.person());
    return consent.label() == null ? person : person + " (" + consent.label() + ")";
  }

  private static String named(Consent consent, Purpose purpose) {
    Grant grant = consent.grants().get(purpose);
    return grant == null || grant.who() == null ? "" : " (" + grant.who() + ")";
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
