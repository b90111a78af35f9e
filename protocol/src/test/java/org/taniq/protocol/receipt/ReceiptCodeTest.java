package org.taniq.protocol.receipt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.protocol.Labels;
import org.taniq.protocol.receipt.ReceiptException.Reason;

class ReceiptCodeTest {

  private static final HexFormat HEX = HexFormat.of();
  private final Random random = new Random(42);

  /** Damm's own example: 572 has check digit 4. */
  @Test
  void damm_digit_is_that_of_the_thesis() {
    assertEquals(4, Damm.digit(new int[] {5, 7, 2}, 0, 3));
    assertEquals(0, Damm.digit(new int[] {5, 7, 2, 4}, 0, 4));
  }

  /** The first English vectors of BIP 39 for 128 bits. */
  @ParameterizedTest
  @CsvSource({
    "00000000000000000000000000000000,abandon abandon abandon abandon abandon abandon abandon"
        + " abandon abandon abandon abandon about",
    "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f,legal winner thank year wave sausage worth useful legal"
        + " winner thank yellow",
    "80808080808080808080808080808080,letter advice cage absurd amount doctor acoustic avoid"
        + " letter advice cage above",
    "ffffffffffffffffffffffffffffffff,zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
  })
  void words_are_those_of_bip_39(String hex, String words) throws Exception {
    ReceiptCode code = ReceiptCode.of(HEX.parseHex(hex));
    assertEquals(words, new String(code.words()));
    assertEquals(code, ReceiptCode.parseWords("  " + words.toUpperCase().replace(" ", "\n ")));
  }

