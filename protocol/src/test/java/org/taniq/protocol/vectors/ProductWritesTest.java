package org.taniq.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.open.Custodians;
import org.taniq.protocol.open.Share;
import org.taniq.protocol.open.SlotOpener;

/**
 * What the product seals, read by the vectors' own cryptography: the other direction of
 * EnvelopeVectorsTest. STYLE 35. (Only the slots are opened by the product: HPKE's sender is proved
 * by the vectors that it opens.)
 */
class ProductWritesTest {

  @ParameterizedTest
  @CsvSource({"1, 1, 65536", "2, 3, 65536", "3, 5, 196608", "16, 16, 65536"})
  void what_the_product_seals_is_read_by_the_independent_reader(int k, int n, int size)
      throws Exception {
    Custodians custodians = new Custodians(k, n, n, 7);
    byte[] plaintext = new Seed("product").bytes("block", 64);
    plaintext = Bytes.first(plaintext, size);
    byte[] context = new byte[0];
    byte[] envelope = custodians.seal(Kind.TESTIMONY, context, plaintext);

    assertEquals(Lattice.envelope(n, size), envelope.length);
    byte[] h0 = Bytes.first(envelope, 32);
    assertEquals(
        "89544e510d0a1a010001" + Bytes.hex(Bytes.join(Bytes.u8(k), Bytes.u8(n))) + "10000000",
        Bytes.hex(Bytes.first(h0, 16)));

    Header header = Header.read(new ByteArrayInputStream(envelope));
    byte[][] shares = new byte[k][];
    for (int i = 0; i < k; i++) {
      try (Share share = SlotOpener.open(header, context, i, custodians.secrets.get(i))) {
        shares[i] = share.bytes();
      }
      int at = 32 + 1169 * n + 32 * i;
      assertArrayEquals(
          Bytes.slice(envelope, at, at + 32),
          Hashes.sha256(Hashes.label("commitment"), h0, context, Bytes.u8(i), shares[i]));
    }
    byte[] dek = k == 1 ? Bytes.slice(shares[0], 1, 33) : atZero(shares);

    int macAt = 32 + 1201 * n;
    assertArrayEquals(
        Bytes.slice(envelope, macAt, macAt + 32),
        Hashes.hmac(Hashes.hkdf(dek, Hashes.label("header")), Bytes.first(envelope, macAt)));
    byte[] stream = Bytes.slice(envelope, macAt + 32, envelope.length);
    byte[] aad = Hashes.sha256(Bytes.first(envelope, macAt + 32));
    assertArrayEquals(plaintext, open(Hashes.hkdf(dek, Hashes.label("payload")), aad, stream));
  }

  /** Lagrange at 0 over GF(2^8), SPEC §2.3. */
  private static byte[] atZero(byte[][] shares) {
    byte[] secret = new byte[32];
    for (byte[] share : shares) {
      int weight = 1;
      for (byte[] other : shares) {
        if (other != share) {
          weight = Shamir.multiply(weight, other[0]);
          weight = Shamir.multiply(weight, inverse(other[0] ^ share[0]));
        }
      }
      for (int b = 0; b < 32; b++) {
        secret[b] ^= (byte) Shamir.multiply(share[b + 1] & 0xff, weight);
      }
    }
    return secret;
  }

  private static int inverse(int a) {
    int power = 1;
    for (int i = 0; i < 254; i++) { // a^254
      power = Shamir.multiply(power, a);
    }
    return power;
  }

  /** The stream of SPEC §2.6, cut as SPEC cuts it. */
  private static byte[] open(byte[] key, byte[] aad, byte[] stream)
      throws GeneralSecurityException {
    assertEquals(40, stream[0]);
    byte[] segmentKey = Hashes.hkdf(key, Bytes.slice(stream, 1, 33), aad, 32);
    byte[] prefix = Bytes.slice(stream, 33, 40);
    List<byte[]> segments =
        StreamWriter.pieces(new byte[(int) (stream.length - 40 - 16 * segments(stream.length))]);
    byte[] plaintext = new byte[0];
    int at = 40;
    for (int j = 0; j < segments.size(); j++) {
      int end = at + segments.get(j).length + 16;
      byte[] nonce = Bytes.join(prefix, Bytes.u32(j), Bytes.u8(j == segments.size() - 1 ? 1 : 0));
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(segmentKey, "AES"),
          new GCMParameterSpec(128, nonce));
      plaintext = Bytes.join(plaintext, cipher.doFinal(Bytes.slice(stream, at, end)));
      at = end;
    }
    assertEquals(stream.length, at);
    return plaintext;
  }

  private static long segments(int streamLength) {
    return (streamLength + 65535) / 65536;
  }
}
