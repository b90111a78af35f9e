package org.taniq.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.junit.jupiter.api.Test;

class HkdfTest {

  /** RFC 5869, appendix A.1 and A.3. */
  @Test
  void vectors_of_the_rfc() {
    byte[] ikm = HexFormat.of().parseHex("0b".repeat(22));
    byte[] salt = HexFormat.of().parseHex("000102030405060708090a0b0c");
    byte[] info = HexFormat.of().parseHex("f0f1f2f3f4f5f6f7f8f9");
    assertEquals(
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        HexFormat.of().formatHex(Hkdf.derive(ikm, salt, info, 42)));
    assertEquals(
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        HexFormat.of().formatHex(Hkdf.derive(ikm, new byte[0], new byte[0], 42)));
  }

  @Test
  void bouncy_castle_agrees_for_every_length() {
    byte[] ikm = {1, 2, 3};
    byte[] info = {4};
    for (int length = 1; length <= 8160; length += 97) {
      HKDFBytesGenerator peer = new HKDFBytesGenerator(new SHA256Digest());
      peer.init(new HKDFParameters(ikm, new byte[0], info));
      byte[] expected = new byte[length];
      peer.generateBytes(expected, 0, length);
      assertArrayEquals(expected, Hkdf.derive(ikm, new byte[0], info, length));
    }
    assertThrows(IllegalArgumentException.class, () -> Hkdf.derive(ikm, new byte[0], info, 8161));
  }
}
