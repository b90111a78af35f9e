package org.taniq.protocol.testimony;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

/** attachment.json: name, type, size and digest of a sealed attachment. SPEC §3.5. */
public final class AttachmentJson {

  static final String FORMAT = "attachment";

  private final ObjectNode node;
  private final String name;
  private final String type;
  private final long size;
  private final byte[] digest;

  private AttachmentJson(ObjectNode node) throws MalformedException {
    this.node = node;
    JsonFields fields = JsonFields.of(node).format(FORMAT);
    this.name = fields.text("name");
    this.type = fields.text("type");
    this.size = fields.integer("size", 0, FileEntry.MAX_BYTES);
    this.digest = fields.hex("digest", FileDigest.BYTES);
    if (!FileEntry.isName(name) || !FileEntry.isType(type)) {
      throw new MalformedException("a name or type too long");
    }
  }

  public static AttachmentJson parse(byte[] bytes) throws MalformedException {
    return new AttachmentJson(StrictJson.parse(bytes, ThreadJson.MAX_JSON_BYTES));
  }

  /**
   * Describes the file {@code content} beside it.
   *
   * @param digest D(content), 32 bytes
   */
  public static AttachmentJson of(String name, String type, long size, byte[] digest) {
    ObjectNode node =
        StrictJson.object()
            .put("format", Labels.format(FORMAT))
            .put("name", StrictJson.text(name))
            .put("type", StrictJson.text(type))
            .put("size", size)
            .put("digest", Spelling.hex(digest));
    try {
      return new AttachmentJson(node);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  public String name() {
    return name;
  }

  public String type() {
    return type;
  }

  public long size() {
    return size;
  }

  /** 32 bytes, a copy. */
  public byte[] digest() {
    return digest.clone();
  }

  /** The JSON with unknown fields. */
  public byte[] bytes() {
    return StrictJson.pretty(node);
  }
}
