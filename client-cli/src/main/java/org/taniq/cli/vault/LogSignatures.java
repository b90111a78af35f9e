package org.taniq.cli.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.taniq.protocol.Labels;
import org.taniq.protocol.signed.Signatures;
import org.taniq.protocol.signed.SigningKey;

/**
 * The signatures that close a run of entries: Ed25519 over L("log") ‖ instance ‖ head. SPEC §8.4.
 */
final class LogSignatures {
  private LogSignatures() {}

  private static byte[] message(String head, byte[] instance) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(Labels.of("log"));
    message.writeBytes(instance);
    message.writeBytes(HexFormat.of().parseHex(head));
    return message.toByteArray();
  }

  /** Details of the entry that signs everything before it. */
  static ObjectNode over(String head, byte[] instance, List<SigningKey> signers) {
    byte[] message = message(head, instance);
    ObjectNode details = LogEntry.details();
    ArrayNode list = details.putArray("signatures");
    Base64.Encoder b64u = Base64.getUrlEncoder().withoutPadding();
    for (SigningKey signer : signers) {
      ObjectNode one = list.addObject();
      one.put("key", b64u.encodeToString(signer.publicKey()));
      one.put("signature", b64u.encodeToString(signer.sign(message)));
    }
    return details;
  }

  /**
   * Verifies an entry of signatures.
   *
   * @throws VaultException LOG_ALTERED, LOG_UNKNOWN_SIGNER, LOG_SIGNATURE_INVALID
   */
  static void verify(LogEntry entry, byte[] instance, LogSigners custodians) throws VaultException {
    JsonNode list = entry.fields().path("signatures");
    if (!list.isArray() || list.isEmpty()) {
      throw new VaultException(VaultException.Reason.LOG_ALTERED);
    }
    byte[] message = message(entry.previous(), instance);
    for (JsonNode one : list) {
      byte[] key = bytes(one.path("key"));
      if (!custodians.known(key)) {
        throw new VaultException(VaultException.Reason.LOG_UNKNOWN_SIGNER);
      }
      if (!Signatures.verify(key, message, bytes(one.path("signature")))) {
        throw new VaultException(VaultException.Reason.LOG_SIGNATURE_INVALID);
      }
    }
  }

  private static byte[] bytes(JsonNode text) throws VaultException {
    try {
      return Base64.getUrlDecoder().decode(text.asText());
    } catch (IllegalArgumentException e) {
      throw new VaultException(VaultException.Reason.LOG_ALTERED, e);
    }
  }
}
