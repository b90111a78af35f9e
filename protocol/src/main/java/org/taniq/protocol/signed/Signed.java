package org.taniq.protocol.signed;

import static org.taniq.protocol.signed.SignedException.Reason.BAD_SIGNATURE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

/**
 * A document's exact bytes and the signatures that came with it; nothing is verified yet. Also as
 * one file, the bundle. SPEC §4.
 */
public record Signed(DocumentType type, Bytes document, List<DetachedSignature> signatures) {

  private static final String FORMAT = "signed";
  static final int MAX_BUNDLE_BYTES = 8 << 20;

  public Signed {
    signatures = List.copyOf(signatures);
  }

  /**
   * Joins {@code X.json} and {@code X.json.sig}.
   *
   * @throws SignedException BAD_DOCUMENT if the signature file is malformed, BAD_SIGNATURE if it is
   *     of another type or document
   */
  public static Signed of(DocumentType type, byte[] document, byte[] signatureFile)
      throws SignedException {
    return of(type, document, SignatureFile.parse(signatureFile));
  }

  public static Signed of(DocumentType type, byte[] document, SignatureFile file)
      throws SignedException {
    if (file.type() != type || !file.document().equals(Bytes.of(Hashes.sha256(document)))) {
      throw new SignedException(BAD_SIGNATURE, "signatures of another document");
    }
    return new Signed(type, Bytes.of(document), file.signatures());
  }

  /** Reads a bundle. */
  public static Signed parseBundle(byte[] bytes) throws SignedException {
    try {
      return read(StrictJson.parse(bytes, MAX_BUNDLE_BYTES));
    } catch (MalformedException e) {
      throw DocumentType.badDocument(e);
    }
  }

  /** The bundle's bytes. */
  public byte[] bundle() {
    return StrictJson.pretty(node());
  }

  /** The signatures as a file of their own. */
  public SignatureFile signatureFile() {
    return new SignatureFile(type, sha256(), signatures);
  }

  /** Reads the bytes of a document. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(byte[] document) throws SignedException;
  }

  /**
   * The document, not verified.
   *
   * @throws SignedException BAD_SIGNATURE if it was handed over as one of another type, before
   *     anything of it is read; then the parser's
   */
  <T> T parse(DocumentType expected, Parser<T> parser) throws SignedException {
    if (type != expected) {
      throw new SignedException(BAD_SIGNATURE, "a document of another type");
    }
    return parser.parse(document.toArray());
  }

  /** SHA-256 of the document's bytes. */
  public Bytes sha256() {
    return Bytes.of(Hashes.sha256(document.toArray()));
  }

  static Signed read(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node).format(FORMAT);
    Signed signed =
        new Signed(
            DocumentType.parse(fields.text("type")),
            Bytes.of(Spelling.parseB64(fields.text("document"))),
            fields.list("signatures", DetachedSignature.MAX, DetachedSignature::read));
    fields.finish();
    return signed;
  }

  ObjectNode node() {
    ObjectNode node =
        StrictJson.object()
            .put("format", Labels.format(FORMAT))
            .put("type", type.text())
            .put("document", Spelling.b64(document.toArray()));
    var array = node.putArray("signatures");
    signatures.forEach(each -> array.add(each.node()));
    return node;
  }
}
