package org.taniq.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Typed reading of one JSON object: a field that is missing, null or of another type is refused.
 * {@link #finish} refuses what nobody asked for. Not thread-safe.
 */
public final class JsonFields {

  /** The largest integer that every JSON reader holds exactly. */
  public static final long MAX_INTEGER = (1L << 53) - 1;

  /** Reads one element of an array. */
  @FunctionalInterface
  public interface Element<T> {
    T read(JsonNode node) throws MalformedException;
  }

  private final ObjectNode node;
  private final Set<String> asked = new HashSet<>();

  private JsonFields(ObjectNode node) {
    this.node = node;
  }

  public static JsonFields of(JsonNode node) throws MalformedException {
    if (node instanceof ObjectNode object) {
      return new JsonFields(object);
    }
    throw new MalformedException("not an object");
  }

  /** Requires the field {@code format} to be that of {@code name}. */
  public JsonFields format(String name) throws MalformedException {
    if (!text("format").equals(Labels.format(name))) {
      throw new MalformedException("another format than " + name);
    }
    return this;
  }

  public boolean has(String name) {
    return node.has(name);
  }

  /** Whether the field is there and null; a field that is absent is refused. */
  public boolean isNull(String name) throws MalformedException {
    return field(name).isNull();
  }

  public String text(String name) throws MalformedException {
    return text(field(name));
  }

  public @Nullable String optionalText(String name) throws MalformedException {
    return has(name) ? text(name) : null;
  }

  public boolean bool(String name) throws MalformedException {
    JsonNode value = field(name);
    if (!value.isBoolean()) {
      throw new MalformedException("not true or false: " + name);
    }
    return value.booleanValue();
  }

  /** An integer written as one: 1.0 and 1e0 are refused. */
  public long integer(String name, long min, long max) throws MalformedException {
    JsonNode value = field(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new MalformedException("not an integer: " + name);
    }
    if (value.longValue() < min || value.longValue() > max) {
      throw new MalformedException("out of range: " + name);
    }
    return value.longValue();
  }

  public byte[] hex(String name, int size) throws MalformedException {
    return Spelling.parseHex(text(name), size);
  }

  public byte[] b64u(String name, int size) throws MalformedException {
    return Spelling.parseB64u(text(name), size);
  }

  public LocalDate date(String name) throws MalformedException {
    return Spelling.parseDate(text(name));
  }

  public JsonFields object(String name) throws MalformedException {
    return of(field(name));
  }

  public ObjectNode objectNode(String name) throws MalformedException {
    if (field(name) instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedException("not an object: " + name);
  }

  /** The elements of an array, in order. */
  public <T> List<T> list(String name, int max, Element<T> element) throws MalformedException {
    if (!(field(name) instanceof ArrayNode array) || array.size() > max) {
      throw new MalformedException("not an array of at most " + max + ": " + name);
    }
    List<T> all = new ArrayList<>();
    for (JsonNode each : array) {
      all.add(element.read(each));
    }
    return List.copyOf(all);
  }

  /** Refuses fields that nobody asked for. */
  public void finish() throws MalformedException {
    for (var field : node.properties()) {
      if (!asked.contains(field.getKey())) {
        throw new MalformedException("a field that the format does not have");
      }
    }
  }

  public static String text(JsonNode node) throws MalformedException {
    if (!node.isTextual()) {
      throw new MalformedException("not text");
    }
    return node.textValue();
  }

  private JsonNode field(String name) throws MalformedException {
    asked.add(name);
    JsonNode value = node.get(name);
    if (value == null) {
      throw new MalformedException("missing: " + name);
    }
    return value;
  }
}
