package org.taniq.protocol.signed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {

  private static final HexFormat HEX = HexFormat.of();

  /** RFC 8032 §7.1, TEST 3. */
  @Test
  void rfc_8032_vector_is_reproduced() {
    try (SigningKey key =
        new SigningKey(
            HEX.parseHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"))) {
      assertEquals(
          "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
          HEX.formatHex(key.publicKey()));
      byte[] message = {(byte) 0xaf, (byte) 0x82};
      byte[] signature = key.sign(message);
      assertEquals(
          "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
              + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
          HEX.formatHex(signature));
      assertTrue(Signatures.verify(key.publicKey(), message, signature));
      for (int bit = 0; bit < 512; bit++) {
        byte[] flipped = signature.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        assertFalse(Signatures.verify(key.publicKey(), message, flipped));
      }
    }
  }

  @Test
  void s_that_is_not_reduced_is_refused() {
    SigningKey key = new SigningKey(new byte[32]);
    byte[] signature = key.sign(new byte[1]);
    BigInteger order =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] s = new byte[33];
    for (int i = 0; i < 32; i++) {
      s[32 - i] = signature[32 + i];
    }
    byte[] sum = new BigInteger(1, s).add(order).toByteArray();
    byte[] malleated = signature.clone();
    for (int i = 0; i < 32; i++) {
      malleated[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
    }
    assertFalse(Signatures.verify(key.publicKey(), new byte[1], malleated));
  }

  /** The points of order 1, 2, 4 and 8, and spellings of them that are not canonical. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0200000000000000000000000000000000000000000000000000000000000000",
      })
  void public_keys_of_small_order_or_odd_spelling_are_refused(String hex) {
    assertFalse(Signatures.isPublicKey(HEX.parseHex(hex)));
    assertFalse(Signatures.verify(HEX.parseHex(hex), new byte[0], new byte[64]));
  }

  @Test
  void wrong_lengths_are_false_not_exceptions() {
    SigningKey key = new SigningKey(new byte[32]);
    assertFalse(Signatures.verify(new byte[31], new byte[0], new byte[64]));
    assertFalse(Signatures.verify(key.publicKey(), new byte[0], new byte[63]));
  }

  @Test
  void a_closed_key_signs_no_more_and_tells_nothing() {
    byte[] seed = new byte[32];
    SigningKey key = new SigningKey(seed);
    seed[0] = 1;
    assertArrayEquals(new SigningKey(new byte[32]).publicKey(), key.publicKey());
    assertEquals("SigningKey[REDACTED]", key.toString());
    key.close();
    assertTrue(key.isDestroyed());
    assertThrows(IllegalStateException.class, () -> key.sign(new byte[1]));
  }

  @Test
  void signer_id_reads_back() throws Exception {
    SignerId id = new SigningKey(new byte[32]).id();
    assertEquals(id, SignerId.parse(id.hex()));
    assertEquals(32, id.hex().length());
  }
}
