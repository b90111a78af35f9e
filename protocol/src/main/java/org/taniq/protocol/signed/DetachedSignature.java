package org.taniq.protocol.signed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

/**
 * One signature under a document. SPEC §4.
 *
 * @param signature 64 bytes, not yet verified
 */
public record DetachedSignature(SignerId signer, Bytes signature) {

  static final int MAX = 256;

  /** Signs the exact bytes of a document. */
  public static DetachedSignature sign(DocumentType type, byte[] document, SigningKey key) {
    return new DetachedSignature(
        key.id(), Bytes.of(key.sign(message(type, Hashes.sha256(document)))));
  }

  boolean verify(DocumentType type, byte[] sha256, Bytes publicKey) {
    return Signatures.verify(publicKey.toArray(), message(type, sha256), signature.toArray());
  }

  // SPEC §4: L("signed") ‖ type ASCII ‖ 00 ‖ SHA-256(bytes)
  private static byte[] message(DocumentType type, byte[] sha256) {
    byte[] name = (type.text() + '\0').getBytes(StandardCharsets.US_ASCII);
    return Hashes.join(Labels.of("signed"), name, sha256);
  }

  static DetachedSignature read(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    SignerId signer = SignerId.parse(fields.text("signer"));
    Bytes signature = Bytes.of(fields.b64u("signature", Signatures.SIGNATURE_BYTES));
    fields.finish();
    return new DetachedSignature(signer, signature);
  }

  ObjectNode node() {
    return StrictJson.object()
        .put("signer", signer.hex())
        .put("signature", Spelling.b64u(signature.toArray()));
  }
}
