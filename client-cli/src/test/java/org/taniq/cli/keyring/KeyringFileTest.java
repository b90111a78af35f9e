package org.taniq.cli.keyring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.taniq.cli.terminal.KdfCost;
import org.taniq.cli.terminal.Passphrase;
import org.taniq.cli.terminal.Problem;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.TestCost;
import org.taniq.protocol.signed.Epoch;

class KeyringFileTest {
  private static final String TYPED = "s\u0327ifre 123456";
  private final SecureRandom random = new SecureRandom();
  private final KdfCost small = TestCost.small();

  private static Passphrase passphrase(String text) throws Refusal {
    return Passphrase.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private Keyring keyring() {
    Keyring keyring = Keyring.generate("leyla", random);
    keyring.addEpoch(Epoch.live(LocalDate.of(2026, 11, 25)), random);
    return keyring;
  }

  private byte[] sealed() throws Refusal {
    return KeyringFile.seal(keyring(), passphrase(TYPED), small, random);
  }

  private static Problem refusal(byte[] file, KdfCost floor, String typed) {
    return assertThrows(Refusal.class, () -> KeyringFile.open(file, passphrase(typed), floor, "x"))
        .problem();
  }

  @Test
  void every_key_comes_back() throws Exception {
    Keyring before = keyring();
    byte[] file = KeyringFile.seal(before, passphrase(TYPED), small, random);
    Keyring after = KeyringFile.open(file, passphrase("\u015fifre 123456"), small, "x");
    assertArrayEquals(before.signingSeed(), after.signingSeed());
    assertArrayEquals(before.archiveSeed(), after.archiveSeed());
    assertEquals(before.epochs(), after.epochs());
    assertArrayEquals(before.seeds().get(0).seed(), after.seeds().get(0).seed());
  }

  @Test
  void a_file_cheaper_than_the_floor_is_refused_before_any_work() throws Exception {
    KdfCost floor = KdfCost.standard();
    assertEquals(KeyringProblem.WEAK, refusal(sealed(), floor, TYPED));
    assertEquals(KeyringProblem.WEAK, refusal(cost(256 * 1024 - 1, 3), floor, TYPED));
    assertEquals(KeyringProblem.WEAK, refusal(cost(256 * 1024, 2), floor, TYPED));
    // Enough; what was changed is then noticed by the digest.
    assertEquals(KeyringProblem.DAMAGED, refusal(cost(256 * 1024, 3), floor, TYPED));
  }

  @Test
  void a_file_that_asks_for_too_much_is_refused_before_any_memory_is_taken() throws Exception {
    assertEquals(KeyringProblem.EXCESSIVE, refusal(cost(Integer.MAX_VALUE, 3), small, TYPED));
    assertEquals(KeyringProblem.EXCESSIVE, refusal(cost(-1, 3), small, TYPED));
    assertEquals(KeyringProblem.EXCESSIVE, refusal(cost(1024, 65), small, TYPED));
  }

  private byte[] cost(int memoryKib, int passes) throws Refusal {
    return ByteBuffer.wrap(sealed()).putInt(8, memoryKib).putShort(12, (short) passes).array();
  }

  @Test
  void the_program_s_own_cost_is_above_the_floor_and_opens_what_it_seals() throws Exception {
    KdfCost standard = KdfCost.standard();
    assertEquals(512 * 1024, standard.memoryKib());
    assertEquals(256 * 1024, standard.leastMemoryKib());
    byte[] file = KeyringFile.seal(keyring(), passphrase(TYPED), standard, random);
    assertEquals("leyla", KeyringFile.open(file, passphrase(TYPED), standard, "x").name());
  }

  @Test
  void every_truncation_is_told() throws Exception {
    byte[] file = sealed();
    for (int length = 1; length < file.length; length++) {
      assertEquals(
          KeyringProblem.TRUNCATED,
          refusal(Arrays.copyOf(file, length), small, TYPED),
          "" + length);
    }
    assertEquals(KeyringProblem.NOT_A_KEYRING, refusal(new byte[0], small, TYPED));
    byte[] longer = Arrays.copyOf(file, file.length + 1);
    assertEquals(KeyringProblem.DAMAGED, refusal(longer, small, TYPED));
  }

  @Test
  void damage_is_told_from_a_wrong_passphrase() throws Exception {
    byte[] file = sealed();
    for (int i = 0; i < file.length; i++) {
      byte[] flipped = file.clone();
      flipped[i] ^= 1;
      assertNotEquals(KeyringProblem.WRONG_PASSPHRASE, refusal(flipped, small, TYPED), "" + i);
    }
    assertEquals(KeyringProblem.WRONG_PASSPHRASE, refusal(file, small, "another one"));
  }
}
