package org.taniq.protocol.testimony;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

/**
 * What testimony.json and part.json share: the place of an envelope in its thread, and its files.
 * SPEC §3.2, §3.3. Unknown fields are kept and written again.
 */
public abstract sealed class ThreadJson permits TestimonyJson, PartJson {

  /** The largest JSON that a tar may hold. SPEC §2.10. */
  public static final int MAX_JSON_BYTES = 4 << 20;

  public static final int MAX_NUMBER = 5000;
  public static final int MAX_FILES = 1000; // identity.sealed + 999 attachments
  public static final int SITTING_BYTES = 16;
  public static final int KEY_BYTES = 32;

  private final ObjectNode node;
  private final byte[] instance;
  private final byte[] nonce;
  private final byte[] thread;
  private final byte[] sitting;
  private final int number;
  private final List<FileEntry> files;

  ThreadJson(ObjectNode node, String format, int minNumber, int maxNumber)
      throws MalformedException {
    this.node = node.deepCopy();
    JsonFields fields = JsonFields.of(node).format(format);
    this.instance = fields.hex("instance", KEY_BYTES);
    this.nonce = fields.b64u("nonce", KEY_BYTES);
    this.thread = fields.b64u("thread", KEY_BYTES);
    this.sitting = fields.hex("sitting", SITTING_BYTES);
    this.number = (int) fields.integer("number", minNumber, maxNumber);
    this.files = fields.list("files", MAX_FILES, FileEntry::read);
    Set<String> paths = new HashSet<>();
    for (FileEntry file : files) {
      if (!paths.add(file.path())) {
        throw new MalformedException("a file listed twice");
      }
    }
  }

  /** Reads testimony.json or part.json, by its format. */
  public static ThreadJson parseAny(byte[] bytes) throws MalformedException {
    ObjectNode node = StrictJson.parse(bytes, MAX_JSON_BYTES);
    String format = JsonFields.of(node).text("format");
    return format.endsWith("/" + PartJson.FORMAT) ? new PartJson(node) : new TestimonyJson(node);
  }

  /** The instance that the submitter sealed for, 32 bytes. */
  public final byte[] instance() {
    return instance.clone();
  }

  /** The nonce of this envelope, 32 bytes. */
  public final byte[] nonce() {
    return nonce.clone();
  }

  /** The thread's Ed25519 public key, 32 bytes; not yet checked to be a point. */
  public final byte[] thread() {
    return thread.clone();
  }

  /** 16 bytes, the same in all parts that were sent in one go. */
  public final byte[] sitting() {
    return sitting.clone();
  }

  /** 0 for the testimony, 1..5000 for parts. */
  public final int number() {
    return number;
  }

  /** Every other file of the tar but thread.sig, in tar order. */
  public final List<FileEntry> files() {
    return files;
  }

  /** The JSON with everything that was read, unknown fields included. */
  public final byte[] bytes() {
    return StrictJson.pretty(node);
  }

  /** A copy of the whole JSON, for export and display. */
  public final ObjectNode node() {
    return node.deepCopy();
  }

  static ObjectNode head(
      String format, byte[] instance, byte[] nonce, byte[] thread, byte[] sitting, int number) {
    return StrictJson.object()
        .put("format", org.taniq.protocol.Labels.format(format))
        .put("instance", Spelling.hex(instance))
        .put("nonce", Spelling.b64u(nonce))
        .put("thread", Spelling.b64u(thread))
        .put("sitting", Spelling.hex(sitting))
        .put("number", number);
  }

  static void putFiles(ObjectNode node, List<FileEntry> files) {
    var array = node.putArray("files");
    files.forEach(file -> array.add(file.node()));
  }
}
