package org.taniq.parcel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.taniq.parcel.ParcelEntry.Arrival;
import org.taniq.parcel.ParcelException.Reason;

/**
 * {@code parcel.json}. SPEC §9.2. It guards against a bad stick and a cut copy, not against an
 * attacker: what is carried proves itself, envelopes by their keys and documents by signatures.
 *
 * @param kind which way the parcel goes
 * @param instance 64 hex digits
 * @param day UTC day on which it was finished
 * @param entries in order of their names
 */
public record ParcelManifest(
    ParcelKind kind, String instance, LocalDate day, List<ParcelEntry> entries) {
  /** Five directory entries of FAT per envelope, of 65,536 that a directory has. */
  public static final int MAX_ENTRIES = 10_000;

  static final int MAX_BYTES = 8 << 20;

  private static final String FORMAT = "taniq.org/v1/parcel";
  private static final Pattern INSTANCE = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(4)
                          .maxStringLength(1000)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * Copies the entries.
   *
   * @throws IllegalArgumentException if a rule of SPEC §9.2 on the whole is broken
   */
  public ParcelManifest {
    entries = List.copyOf(entries);
    if (!INSTANCE.matcher(instance).matches()) {
      throw new IllegalArgumentException("instance is not 64 hex digits");
    }
    if (entries.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException("too many entries");
    }
    Set<String> files = new HashSet<>();
    for (ParcelEntry entry : entries) {
      if ((kind == ParcelKind.INCOMING) != (entry.arrival() != null)) {
        throw new IllegalArgumentException("arrival stands in incoming parcels only");
      }
      Arrival arrival = entry.arrival();
      if (arrival != null && !entry.name().equals(arrival.id() + ".envelope")) {
        throw new IllegalArgumentException("an envelope is named by its id");
      }
      for (String file : Pieces.of(entry, Pieces.MAX_BYTES).names()) {
        if (!files.add(file)) {
          throw new IllegalArgumentException("two entries have one name");
        }
      }
    }
  }

  /**
   * Reads the bytes strictly: no other fields, none twice, nothing behind.
   *
   * @throws ParcelException BAD_MANIFEST
   */
  static ParcelManifest parse(byte[] bytes) throws ParcelException {
    try (JsonParser parser = JSON.createParser(bytes)) {
      JsonNode root = JSON.readTree(parser);
      if (root == null || parser.nextToken() != null) {
        throw bad();
      }
      only(root, Set.of("format", "kind", "instance", "day", "entries"));
      ParcelKind kind = ParcelKind.of(text(root, "kind"));
      if (!text(root, "format").equals(FORMAT) || kind == null || !root.get("entries").isArray()) {
        throw bad();
      }
      List<ParcelEntry> entries = new ArrayList<>();
      for (JsonNode node : root.get("entries")) {
        entries.add(entry(node, kind));
      }
      return new ParcelManifest(kind, text(root, "instance"), day(text(root, "day")), entries);
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      throw bad();
    } catch (IOException e) {
      throw new IllegalStateException("reading an array does not fail", e);
    }
  }

  private static ParcelEntry entry(JsonNode node, ParcelKind kind) throws ParcelException {
    boolean incoming = kind == ParcelKind.INCOMING;
    only(
        node,
        incoming
            ? Set.of("name", "size", "sha256", "id", "keyset", "day")
            : Set.of("name", "size", "sha256"));
    JsonNode size = node.get("size");
    if (!size.isIntegralNumber() || !size.canConvertToLong()) {
      throw bad();
    }
    Arrival arrival =
        incoming
            ? new Arrival(text(node, "id"), text(node, "keyset"), day(text(node, "day")))
            : null;
    return new ParcelEntry(text(node, "name"), size.longValue(), text(node, "sha256"), arrival);
  }

  /** The bytes of the manifest: one line per entry, so that a person can read it too. */
  byte[] bytes() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("kind", kind.word()).put("instance", instance);
    root.put("day", day.toString());
    ArrayNode list = root.putArray("entries");
    for (ParcelEntry entry : entries) {
      ObjectNode node = list.addObject();
      node.put("name", entry.name()).put("size", entry.size()).put("sha256", entry.sha256());
      Arrival arrival = entry.arrival();
      if (arrival != null) {
        node.put("id", arrival.id()).put("keyset", arrival.keyset());
        node.put("day", arrival.day().toString());
      }
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers is writable", e);
    }
  }

  private static void only(JsonNode node, Set<String> names) throws ParcelException {
    if (!node.isObject() || node.size() != names.size()) {
      throw bad();
    }
    for (String name : names) {
      if (!node.has(name)) {
        throw bad();
      }
    }
  }

  private static String text(JsonNode node, String name) throws ParcelException {
    JsonNode value = node.get(name);
    if (value == null || !value.isTextual()) {
      throw bad();
    }
    return value.textValue();
  }

  private static LocalDate day(String text) throws ParcelException {
    if (!DAY.matcher(text).matches()) {
      throw bad();
    }
    return LocalDate.parse(text);
  }

  private static ParcelException bad() {
    return new ParcelException(Reason.BAD_MANIFEST);
  }
}
