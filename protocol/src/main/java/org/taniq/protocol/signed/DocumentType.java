package org.taniq.protocol.signed;

import static org.taniq.protocol.signed.SignedException.Reason.BAD_DOCUMENT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;

/** The kinds of signed documents, and how their bytes are read. SPEC §4. */
public enum DocumentType {
  CHARTER("charter", 1 << 20),
  KEYSET("keyset", 1 << 20),
  SITE("site", 4 << 20),
  BULLETIN("bulletin", 1 << 20),
  DELETION_ORDER("deletion-order", 4 << 20);

  /** Reads the fields of one kind of document. */
  @FunctionalInterface
  interface Reader<T> {
    T read(JsonFields fields) throws MalformedException, SignedException;
  }

  private final String text;
  private final int maxBytes;

  DocumentType(String text, int maxBytes) {
    this.text = text;
    this.maxBytes = maxBytes;
  }

  /** As it stands in signatures and bundles. */
  public String text() {
    return text;
  }

  /** The largest document. */
  public int maxBytes() {
    return maxBytes;
  }

  /** The type that a document says it is. */
  public static DocumentType of(byte[] document) throws SignedException {
    try {
      String format = JsonFields.of(StrictJson.parse(document, SITE.maxBytes)).text("format");
      for (DocumentType type : values()) {
        if (format.equals(Labels.format(type.text))) {
          return type;
        }
      }
    } catch (MalformedException e) {
      throw badDocument(e);
    }
    throw new SignedException(BAD_DOCUMENT, "a format that is not signed");
  }

  static DocumentType parse(String text) throws MalformedException {
    for (DocumentType type : values()) {
      if (text.equals(type.text)) {
        return type;
      }
    }
    throw new MalformedException("an unknown type");
  }

  /** Strict JSON, the format's name, the reader's fields and no others. */
  <T> T read(byte[] document, Reader<T> reader) throws SignedException {
    try {
      JsonFields fields = JsonFields.of(StrictJson.parse(document, maxBytes)).format(text);
      T value = reader.read(fields);
      fields.finish();
      return value;
    } catch (MalformedException e) {
      throw badDocument(e);
    }
  }

  /** The written bytes, refused as every reader would refuse them. */
  byte[] write(ObjectNode node, Reader<?> reader) throws SignedException {
    byte[] document = StrictJson.pretty(node);
    read(document, reader);
    return document;
  }

  ObjectNode node() {
    return StrictJson.object().put("format", Labels.format(text));
  }

  static SignedException badDocument(MalformedException cause) {
    return new SignedException(BAD_DOCUMENT, String.valueOf(cause.getMessage()));
  }
}
