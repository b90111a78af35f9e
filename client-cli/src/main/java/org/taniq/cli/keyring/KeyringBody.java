package org.taniq.cli.keyring;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.taniq.cli.terminal.Refusal;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;

/**
 * What is sealed in a keyring file: {@code u32 length ‖ JSON ‖ seeds}. SPEC §7.3. The JSON names
 * the keys; the seeds stand apart from it, so that no secret is ever parsed as text.
 */
final class KeyringBody {
  private static final int MAX_JSON_BYTES = 1 << 19;
  private static final int MAX_EPOCHS = 4096;
  private static final Pattern WEEK = Pattern.compile("[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])");
  private static final Pattern HALF = Pattern.compile("[0-9]{4}-H[12]");

  private KeyringBody() {}

  /** The bytes to seal; the caller zeroes them. */
  static byte[] bytes(Keyring keyring) {
    ObjectNode json = StrictJson.object();
    json.put("format", Labels.format("keyring"));
    json.put("name", keyring.name());
    json.put("backup", keyring.isBackup());
    ArrayNode epochs = json.putArray("epochs");
    for (EpochKey key : keyring.epochs()) {
      epochs.addObject().put("kind", key.kind().word()).put("epoch", key.epoch());
    }
    byte[] text = StrictJson.pretty(json);
    int seeds = 2 + keyring.epochs().size();
    ByteBuffer out =
        ByteBuffer.allocate(4 + text.length + seeds * Keyring.SEED_BYTES)
            .putInt(text.length)
            .put(text);
    putSeed(out, keyring.signingSeed());
    putSeed(out, keyring.archiveSeed());
    keyring.epochs().forEach(key -> putSeed(out, key.seed()));
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
    List<EpochKey> epochs = new ArrayList<>();
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
      List<Named> named = json.list("epochs", MAX_EPOCHS, node -> named(JsonFields.of(node)));
      json.finish();
      if (in.remaining() != (2 + named.size()) * Keyring.SEED_BYTES
          || named.stream().distinct().count() != named.size()
          || (backup && !named.isEmpty())) {
        throw new MalformedException("keys");
      }
      byte[] signing = new byte[Keyring.SEED_BYTES];
      byte[] archive = new byte[Keyring.SEED_BYTES];
      in.get(signing).get(archive);
      for (Named each : named) {
        in.get(seed);
        epochs.add(new EpochKey(each.kind(), each.epoch(), seed));
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

  private record Named(EpochKind kind, String epoch) {}

  private static Named named(JsonFields json) throws MalformedException {
    String word = json.text("kind");
    String epoch = json.text("epoch");
    json.finish();
    EpochKind kind = word.equals("live") ? EpochKind.LIVE : EpochKind.OFFLINE;
    Pattern form = kind == EpochKind.LIVE ? WEEK : HALF;
    if (!kind.word().equals(word) || !form.matcher(epoch).matches()) {
      throw new MalformedException("epoch");
    }
    return new Named(kind, epoch);
  }
}
