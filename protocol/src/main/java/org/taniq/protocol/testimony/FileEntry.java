package org.taniq.protocol.testimony;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;

/**
 * One file of a tar as its JSON lists it. SPEC §3.2.
 *
 * @param path name in the tar: {@code identity.sealed} or {@code attachments/NNN}
 * @param size bytes
 * @param digest D(content), 32 bytes
 * @param name original name, any text; null for identity.sealed and sealed attachments
 * @param type media type as the submitter's system says, may be empty; null as name
 * @param sealed whether the content is an identity envelope
 */
public record FileEntry(
    String path,
    long size,
    Bytes digest,
    @Nullable String name,
    @Nullable String type,
    boolean sealed) {

  public static final String IDENTITY = "identity.sealed";
  public static final long MAX_BYTES = 1L << 33;
  static final int MAX_NAME_BYTES = 1024;
  static final int MAX_TYPE_BYTES = 255;

  private static final Pattern ATTACHMENT = Pattern.compile("attachments/[0-9]{3}");

  public FileEntry {
    String wrong = wrong(path, size, digest, name, type, sealed);
    if (wrong != null) {
      throw new IllegalArgumentException(wrong);
    }
    name = name == null ? null : StrictJson.text(name);
    type = type == null ? null : StrictJson.text(type);
  }

  /** The entry of identity.sealed. */
  public static FileEntry identity(long size, byte[] digest) {
    return new FileEntry(IDENTITY, size, Bytes.of(digest), null, null, false);
  }

  /** An attachment that custodians see with the text. */
  public static FileEntry attachment(
      String path, long size, byte[] digest, String name, String type) {
    return new FileEntry(path, size, Bytes.of(digest), name, type, false);
  }

  /** An attachment that shows who somebody is. */
  public static FileEntry sealedAttachment(String path, long size, byte[] digest) {
    return new FileEntry(path, size, Bytes.of(digest), null, null, true);
  }

  /** Whether this can be an original name: no U+0000, at most 1024 bytes of UTF-8. */
  public static boolean isName(String name) {
    return name.indexOf('\0') < 0 && utf8Length(name) <= MAX_NAME_BYTES;
  }

  /** Whether this can be a media type: at most 255 bytes of UTF-8. */
  public static boolean isType(String type) {
    return utf8Length(type) <= MAX_TYPE_BYTES;
  }

  static FileEntry read(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    String path = fields.text("path");
    long size = fields.integer("size", 0, MAX_BYTES);
    Bytes digest = Bytes.of(fields.hex("digest", FileDigest.BYTES));
    boolean sealed = fields.has("sealed") && fields.bool("sealed");
    boolean named = !sealed && !path.equals(IDENTITY);
    String name = named ? fields.text("name") : null;
    String type = named ? fields.text("type") : null;
    String wrong = wrong(path, size, digest, name, type, sealed);
    if (wrong != null) {
      throw new MalformedException(wrong);
    }
    return new FileEntry(path, size, digest, name, type, sealed);
  }

  ObjectNode node() {
    ObjectNode node =
        StrictJson.object().put("path", path).put("size", size).put("digest", digest.hex());
    if (name != null) {
      node.put("name", name).put("type", type);
    }
    return sealed ? node.put("sealed", true) : node;
  }

  private static @Nullable String wrong(
      String path,
      long size,
      Bytes digest,
      @Nullable String name,
      @Nullable String type,
      boolean sealed) {
    boolean identity = path.equals(IDENTITY);
    if (!identity && (!ATTACHMENT.matcher(path).matches() || path.endsWith("/000"))) {
      return "a path that no tar has";
    }
    if (size < 0 || size > MAX_BYTES || digest.length() != FileDigest.BYTES) {
      return "a size or digest out of range";
    }
    boolean bare = identity || sealed;
    if (bare != (name == null) || bare != (type == null) || (identity && sealed)) {
      return "a name where none belongs, or none where one does";
    }
    boolean fits = bare || (isName(name == null ? "" : name) && isType(type == null ? "" : type));
    return fits ? null : "a name or type too long";
  }

  private static int utf8Length(String text) {
    return StrictJson.text(text).getBytes(StandardCharsets.UTF_8).length;
  }
}
