package org.taniq.protocol.signed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

/** A custodian's word that it still holds its keys. SPEC §4.4. */
public record Alive(SignerId custodian, LocalDate date, Bytes signature) {

  public static Alive sign(SigningKey custodian, Bytes instance, LocalDate date) {
    byte[] signature = custodian.sign(message(instance, date));
    return new Alive(custodian.id(), date, Bytes.of(signature));
  }

  /** Whether the custodian with this Ed25519 key said so. */
  public boolean verify(Bytes signingKey, Bytes instance) {
    return SignerId.of(signingKey.toArray()).equals(custodian)
        && Signatures.verify(signingKey.toArray(), message(instance, date), signature.toArray());
  }

  // SPEC §4.4: L("alive") ‖ instance ‖ date ASCII
  private static byte[] message(Bytes instance, LocalDate date) {
    return Hashes.join(
        Labels.of("alive"),
        instance.toArray(),
        date.toString().getBytes(StandardCharsets.US_ASCII));
  }

  static Alive read(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    Alive alive =
        new Alive(
            SignerId.parse(fields.text("custodian")),
            fields.date("date"),
            Bytes.of(fields.b64u("signature", Signatures.SIGNATURE_BYTES)));
    fields.finish();
    return alive;
  }

  ObjectNode node() {
    return StrictJson.object()
        .put("custodian", custodian.hex())
        .put("date", date.toString())
        .put("signature", Spelling.b64u(signature.toArray()));
  }
}
