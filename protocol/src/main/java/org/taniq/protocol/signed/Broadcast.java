package org.taniq.protocol.signed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

/**
 * What a bulletin says beside keys: shelves, acknowledgements, salted log heads. SPEC §4.4.
 *
 * @param salt 32 bytes
 * @param logHeads SHA-256(L("log-head") ‖ salt ‖ head)
 */
public record Broadcast(
    List<ShelfSet> shelves, List<AckFile> acks, Bytes salt, List<Bytes> logHeads) {

  public static final int SET_BYTES = 16;
  static final String SHELVES = "/taniq/shelves/";
  static final String ACKS = "/taniq/acks/";
  private static final int MAX = 4096;

  /** A served file and its SHA-256. */
  public record ServedFile(String path, Bytes sha256) {}

  /** The newest shelves of one writing laptop. */
  public record ShelfSet(Bytes set, long number, List<ServedFile> files) {
    public ShelfSet {
      files = List.copyOf(files);
    }
  }

  /** The newest acknowledgements of one writing laptop. */
  public record AckFile(Bytes set, ServedFile file) {}

  public Broadcast {
    shelves = List.copyOf(shelves);
    acks = List.copyOf(acks);
    logHeads = List.copyOf(logHeads);
  }

  /** Nothing yet, under a fresh salt of 32 random bytes. */
  public static Broadcast empty(byte[] salt) {
    return new Broadcast(List.of(), List.of(), Bytes.of(salt), List.of());
  }

  /** The salted hash of a custody log's head. */
  public static Bytes logHead(Bytes salt, byte[] head) {
    return Bytes.of(Hashes.sha256(Hashes.join(Labels.of("log-head"), salt.toArray(), head)));
  }

  /** Every file that is delivered with the bulletin. */
  public List<ServedFile> files() {
    List<ServedFile> all = new ArrayList<>();
    shelves.forEach(set -> all.addAll(set.files()));
    acks.forEach(ack -> all.add(ack.file()));
    return List.copyOf(all);
  }

  static Broadcast read(JsonFields fields) throws MalformedException {
    JsonFields logs = fields.object("logs");
    Broadcast broadcast =
        new Broadcast(
            fields.list("shelves", MAX, Broadcast::readSet),
            fields.list("acks", MAX, Broadcast::readAck),
            Bytes.of(logs.b64u("salt", Hashes.BYTES)),
            logs.list("heads", MAX, Bulletin::readHash));
    logs.finish();
    requireDifferent(broadcast.logHeads());
    requireDifferent(broadcast.shelves().stream().map(ShelfSet::set).toList());
    List<String> paths = broadcast.files().stream().map(ServedFile::path).toList();
    requireDifferent(paths);
    return broadcast;
  }

  private static void requireDifferent(List<?> list) throws MalformedException {
    if (list.size() != list.stream().distinct().count()) {
      throw new MalformedException("an entry twice");
    }
  }

  void put(ObjectNode node) {
    var sets = node.putArray("shelves");
    for (ShelfSet set : shelves) {
      ObjectNode each = sets.addObject().put("set", set.set().hex()).put("number", set.number());
      var files = each.putArray("files");
      set.files().forEach(file -> files.add(put(StrictJson.object(), file)));
    }
    var files = node.putArray("acks");
    for (AckFile ack : acks) {
      put(files.addObject().put("set", ack.set().hex()), ack.file());
    }
    ObjectNode logs = node.putObject("logs").put("salt", Spelling.b64u(salt.toArray()));
    var heads = logs.putArray("heads");
    logHeads.forEach(head -> heads.add(head.hex()));
  }

  private static ObjectNode put(ObjectNode node, ServedFile file) {
    return node.put("path", file.path()).put("sha256", file.sha256().hex());
  }

  private static ShelfSet readSet(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    ShelfSet set =
        new ShelfSet(
            Bytes.of(fields.hex("set", SET_BYTES)),
            fields.integer("number", 0, JsonFields.MAX_INTEGER),
            fields.list("files", MAX, Broadcast::readShelf));
    fields.finish();
    return set;
  }

  private static ServedFile readShelf(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    ServedFile file = readFile(fields, SHELVES);
    fields.finish();
    return file;
  }

  private static AckFile readAck(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    AckFile ack = new AckFile(Bytes.of(fields.hex("set", SET_BYTES)), readFile(fields, ACKS));
    fields.finish();
    return ack;
  }

  private static ServedFile readFile(JsonFields fields, String folder) throws MalformedException {
    return new ServedFile(
        SitePath.under(folder, fields.text("path")), Bytes.of(fields.hex("sha256", Hashes.BYTES)));
  }
}
