package org.taniq.parcel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.taniq.parcel.ParcelEntry.Arrival;
import org.taniq.parcel.ParcelException.Reason;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

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

  private static final String FORMAT = "parcel";
  private static final Pattern INSTANCE = Pattern.compile("[0-9a-f]{64}");

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
    try {
      JsonFields root = JsonFields.of(StrictJson.parse(bytes, MAX_BYTES)).format(FORMAT);
      ParcelKind kind = ParcelKind.of(root.text("kind"));
      if (kind == null) {
        throw new MalformedException("kind");
      }
      String instance = Spelling.hex(root.hex("instance", 32));
      LocalDate day = root.date("day");
      List<ParcelEntry> entries =
          root.list("entries", MAX_ENTRIES, node -> entry(JsonFields.of(node), kind));
      root.finish();
      return new ParcelManifest(kind, instance, day, entries);
    } catch (MalformedException | IllegalArgumentException e) {
      throw new ParcelException(Reason.BAD_MANIFEST);
    }
  }

  private static ParcelEntry entry(JsonFields fields, ParcelKind kind) throws MalformedException {
    String name = fields.text("name");
    long size = fields.integer("size", 0, ParcelEntry.MAX_SIZE);
    String sha256 = Spelling.hex(fields.hex("sha256", 32));
    Arrival arrival = null;
    if (kind == ParcelKind.INCOMING) {
      String id = Spelling.hex(fields.hex("id", 16));
      String keyset = Spelling.hex(fields.hex("keyset", 16));
      arrival = new Arrival(id, keyset, fields.date("day"));
    }
    fields.finish();
    return new ParcelEntry(name, size, sha256, arrival);
  }

  /** The bytes of the manifest, laid out so that a person can read it too. */
  byte[] bytes() {
    ObjectNode root = StrictJson.object();
    root.put("format", Labels.format(FORMAT)).put("kind", kind.word()).put("instance", instance);
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
    return StrictJson.pretty(root);
  }
}
