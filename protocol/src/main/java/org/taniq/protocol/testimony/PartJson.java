package org.taniq.protocol.testimony;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;

/** part.json: further attachments of a sitting. SPEC §3.3. */
public final class PartJson extends ThreadJson {

  static final String FORMAT = "part";

  PartJson(ObjectNode node) throws MalformedException {
    super(node, FORMAT, 1, MAX_NUMBER);
  }

  public static PartJson parse(byte[] bytes) throws MalformedException {
    return new PartJson(StrictJson.parse(bytes, MAX_JSON_BYTES));
  }

  /**
   * A new part.
   *
   * @param instance 32 bytes
   * @param nonce 32 fresh random bytes
   * @param thread public key of the thread, 32 bytes
   * @param sitting 16 bytes, those of the testimony
   * @param number 1..5000
   */
  public static PartJson of(
      byte[] instance,
      byte[] nonce,
      byte[] thread,
      byte[] sitting,
      int number,
      List<FileEntry> files) {
    ObjectNode node = head(FORMAT, instance, nonce, thread, sitting, number);
    putFiles(node, files);
    try {
      return new PartJson(node);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
