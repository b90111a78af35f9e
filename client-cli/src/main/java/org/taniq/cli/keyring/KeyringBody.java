package org.taniq.cli.keyring;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.taniq.cli.terminal.Refusal;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;
import org.taniq.protocol.signed.Epoch;

/**
 * What is sealed in a keyring file: {@code u32 length ‖ JSON ‖ seeds}. SPEC §7.3. The JSON names
 * the keys; the seeds stand apart from it, so that no secret is ever parsed as text.
 */
final class KeyringBody {
  private static final int MAX_JSON_BYTES = 1 << 19;
  private static final int MAX_EPOCHS = 4096;

  private KeyringBody() {}

  /** The bytes to seal; the caller zeroes them. */
  static byte[] bytes(Keyring keyring) {
    ObjectNode json = StrictJson.object();
    json.put("format", Labels.format("keyring"));
    json.put("name", keyring.name());
    json.put("backup", keyring.isBackup());
    ArrayNode epochs = json.putArray("epochs");
    for (Epoch epoch : keyring.epochs()) {
      epochs.addObject().put("kind", epoch.kind().text()).put("epoch", epoch.text());
    }
    byte[] text = StrictJson.pretty(json);
    int seeds = 2 + keyring.epochs().size();
    ByteBuffer out =
        ByteBuffer.allocate(4 + text.length + seeds * Keyring.SEED_BYTES)
            .putInt(text.length)
            .put(text);
    putSeed(out, keyring.signingSeed());
    putSeed(out, keyring.archiveSeed());
    keyring.seeds().forEach(seed -> putSeed(out, seed.seed()));
    return out.array();
  }

  private static void putSeed(ByteBuffer out, byte[] seed) {
    out.put(seed);
    Arrays.fill(seed, (byte) 0);
  }

  /**
   * Reads what was sealed.
   *
   * @param body stays with the caller, who zeroes it
   * @throws Refusal BAD_CONTENT
   */
  static Keyring parse(byte[] body, String fileName) throws Refusal {
    byte[] seed = new byte[Keyring.SEED_BYTES];
    List<EpochSeed> epochs = new ArrayList<>();
    try {
      ByteBuffer in = ByteBuffer.wrap(body);
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        throw new MalformedException("length");
      }
      byte[] text = new byte[length];
      in.get(text);
      JsonFields json = JsonFields.of(StrictJson.parse(text, MAX_JSON_BYTES)).format("keyring");
      String name = json.text("name");
      boolean backup = json.bool("backup");
      List<Epoch> named =
          json.list("epochs", MAX_EPOCHS, node -> EpochKeysFile.epoch(JsonFields.of(node)));
      json.finish();
      if (in.remaining() != (2 + named.size()) * Keyring.SEED_BYTES
          || named.stream().distinct().count() != named.size()
          || (backup && !named.isEmpty())) {
        throw new MalformedException("keys");
      }
      byte[] signing = new byte[Keyring.SEED_BYTES];
      byte[] archive = new byte[Keyring.SEED_BYTES];
      in.get(signing).get(archive);
      for (Epoch each : named) {
        in.get(seed);
        epochs.add(new EpochSeed(each, seed));
      }
      Keyring keyring = new Keyring(name, backup, signing, archive, epochs);
      Arrays.fill(signing, (byte) 0);
      Arrays.fill(archive, (byte) 0);
      return keyring;
    } catch (MalformedException | BufferUnderflowException e) {
      throw new Refusal(KeyringProblem.BAD_CONTENT, fileName);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }
}
