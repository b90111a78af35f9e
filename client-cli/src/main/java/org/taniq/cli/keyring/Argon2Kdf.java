package org.taniq.cli.keyring;

import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import org.taniq.cli.terminal.Refusal;

/** Argon2id, version 1.3, by the reference implementation through argon2-jvm. SPEC §7.2. */
final class Argon2Kdf {
  static final int SALT_BYTES = 16;
  static final int KEY_BYTES = 32;

  private Argon2Kdf() {}

  /**
   * Stretches a passphrase.
   *
   * @param passphrase UTF-8, NFKC; stays with the caller, who zeroes it
   * @return 32 bytes; the caller zeroes them
   * @throws Refusal NATIVE_MISSING when the native library cannot be unpacked and loaded,
   *     NOT_ENOUGH_MEMORY
   */
  static byte[] derive(byte[] passphrase, byte[] salt, int memoryKib, int passes, int lanes)
      throws Refusal {
    try {
      return Argon2Factory.createAdvanced(Argon2Types.ARGON2id, SALT_BYTES, KEY_BYTES)
          .pbkdf(passes, memoryKib, lanes, passphrase, salt, KEY_BYTES);
    } catch (LinkageError e) {
      // The library unpacks itself to the home or temporary directory: mounted noexec, it cannot be
      // mapped. A second try in one process fails with another LinkageError.
      throw new Refusal(KeyringProblem.NATIVE_MISSING);
    } catch (IllegalStateException e) {
      // The only failure that right parameters leave is the allocation of the memory.
      throw new Refusal(KeyringProblem.NOT_ENOUGH_MEMORY, memoryKib / 1024);
    }
  }
}
