package org.taniq.cli.seal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.taniq.cli.terminal.Refusal;
import org.taniq.protocol.testimony.Consent;
import org.taniq.protocol.testimony.Consent.GivenBy;
import org.taniq.protocol.testimony.Consent.Grant;
import org.taniq.protocol.testimony.Consent.Level;
import org.taniq.protocol.testimony.Consent.Person;
import org.taniq.protocol.testimony.Consent.Purpose;

/** {@code --consent PERSON:PURPOSE=LEVEL[:WHO]}. */
final class ConsentOption {
  private static final Pattern FORM =
      Pattern.compile("([a-z]+):([a-z_]+)=([a-z_]+)(?::(.*))?", Pattern.DOTALL);

  private ConsentOption() {}

  /** The safe default: keep and analyse without name, nothing else. */
  static Consent keepOnly(LocalDate today) {
    return consent(
        Person.SUBMITTER, today, Map.of(Purpose.KEEP, new Grant(Level.WITHOUT_NAME, null)));
  }

  /** One consent for each person who is named. */
  static List<Consent> parse(List<String> options, LocalDate today) throws Refusal {
    Map<Person, Map<Purpose, Grant>> people = new EnumMap<>(Person.class);
    for (String option : options) {
      Matcher matcher = FORM.matcher(option);
      if (!matcher.matches()) {
        throw new Refusal(SealProblem.BAD_CONSENT, option);
      }
      Person person = word(Person.class, matcher.group(1), option);
      Purpose purpose = word(Purpose.class, matcher.group(2), option);
      Level level = word(Level.class, matcher.group(3), option);
      people
          .computeIfAbsent(person, key -> new EnumMap<>(Purpose.class))
          .put(purpose, new Grant(level, matcher.group(4)));
    }
    List<Consent> consents = new ArrayList<>();
    people.forEach((person, grants) -> consents.add(consent(person, today, grants)));
    return consents;
  }

  private static Consent consent(Person person, LocalDate today, Map<Purpose, Grant> grants) {
    GivenBy by = person == Person.SUBMITTER ? GivenBy.SELF : GivenBy.SUBMITTER;
    return new Consent(person, null, by, today, null, grants);
  }

  private static <E extends Enum<E>> E word(Class<E> type, String text, String option)
      throws Refusal {
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
        return value;
      }
    }
    throw new Refusal(SealProblem.BAD_CONSENT, option);
  }
}
