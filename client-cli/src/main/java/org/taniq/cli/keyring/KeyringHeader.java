package org.taniq.cli.keyring;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.taniq.cli.terminal.KdfCost;
import org.taniq.cli.terminal.Refusal;
import org.taniq.protocol.Bytes;

/**
 * The first 48 bytes of a keyring file. SPEC §7.1.
 *
 * @param salt 16 bytes
 * @param nonce 12 bytes
 * @param sealedLength bytes of ciphertext with its tag
 */
record KeyringHeader(
    int memoryKib, int passes, int lanes, Bytes salt, Bytes nonce, int sealedLength) {
  static final int BYTES = 48; // 8 + 4 + 2 + 2 + 16 + 12 + 4
  static final int NONCE_BYTES = 12;
  static final int MAX_SEALED_BYTES = 1 << 20;

  private static final byte[] MAGIC = {(byte) 0x89, 'T', 'N', 'K', 0x0D, 0x0A, 0x1A};
  private static final byte VERSION = 1;
  private static final int MAX_MEMORY_KIB = 4 << 20;
  private static final int MAX_PASSES = 64;
  private static final int MAX_LANES = 64;

  byte[] bytes() {
    return ByteBuffer.allocate(BYTES)
        .put(MAGIC)
        .put(VERSION)
        .putInt(memoryKib)
        .putShort((short) passes)
        .putShort((short) lanes)
        .put(salt.toArray())
        .put(nonce.toArray())
        .putInt(sealedLength)
        .array();
  }

  /**
   * Reads a header and judges its cost before any memory is taken.
   *
   * @param floor the least cost accepted
   * @throws Refusal NOT_A_KEYRING, UNKNOWN_VERSION, TRUNCATED, WEAK, EXCESSIVE, DAMAGED
   */
  static KeyringHeader parse(byte[] file, KdfCost floor, String name) throws Refusal {
    int compared = Math.min(file.length, MAGIC.length);
    if (!Arrays.equals(file, 0, compared, MAGIC, 0, compared) || compared == 0) {
      throw new Refusal(KeyringProblem.NOT_A_KEYRING, name);
    }
    if (file.length < BYTES) {
      throw new Refusal(KeyringProblem.TRUNCATED, name);
    }
    ByteBuffer in = ByteBuffer.wrap(file, MAGIC.length, BYTES - MAGIC.length);
    if (in.get() != VERSION) {
      throw new Refusal(KeyringProblem.UNKNOWN_VERSION, name);
    }
    int memoryKib = in.getInt();
    int passes = Short.toUnsignedInt(in.getShort());
    int lanes = Short.toUnsignedInt(in.getShort());
    byte[] salt = new byte[Argon2Kdf.SALT_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    int sealedLength = in.get(salt).get(nonce).getInt();
    if (sealedLength < 0 || sealedLength > MAX_SEALED_BYTES) {
      throw new Refusal(KeyringProblem.DAMAGED, name);
    }
    if (memoryKib < 0 || memoryKib > MAX_MEMORY_KIB || passes > MAX_PASSES || lanes > MAX_LANES) {
      throw new Refusal(KeyringProblem.EXCESSIVE, name);
    }
    if (memoryKib < floor.leastMemoryKib() || passes < floor.leastPasses() || lanes < 1) {
      throw new Refusal(KeyringProblem.WEAK, name);
    }
    return new KeyringHeader(
        memoryKib, passes, lanes, Bytes.of(salt), Bytes.of(nonce), sealedLength);
  }
}
