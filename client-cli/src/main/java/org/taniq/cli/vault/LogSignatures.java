package org.taniq.cli.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.signed.Signatures;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.SigningKey;

/**
 * The signatures that close a run of entries: Ed25519 over L("log") ‖ instance ‖ head. SPEC §8.4.
 */
public final class LogSignatures {
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
    for (SigningKey signer : signers) {
      ObjectNode one = list.addObject();
      one.put("key", Spelling.b64u(signer.publicKey()));
      one.put("signature", Spelling.b64u(signer.sign(message)));
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
      byte[] key = bytes(one, "key", Signatures.PUBLIC_KEY_BYTES);
      if (!custodians.known(key)) {
        throw new VaultException(VaultException.Reason.LOG_UNKNOWN_SIGNER);
      }
      if (!Signatures.verify(key, message, bytes(one, "signature", Signatures.SIGNATURE_BYTES))) {
        throw new VaultException(VaultException.Reason.LOG_SIGNATURE_INVALID);
      }
    }
  }

  /** Whose signatures an entry of a log holds, which was verified: each custodian once. */
  public static Set<SignerId> signers(LogEntry entry) {
    Set<SignerId> signers = new HashSet<>();
    try {
      for (JsonNode one : entry.fields().path("signatures")) {
        signers.add(SignerId.of(bytes(one, "key", Signatures.PUBLIC_KEY_BYTES)));
      }
    } catch (VaultException e) {
      throw new IllegalStateException("every key was verified with its signature", e);
    }
    return signers;
  }

  private static byte[] bytes(JsonNode one, String name, int size) throws VaultException {
    try {
      return Spelling.parseB64u(one.path(name).asText(), size);
    } catch (MalformedException e) {
      throw new VaultException(VaultException.Reason.LOG_ALTERED, e);
    }
  }
}
