package org.taniq.protocol.testimony;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;

/**
 * What one person allows, purpose by purpose. SPEC §3.2.
 *
 * @param person whom it is about
 * @param label who that is, in the submitter's words, or null
 * @param givenBy who said so
 * @param date the day on which it was given
 * @param expires the last day on which it holds, or null for no end
 * @param grants the purposes that were asked; an absent one has its default
 */
public record Consent(
    Person person,
    @Nullable String label,
    GivenBy givenBy,
    LocalDate date,
    @Nullable LocalDate expires,
    Map<Purpose, Grant> grants) {

  /** Whom consent is about. */
  public enum Person {
    DETAINEE,
    SUBMITTER,
    THIRD
  }

  /** Who gave it. */
  public enum GivenBy {
    SELF,
    SUBMITTER,
    RELATIVE,
    UNKNOWN
  }

  /** What testimony may be used for. */
  public enum Purpose {
    KEEP,
    LAWYER,
    UN_COE,
    GOVERNMENT,
    COURT,
    PUBLIC_LIST,
    MEDIA
  }

  /** How much of the person may show. */
  public enum Level {
    NO,
    WITHOUT_NAME,
    INITIALS,
    FULL_NAME,
    ASK_FIRST
  }

  /**
   * What is allowed for one purpose.
   *
   * @param who for a lawyer: which one; else null
   */
  public record Grant(Level level, @Nullable String who) {}

  public Consent {
    grants = grants.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(grants));
  }

  /**
   * The level that holds on a day: as granted; absent: no, but keep without name; after the expiry
   * every purpose but keep that was not refused: ask first.
   */
  public Level level(Purpose purpose, LocalDate day) {
    Grant grant = grants.get(purpose);
    if (purpose == Purpose.KEEP) {
      return grant == null ? Level.WITHOUT_NAME : grant.level();
    }
    if (grant == null || grant.level() == Level.NO) {
      return Level.NO;
    }
    return expires != null && day.isAfter(expires) ? Level.ASK_FIRST : grant.level();
  }

  static Consent read(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    Map<Purpose, Grant> grants = new EnumMap<>(Purpose.class);
    for (var each : fields.objectNode("purposes").properties()) {
      JsonFields grant = JsonFields.of(each.getValue());
      grants.put(
          word(Purpose.class, each.getKey()),
          new Grant(word(Level.class, grant.text("level")), grant.optionalText("who")));
    }
    return new Consent(
        word(Person.class, fields.text("person")),
        fields.optionalText("label"),
        word(GivenBy.class, fields.text("given_by")),
        fields.date("date"),
        fields.has("expires") ? fields.date("expires") : null,
        grants);
  }

  ObjectNode node() {
    ObjectNode node = StrictJson.object().put("person", word(person));
    if (label != null) {
      node.put("label", StrictJson.text(label));
    }
    node.put("given_by", word(givenBy)).put("date", date.toString());
    if (expires != null) {
      node.put("expires", expires.toString());
    }
    ObjectNode purposes = node.putObject("purposes");
    grants.forEach(
        (purpose, grant) -> {
          ObjectNode each = purposes.putObject(word(purpose)).put("level", word(grant.level()));
          if (grant.who() != null) {
            each.put("who", StrictJson.text(Objects.requireNonNull(grant.who())));
          }
        });
    return node;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E word(Class<E> type, String text) throws MalformedException {
    for (E value : type.getEnumConstants()) {
      if (word(value).equals(text)) {
        return value;
      }
    }
    throw new MalformedException("a word that consent does not have");
  }
}
