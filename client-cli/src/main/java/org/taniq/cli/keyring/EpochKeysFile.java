package org.taniq.cli.keyring;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;
import org.taniq.protocol.open.EpochSecret;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.EpochKey;
import org.taniq.protocol.signed.LeastQuorum;
import org.taniq.protocol.signed.Signatures;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.SigningKey;

/**
 * The public part of a custodian's epoch keys, {@code epochs-SIGNER.json}. SPEC §7.6. Each key
 * carries the signature that its keyset will carry; nothing is verified here.
 *
 * @param instance 32 bytes
 * @param keys by epoch, in the order of the file
 */
public record EpochKeysFile(Bytes instance, SignerId custodian, Map<Epoch, EpochKey> keys) {
  /** Bytes that a file has at most. */
  public static final int MAX_BYTES = 1 << 20;

  private static final int MAX_KEYS = 256;

  /** Keeps the order. */
  public EpochKeysFile {
    keys = new LinkedHashMap<>(keys);
  }

  /** Signs the public keys of epochs that the keyring has, for quorums that are no lower. */
  public static EpochKeysFile of(
      Keyring keyring, List<Epoch> epochs, LeastQuorum least, byte[] instance) {
    Map<Epoch, EpochKey> keys = new LinkedHashMap<>();
    try (SigningKey signing = keyring.signingKey()) {
      for (EpochSeed seed : keyring.seeds()) {
        if (epochs.contains(seed.epoch())) {
          try (EpochSecret secret = seed.secret()) {
            keys.put(
                seed.epoch(),
                EpochKey.sign(
                    signing, Bytes.of(instance), seed.epoch(), least, secret.publicKey()));
          }
        }
      }
      return new EpochKeysFile(Bytes.of(instance), signing.id(), keys);
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
    ArrayNode array = json.putArray("keys");
    keys.forEach(
        (epoch, key) -> {
          ObjectNode entry = array.addObject();
          entry.put("kind", epoch.kind().text()).put("epoch", epoch.text());
          entry.put("key", Spelling.b64u(key.publicKey().toArray()));
          entry.set("least", key.least().node());
          entry.put("signature", Spelling.b64u(key.signature().toArray()));
        });
    return StrictJson.pretty(json);
  }

  /** Reads a file; its signatures are judged against the key of the charter. */
  public static EpochKeysFile parse(byte[] bytes) throws MalformedException {
    JsonFields json = JsonFields.of(StrictJson.parse(bytes, MAX_BYTES)).format("epoch-keys");
    Bytes instance = Bytes.of(json.hex("instance", 32));
    SignerId custodian = SignerId.parse(json.text("custodian"));
    Map<Epoch, EpochKey> keys = new LinkedHashMap<>();
    List<Map.Entry<Epoch, EpochKey>> entries =
        json.list("keys", MAX_KEYS, node -> entry(JsonFields.of(node), custodian));
    json.finish();
    for (Map.Entry<Epoch, EpochKey> each : entries) {
      if (keys.put(each.getKey(), each.getValue()) != null) {
        throw new MalformedException("an epoch twice");
      }
    }
    return new EpochKeysFile(instance, custodian, keys);
  }

  private static Map.Entry<Epoch, EpochKey> entry(JsonFields json, SignerId custodian)
      throws MalformedException {
    Bytes key = Bytes.of(json.b64u("key", EpochKey.PUBLIC_KEY_BYTES));
    LeastQuorum least = LeastQuorum.read(json);
    Bytes signature = Bytes.of(json.b64u("signature", Signatures.SIGNATURE_BYTES));
    return Map.entry(epoch(json), new EpochKey(custodian, key, least, signature));
  }

  /** Reads the fields kind and epoch, the last ones of their object. */
  static Epoch epoch(JsonFields json) throws MalformedException {
    String kind = json.text("kind");
    String epoch = json.text("epoch");
    json.finish();
    for (Epoch.Kind each : Epoch.Kind.values()) {
      if (each.text().equals(kind)) {
        try {
          return Epoch.parse(each, epoch);
        } catch (SignedException e) {
          throw new MalformedException("no such epoch");
        }
      }
    }
    throw new MalformedException("no such kind");
  }
}