  @Test
  void the_word_list_is_the_published_one() throws Exception {
    try (var in = ReceiptCode.class.getResourceAsStream("bip39-english.txt")) {
      byte[] file = in.readAllBytes();
      assertEquals(
          "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
          HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
    }
  }

  @Test
  void words_that_are_wrong_are_refused() {
    String eleven = "abandon ".repeat(11);
    for (String words : new String[] {"", eleven, eleven + "abandon", eleven + "taniq"}) {
      reason(Reason.BAD_WORDS, () -> ReceiptCode.parseWords(words));
    }
  }

  @Test
  void every_code_reads_back_from_both_forms() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      ReceiptCode code = code();
      assertTrue(new String(code.format()).matches("([0-9]{5}-){9}[0-9]{5}"));
      assertEquals(code, ReceiptCode.parse(CharBuffer.wrap(code.format())));
      assertEquals(code, ReceiptCode.parseWords(CharBuffer.wrap(code.words())));
    }
    assertNotEquals(code(), code());
  }

  @Test
  void the_extreme_codes_read_back() throws Exception {
    for (int fill : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
      byte[] entropy = new byte[16];
      Arrays.fill(entropy, (byte) fill);
      ReceiptCode code = ReceiptCode.of(entropy);
      assertEquals(code, ReceiptCode.parse(CharBuffer.wrap(code.format())));
    }
  }

  @Test
  void digits_of_every_script_and_all_separators_are_taken() throws Exception {
    ReceiptCode code = code();
    String plain = new String(code.format());
    for (int zero : new int[] {0x0660, 0x06F0, 0x0966, 0xFF10, 0x1D7CE}) {
      StringBuilder other = new StringBuilder("\u200F ");
      plain
          .chars()
          .forEach(
              c -> other.appendCodePoint(c == '-' ? '\u2013' : zero + c - '0').append('\u00A0'));
      assertEquals(code, ReceiptCode.parse(other.toString()));
    }
    assertEquals(code, ReceiptCode.parse(plain.replace("-", ". ")));
    assertEquals(code, ReceiptCode.parse(plain.replace("-", "") + "\n"));
  }

  @Test
  void every_single_slip_is_found_in_its_group() {
    for (int i = 0; i < 20; i++) {
      String code = new String(code().format()).replace("-", "");
      for (int at = 0; at < code.length(); at++) {
        for (char digit = '0'; digit <= '9'; digit++) {
          if (code.charAt(at) != digit) {
            wrongGroup(at / 5 + 1, code.substring(0, at) + digit + code.substring(at + 1));
          }
        }
      }
    }
  }

  @Test
  void every_swap_of_neighbours_in_a_group_is_found_there() {
    for (int i = 0; i < 300; i++) {
      String code = new String(code().format()).replace("-", "");
      for (int at = 0; at < code.length() - 1; at++) {
        if (at % 5 != 4 && code.charAt(at) != code.charAt(at + 1)) {
          wrongGroup(
              at / 5 + 1,
              code.substring(0, at)
                  + code.charAt(at + 1)
                  + code.charAt(at)
                  + code.substring(at + 2));
        }
      }
    }
  }

  @Test
  void groups_in_another_order_are_found_nearly_always() {
    int found = 0;
    for (int i = 0; i < 2_000; i++) {
      String[] groups = new String(code().format()).split("-");
      String first = groups[3];
      groups[3] = groups[4];
      groups[4] = first;
      try {
        ReceiptCode.parse(String.join("-", groups));
      } catch (ReceiptException e) {
        assertEquals(Reason.BAD_CHECK, e.reason());
        found++;
      }
    }
    assertTrue(found > 1_850, "found " + found); // 28 of 29 expected
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345", "x"})
  void another_length_is_refused(String text) {
    reason(Reason.BAD_LENGTH, () -> ReceiptCode.parse(text));
    reason(Reason.BAD_LENGTH, () -> ReceiptCode.parse(new String(code().format()) + "0"));
    reason(
        Reason.BAD_LENGTH,
        () -> ReceiptCode.parse(new String(code().format()).replaceFirst("[0-9]", "½")));
  }

  @Test
  void a_number_past_the_range_is_refused() {
    for (BigInteger n :
        new BigInteger[] {
          BigInteger.TEN.pow(40).subtract(BigInteger.ONE), BigInteger.valueOf(29).shiftLeft(128)
        }) {
      String data = String.format("%040d", n);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 40; i += 4) {
        int[] digits = data.substring(i, i + 4).chars().map(c -> c - '0').toArray();
        text.append(data, i, i + 4).append(Damm.digit(digits, 0, 4));
      }
      reason(Reason.BAD_CHECK, () -> ReceiptCode.parse(text.toString()));
    }
  }

  @Test
  void keys_are_hkdf_of_the_code_bound_to_the_instance() throws Exception {
    byte[] entropy = new byte[16];
    random.nextBytes(entropy);
    byte[] instance = new byte[32];
    random.nextBytes(instance);
    ReceiptCode code = ReceiptCode.of(entropy);
    assertArrayEquals(hkdf(entropy, "reply", instance), code.replyKey(instance));
    assertArrayEquals(
        new org.taniq.protocol.signed.SigningKey(hkdf(entropy, "thread-key", instance)).publicKey(),
        code.threadKey(instance).publicKey());
    assertThrows(IllegalArgumentException.class, () -> code.replyKey(new byte[31]));
  }

  @Test
  void no_method_gives_or_takes_a_code_as_a_string() {
    for (Method method : ReceiptCode.class.getDeclaredMethods()) {
      if (!method.getName().equals("derive")) {
        List<Class<?>> types = new ArrayList<>(List.of(method.getParameterTypes()));
        types.add(method.getReturnType());
        assertFalse(types.contains(String.class), method.toString());
      }
    }
  }

  @Test
  void a_closed_code_tells_nothing() {
    ReceiptCode code = ReceiptCode.generate(new SecureRandom());
    assertEquals("ReceiptCode[REDACTED]", code.toString());
    code.close();
    assertThrows(IllegalStateException.class, code::format);
    assertThrows(IllegalStateException.class, code::words);
    assertThrows(IllegalStateException.class, () -> code.replyKey(new byte[32]));
  }

  /** RFC 5869 with the JDK's HMAC alone: one block, empty salt. */
  private static byte[] hkdf(byte[] ikm, String purpose, byte[] instance) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
    byte[] prk = mac.doFinal(ikm);
    mac.init(new SecretKeySpec(prk, "HmacSHA256"));
    mac.update(Labels.of(purpose));
    mac.update(instance);
    return mac.doFinal(new byte[] {1});
  }

  private ReceiptCode code() {
    byte[] entropy = new byte[16];
    random.nextBytes(entropy);
    return ReceiptCode.of(entropy);
  }

  private static void wrongGroup(int group, String text) {
    ReceiptException e = assertThrows(ReceiptException.class, () -> ReceiptCode.parse(text));
    assertEquals(Reason.BAD_GROUP, e.reason());
    assertEquals(group, e.group());
  }

  private static void reason(Reason reason, org.junit.jupiter.api.function.Executable executable) {
    assertEquals(reason, assertThrows(ReceiptException.class, executable).reason());
  }
}
