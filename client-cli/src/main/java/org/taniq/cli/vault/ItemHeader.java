package org.taniq.cli.vault;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What a pack shows of an item without any key. SPEC §8.3.
 *
 * @param level 0 testimony, 1 identity
 * @param number place of a nested part: 0 identity.sealed, N attachments/N; 0 at level 0
 * @param id hex of the item's 16 random bytes
 * @param envelope hex of the SHA-256 of the sealed envelope that it was opened from
 * @param parent hex of the level 0 item that it is nested in; zeros at level 0
 * @param streamBytes length of the sealed stream that follows
 * @param key hex of nonce (12) ‖ wrapped item key (48)
 */
record ItemHeader(
    int level,
    int number,
    String id,
    String envelope,
    String parent,
    long streamBytes,
    String key) {
  /** Bytes of an id. */
  static final int ID_BYTES = 16;

  static final int HASH_BYTES = 32;

  /** Level, reserved, number, reserved, id, envelope, parent, length. */
  static final int OPEN_BYTES = 1 + 1 + 2 + 4 + ID_BYTES + HASH_BYTES + ID_BYTES + 8; // 80

  /** Bytes of a header. */
  static final int BYTES = OPEN_BYTES + VaultKey.NONCE_BYTES + VaultKey.WRAPPED_BYTES; // 140

  /** The parent of a level 0 item. */
  static final String NO_PARENT = "0".repeat(2 * ID_BYTES);

  /** The bytes that the wrapping of the key authenticates, 80. */
  static byte[] open(
      int level, int number, String id, String envelope, String parent, long streamBytes) {
    return ByteBuffer.allocate(OPEN_BYTES)
        .put((byte) level)
        .put((byte) 0)
        .putShort((short) number)
        .putInt(0)
        .put(HexFormat.of().parseHex(id))
        .put(HexFormat.of().parseHex(envelope))
        .put(HexFormat.of().parseHex(parent))
        .putLong(streamBytes)
        .array();
  }

  byte[] open() {
    return open(level, number, id, envelope, parent, streamBytes);
  }

  /** The 140 bytes as in the pack. */
  byte[] bytes() {
    return ByteBuffer.allocate(BYTES).put(open()).put(HexFormat.of().parseHex(key)).array();
  }

  /**
   * Reads 140 bytes.
   *
   * @throws VaultException VAULT_DAMAGED
   */
  static ItemHeader parse(byte[] bytes) throws VaultException {
    if (bytes.length != BYTES) {
      throw new VaultException(VaultException.Reason.VAULT_DAMAGED);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int level = in.get();
    int reserved = in.get();
    int number = Short.toUnsignedInt(in.getShort());
    reserved |= in.getInt();
    String id = hex(in, ID_BYTES);
    String envelope = hex(in, HASH_BYTES);
    String parent = hex(in, ID_BYTES);
    long length = in.getLong();
    if (level < 0 || level > 1 || reserved != 0 || length < 0) {
      throw new VaultException(VaultException.Reason.VAULT_DAMAGED);
    }
    String key = hex(in, VaultKey.NONCE_BYTES + VaultKey.WRAPPED_BYTES);
    return new ItemHeader(level, number, id, envelope, parent, length, key);
  }

  private static String hex(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
