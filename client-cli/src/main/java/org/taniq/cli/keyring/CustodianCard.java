package org.taniq.cli.keyring;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
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
 * A custodian's public keys, as {@code keyring show --public} writes them and {@code charter new}
 * reads them. SPEC §7.5.
 *
 * @param key Ed25519 public key, 32 bytes
 * @param archive X-Wing public key, 1216 bytes
 */
public record CustodianCard(Bytes key, Bytes archive, Bytes signature) {
  /** Bytes that a card has at most. */
  public static final int MAX_BYTES = 8192;

  private static final int ARCHIVE_BYTES = 1216;

  static CustodianCard of(Keyring keyring) {
    try (SigningKey signing = keyring.signingKey();
        EpochSecret archive = keyring.archiveKey()) {
      byte[] pkR = archive.publicKey();
      return new CustodianCard(
          Bytes.of(signing.publicKey()), Bytes.of(pkR), Bytes.of(signing.sign(signed(pkR))));
    }
  }

  /** The signer id of the custodian. */
  public SignerId id() {
    return SignerId.of(key.toArray());
  }

  /** The file's bytes. */
  public byte[] bytes() {
    return StrictJson.pretty(
        StrictJson.object()
            .put("format", Labels.format("custodian"))
            .put("custodian", id().hex())
            .put("key", Spelling.b64u(key.toArray()))
            .put("archive", Spelling.b64u(archive.toArray()))
            .put("signature", Spelling.b64u(signature.toArray())));
  }

  /**
   * Reads and verifies a card.
   *
   * @throws MalformedException when it is none, or its keys do not belong together
   */
  public static CustodianCard parse(byte[] bytes) throws MalformedException {
    JsonFields json = JsonFields.of(StrictJson.parse(bytes, MAX_BYTES)).format("custodian");
    SignerId id = SignerId.parse(json.text("custodian"));
    CustodianCard card =
        new CustodianCard(
            Bytes.of(json.b64u("key", Signatures.PUBLIC_KEY_BYTES)),
            Bytes.of(json.b64u("archive", ARCHIVE_BYTES)),
            Bytes.of(json.b64u("signature", Signatures.SIGNATURE_BYTES)));
    json.finish();
    if (!card.id().equals(id)
        || !Signatures.verify(
            card.key.toArray(), signed(card.archive.toArray()), card.signature.toArray())) {
      throw new MalformedException("keys that do not belong together");
    }
    return card;
  }

  /** SPEC §7.5: L("archive-key") ‖ SHA-256(archive). */
  private static byte[] signed(byte[] archive) {
    try {
      byte[] label = Labels.of("archive-key");
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      byte[] message = Arrays.copyOf(label, label.length + digest.length);
      System.arraycopy(digest, 0, message, label.length, digest.length);
      return message;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
