package org.taniq.courier.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.Refusal;
import org.taniq.courier.CourierProblem;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;
import org.taniq.protocol.signed.SigningKey;

/**
 * The file that holds a courier's Ed25519 key, readable by its owner alone. Who has the key can
 * list, copy and bring; not read, not delete, not sign a document.
 */
public final class CourierKey {
  private static final String FORMAT = "courier-key";
  private static final int MAX_BYTES = 4096;
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private CourierKey() {}

  /** Makes a key and its file; a file that is there is not touched. */
  public static SigningKey create(Path file, SecureRandom random) throws IOException {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    random.nextBytes(seed);
    byte[] bytes = {};
    try {
      SigningKey key = new SigningKey(seed);
      ObjectNode node = StrictJson.object();
      node.put("format", Labels.format(FORMAT));
      node.put("public", Spelling.b64u(key.publicKey())).put("seed", Spelling.b64u(seed));
      bytes = StrictJson.pretty(node);
      AtomicFile.writeNew(file, bytes);
      return key;
    } finally {
      Arrays.fill(seed, (byte) 0);
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * Reads the file.
   *
   * @throws Refusal KEY_MISSING, KEY_OPEN when others may read or write it, KEY_DAMAGED
   */
  public static SigningKey load(Path file) throws Refusal, IOException {
    byte[] seed = {};
    try {
      if (open(file)) {
        throw new Refusal(CourierProblem.KEY_OPEN, file);
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MAX_BYTES + 1);
      }
      JsonFields fields = JsonFields.of(StrictJson.parse(bytes, MAX_BYTES)).format(FORMAT);
      Arrays.fill(bytes, (byte) 0);
      seed = fields.b64u("seed", SigningKey.SEED_BYTES);
      byte[] expected = fields.b64u("public", 32);
      fields.finish();
      SigningKey key = new SigningKey(seed);
      if (!Arrays.equals(key.publicKey(), expected)) {
        throw new Refusal(CourierProblem.KEY_DAMAGED, file);
      }
      return key;
    } catch (NoSuchFileException e) {
      throw new Refusal(CourierProblem.KEY_MISSING, file);
    } catch (MalformedException e) {
      throw new Refusal(CourierProblem.KEY_DAMAGED, file);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  private static boolean open(Path file) throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return false;
    }
    Set<PosixFilePermission> all = Files.getPosixFilePermissions(file);
    return all.stream().anyMatch(OTHERS::contains);
  }
}
