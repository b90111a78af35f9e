package org.taniq.protocol.vectors;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A JSON object that keeps the order of its fields and writes itself without spaces. */
final class Json {

  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  /** An object of names and values in turn. */
  static Json of(@Nullable Object... namesAndValues) {
    Json json = new Json();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return json;
  }

  static List<Object> list(Object... values) {
    return Arrays.asList(values);
  }

  /** Sets a field: a Json, List, Map, String, Number, Boolean or null. */
  Json put(String name, @Nullable Object value) {
    fields.put(name, value);
    return this;
  }

  Json without(String name) {
    fields.remove(name);
    return this;
  }

  @Nullable Object get(String name) {
    return fields.get(name);
  }

  /** A copy whose fields can be changed without this one's. */
  Json copy() {
    Json copy = new Json();
    copy.fields.putAll(fields);
    return copy;
  }

  byte[] bytes() {
    return Bytes.utf8(toString());
  }

  @Override
  public String toString() {
    return text(fields);
  }

  private static String text(@Nullable Object value) {
    if (value instanceof Json json) {
      return text(json.fields);
    }
    if (value instanceof Map<?, ?> map) {
      StringJoiner object = new StringJoiner(",", "{", "}");
      map.forEach((name, field) -> object.add(text(name) + ":" + text(field)));
      return object.toString();
    }
    if (value instanceof List<?> list) {
      StringJoiner array = new StringJoiner(",", "[", "]");
      list.forEach(element -> array.add(text(element)));
      return array.toString();
    }
    return value instanceof String string ? quoted(string) : String.valueOf(value);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
