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
 * A custodian's X-Wing public key for one epoch, signed by that custodian for no lower quorums than
 * it says. SPEC §4.2.
 *
 * @param publicKey 1216 bytes
 * @param signature 64 bytes
 */
public record EpochKey(SignerId custodian, Bytes publicKey, LeastQuorum least, Bytes signature) {

  public static final int PUBLIC_KEY_BYTES = 1216;

  /** Signs a key for an epoch of an instance and the least quorums that it serves. */
  public static EpochKey sign(
      SigningKey custodian, Bytes instance, Epoch epoch, LeastQuorum least, byte[] publicKey) {
    if (publicKey.length != PUBLIC_KEY_BYTES) {
      throw new IllegalArgumentException("an X-Wing public key has 1216 bytes");
    }
    byte[] signature = custodian.sign(message(instance, epoch, least, publicKey));
    return new EpochKey(custodian.id(), Bytes.of(publicKey), least, Bytes.of(signature));
  }

  /** Whether the custodian with this Ed25519 key signed the key for this epoch. */
  public boolean verify(Bytes signingKey, Bytes instance, Epoch epoch) {
    return SignerId.of(signingKey.toArray()).equals(custodian)
        && Signatures.verify(
            signingKey.toArray(),
            message(instance, epoch, least, publicKey.toArray()),
            signature.toArray());
  }

  // SPEC §4.2: L("epoch-key") ‖ instance ‖ kind ASCII ‖ 00 ‖ epoch ASCII ‖ 00 ‖
  // u8 testimony ‖ u8 identity ‖ SHA-256(key)
  private static byte[] message(Bytes instance, Epoch epoch, LeastQuorum least, byte[] publicKey) {
    String name = epoch.kind().text() + '\0' + epoch.text() + '\0';
    return Hashes.join(
        Labels.of("epoch-key"),
        instance.toArray(),
        name.getBytes(StandardCharsets.US_ASCII),
        least.bytes(),
        Hashes.sha256(publicKey));
  }

  static EpochKey read(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    EpochKey key =
        new EpochKey(
            SignerId.parse(fields.text("custodian")),
            Bytes.of(fields.b64u("key", PUBLIC_KEY_BYTES)),
            LeastQuorum.read(fields),
            Bytes.of(fields.b64u("signature", Signatures.SIGNATURE_BYTES)));
    fields.finish();
    return key;
  }

  ObjectNode node() {
    ObjectNode node =
        StrictJson.object()
            .put("custodian", custodian.hex())
            .put("key", Spelling.b64u(publicKey.toArray()));
    node.set("least", least.node());
    return node.put("signature", Spelling.b64u(signature.toArray()));
  }
}
