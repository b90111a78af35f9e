package org.taniq.cli.keyring;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;
import org.taniq.protocol.open.EpochSecret;
import org.taniq.protocol.signed.Signatures;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.SigningKey;

/**
 * The public part of a custodian's epoch keys, {@code epochs-SIGNER.json}. SPEC §7.6. Each key
 * carries the signature that its keyset will carry.
 *
 * @param instance 32 bytes
 */
public record EpochKeysFile(Bytes instance, SignerId custodian, List<Entry> entries) {
  /** Bytes that a file has at most. */
  public static final int MAX_BYTES = 1 << 20;

  private static final int MAX_ENTRIES = 256;
  private static final int KEY_BYTES = 1216;

  /**
   * One epoch's public key.
   *
   * @param key X-Wing public key, 1216 bytes
   * @param signature by the custodian, SPEC §4.2
   */
  public record Entry(EpochKind kind, String epoch, Bytes key, Bytes signature) {}

  /** Copies the list. */
  public EpochKeysFile {
    entries = List.copyOf(entries);
  }

  /** Signs the public keys of epochs. */
  static EpochKeysFile of(Keyring keyring, List<EpochKey> epochs, byte[] instance) {
    try (SigningKey signing = keyring.signingKey()) {
      List<Entry> entries =
          epochs.stream()
              .map(
                  epoch -> {
                    try (EpochSecret secret = epoch.secret()) {
                      byte[] key = secret.publicKey();
                      byte[] message = message(instance, epoch.kind(), epoch.epoch(), key);
                      return new Entry(
                          epoch.kind(),
                          epoch.epoch(),
                          Bytes.of(key),
                          Bytes.of(signing.sign(message)));
                    }
                  })
              .toList();
      return new EpochKeysFile(Bytes.of(instance), signing.id(), entries);
    }
  }

  /** The name under which the file travels. */
  public String fileName() {
    return "epochs-" + custodian.hex() + ".json";
  }

  /** The file's bytes. */
  public byte[] bytes() {
    ObjectNode json = StrictJson.object();
    json.put("format", Labels.format("epoch-keys"));
    json.put("instance", instance.hex());
    json.put("custodian", custodian.hex());
    ArrayNode keys = json.putArray("keys");
    for (Entry entry : entries) {
      keys.addObject()
          .put("kind", entry.kind.word())
          .put("epoch", entry.epoch)
          .put("key", Spelling.b64u(entry.key.toArray()))
          .put("signature", Spelling.b64u(entry.signature.toArray()));
    }
    return StrictJson.pretty(json);
  }

  /** Reads a file; its signatures are judged by {@link #verify}, with the key of the charter. */
  public static EpochKeysFile parse(byte[] bytes) throws MalformedException {
    JsonFields json = JsonFields.of(StrictJson.parse(bytes, MAX_BYTES)).format("epoch-keys");
    EpochKeysFile file =
        new EpochKeysFile(
            Bytes.of(json.hex("instance", 32)),
            SignerId.parse(json.text("custodian")),
            json.list("keys", MAX_ENTRIES, node -> entry(JsonFields.of(node))));
    json.finish();
    return file;
  }

  private static Entry entry(JsonFields json) throws MalformedException {
    String word = json.text("kind");
    EpochKind kind = word.equals("live") ? EpochKind.LIVE : EpochKind.OFFLINE;
    if (!kind.word().equals(word)) {
      throw new MalformedException("kind");
    }
    Entry entry =
        new Entry(
            kind,
            json.text("epoch"),
            Bytes.of(json.b64u("key", KEY_BYTES)),
            Bytes.of(json.b64u("signature", Signatures.SIGNATURE_BYTES)));
    json.finish();
    return entry;
  }

  /**
   * Whether an entry is signed by its custodian.
   *
   * @param signer the custodian's Ed25519 public key, 32 bytes
   */
  public boolean verify(Entry entry, byte[] signer) {
    return SignerId.of(signer).equals(custodian)
        && Signatures.verify(
            signer,
            message(instance.toArray(), entry.kind, entry.epoch, entry.key.toArray()),
            entry.signature.toArray());
  }

  /** SPEC §4.2: L("epoch-key") ‖ instance ‖ kind ‖ 00 ‖ epoch ‖ 00 ‖ SHA-256(key). */
  private static byte[] message(byte[] instance, EpochKind kind, String epoch, byte[] key) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(Labels.of("epoch-key"));
      out.writeBytes(instance);
      out.writeBytes(kind.word().getBytes(StandardCharsets.US_ASCII));
      out.write(0);
      out.writeBytes(epoch.getBytes(StandardCharsets.US_ASCII));
      out.write(0);
      out.writeBytes(MessageDigest.getInstance("SHA-256").digest(key));
      return out.toByteArray();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
