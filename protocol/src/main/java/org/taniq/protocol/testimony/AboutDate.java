package org.taniq.protocol.testimony;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

/**
 * A date as a witness knows it. SPEC §3.2.
 *
 * @param date {@code YYYY}, {@code YYYY-MM} or {@code YYYY-MM-DD}; a day that exists
 * @param about whether it is a guess
 */
public record AboutDate(String date, boolean about) {

  private static final Pattern SHAPE = Pattern.compile("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?");

  public AboutDate {
    if (!isDate(date)) {
      throw new IllegalArgumentException("a date is YYYY, YYYY-MM or YYYY-MM-DD");
    }
  }

  /** Whether this text can be the date of an about-date. */
  public static boolean isDate(String text) {
    if (!SHAPE.matcher(text).matches()) {
      return false;
    }
    String day =
        switch (text.length()) {
          case 4 -> text + "-01-01";
          case 7 -> text + "-01";
          default -> text;
        };
    try {
      Spelling.parseDate(day);
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  static AboutDate read(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    String date = fields.text("date");
    if (!isDate(date)) {
      throw new MalformedException("not an about-date");
    }
    return new AboutDate(date, fields.has("about") && fields.bool("about"));
  }

  ObjectNode node() {
    ObjectNode node = StrictJson.object().put("date", date);
    return about ? node.put("about", true) : node;
  }
}
