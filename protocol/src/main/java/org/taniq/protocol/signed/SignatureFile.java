package org.taniq.protocol.signed;

import static org.taniq.protocol.signed.SignedException.Reason.BAD_SIGNATURE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;

/**
 * The file {@code X.json.sig}: signatures under one document. SPEC §4.
 *
 * @param document SHA-256 of the document's bytes
 * @param signatures sorted by signer, each once; not verified
 */
public record SignatureFile(DocumentType type, Bytes document, List<DetachedSignature> signatures) {

  private static final String FORMAT = "signatures";
  static final int MAX_BYTES = 1 << 20;

  public SignatureFile {
    var sorted =
        new TreeSet<>(
            Comparator.comparing(DetachedSignature::signer)
                .thenComparing(DetachedSignature::signature));
    sorted.addAll(signatures);
    signatures = List.copyOf(sorted);
  }

  /** Signs a document by the given keys. */
  public static SignatureFile sign(DocumentType type, byte[] document, List<SigningKey> keys) {
    List<DetachedSignature> all = new ArrayList<>();
    for (SigningKey key : keys) {
      all.add(DetachedSignature.sign(type, document, key));
    }
    return new SignatureFile(type, Bytes.of(Hashes.sha256(document)), all);
  }

  public static SignatureFile parse(byte[] bytes) throws SignedException {
    try {
      JsonFields fields = JsonFields.of(StrictJson.parse(bytes, MAX_BYTES)).format(FORMAT);
      DocumentType type = DocumentType.parse(fields.text("type"));
      Bytes document = Bytes.of(fields.hex("document", Hashes.BYTES));
      var all = fields.list("signatures", DetachedSignature.MAX, DetachedSignature::read);
      fields.finish();
      return new SignatureFile(type, document, all);
    } catch (MalformedException e) {
      throw DocumentType.badDocument(e);
    }
  }

  /**
   * The signatures of both files, each once.
   *
   * @throws SignedException BAD_SIGNATURE if the other is not of the same document
   */
  public SignatureFile merge(SignatureFile other) throws SignedException {
    if (type != other.type || !document.equals(other.document)) {
      throw new SignedException(BAD_SIGNATURE, "signatures of another document");
    }
    List<DetachedSignature> all = new ArrayList<>(signatures);
    all.addAll(other.signatures);
    return new SignatureFile(type, document, all);
  }

  public byte[] bytes() {
    ObjectNode node =
        StrictJson.object()
            .put("format", Labels.format(FORMAT))
            .put("type", type.text())
            .put("document", document.hex());
    var array = node.putArray("signatures");
    signatures.forEach(each -> array.add(each.node()));
    return StrictJson.pretty(node);
  }
}
