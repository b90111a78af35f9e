package org.taniq.bench;

import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import java.util.Locale;
import org.taniq.cli.terminal.KdfCost;

/**
 * What the passphrases of so many custodians cost in a cold process, one after another as the
 * product takes them: loading the native library, and Argon2id with the product's cost.
 */
public final class Unlocking {
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 32;

  private Unlocking() {}

  /**
   * Prints seconds.
   *
   * @param args CUSTODIANS
   */
  public static void main(String[] args) {
    KdfCost cost = KdfCost.standard();
    long start = System.nanoTime();
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      Argon2Factory.createAdvanced(Argon2Types.ARGON2id, SALT_BYTES, KEY_BYTES)
          .pbkdf(
              cost.passes(),
              cost.memoryKib(),
              cost.lanes(),
              new byte[20],
              new byte[SALT_BYTES],
              KEY_BYTES);
    }
    System.out.printf(Locale.ROOT, "%.3f%n", (System.nanoTime() - start) / 1e9);
  }
}
