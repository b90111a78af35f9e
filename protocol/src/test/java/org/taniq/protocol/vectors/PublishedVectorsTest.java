package org.taniq.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.taniq.protocol.open.EpochSecret;
import org.taniq.protocol.signed.Signatures;
import org.taniq.protocol.signed.SigningKey;

/** vectors/published against the primitives of the product and of the generator. */
class PublishedVectorsTest {

  @TestFactory
  Stream<DynamicTest> x_wing_agrees_with_the_draft() throws IOException {
    return each(
        read("x-wing"),
        v -> {
          byte[] pk = XWing.publicKey(hex(v, "seed"));
          assertArrayEquals(hex(v, "pk"), pk);
          assertArrayEquals(pk, new EpochSecret(hex(v, "seed")).publicKey());
          XWing.Encapsulated encapsulated = XWing.encapsulate(pk, hex(v, "eseed"));
          assertArrayEquals(hex(v, "ct"), encapsulated.enc());
          assertArrayEquals(hex(v, "ss"), encapsulated.secret());
          var skR = new XWingPrivateKeyParameters(hex(v, "seed"));
          assertArrayEquals(hex(v, "ss"), new XWingKEMExtractor(skR).extractSecret(hex(v, "ct")));
        });
  }

  @TestFactory
  Stream<DynamicTest> hmac_agrees() throws IOException {
    return each(
        standard("hmac-sha256"),
        v -> assertArrayEquals(hex(v, "tag"), Hashes.hmac(hex(v, "key"), hex(v, "msg"))));
  }

  @TestFactory
  Stream<DynamicTest> hkdf_agrees() throws IOException {
    return each(
        standard("hkdf-sha256"),
        v -> {
          byte[] okm = hex(v, "okm");
          assertArrayEquals(
              okm, Hashes.hkdf(hex(v, "ikm"), hex(v, "salt"), hex(v, "info"), okm.length));
        });
  }

  @TestFactory
  Stream<DynamicTest> aes_256_gcm_agrees() throws IOException {
    return each(
        standard("aes-256-gcm"),
        v -> {
          Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
          cipher.init(
              Cipher.ENCRYPT_MODE,
              new SecretKeySpec(hex(v, "key"), "AES"),
              new GCMParameterSpec(128, hex(v, "nonce")));
          cipher.updateAAD(hex(v, "aad"));
          assertArrayEquals(hex(v, "ct"), cipher.doFinal(hex(v, "pt")));
        });
  }

  @TestFactory
  Stream<DynamicTest> ed25519_agrees() throws IOException {
    return each(
        standard("ed25519"),
        v -> {
          try (SigningKey key = new SigningKey(hex(v, "seed"))) {
            assertArrayEquals(hex(v, "pk"), key.publicKey());
            assertArrayEquals(hex(v, "sig"), key.sign(hex(v, "msg")));
          }
          assertArrayEquals(hex(v, "sig"), new Signer(hex(v, "seed")).sign(hex(v, "msg")));
          assertTrue(Signatures.verify(hex(v, "pk"), hex(v, "msg"), hex(v, "sig")));
          byte[] other = Bytes.join(hex(v, "msg"), Bytes.u8(0));
          assertFalse(Signatures.verify(hex(v, "pk"), other, hex(v, "sig")));
        });
  }

  @TestFactory
  Stream<DynamicTest> x25519_agrees() throws IOException {
    return each(
        standard("x25519"),
        v -> {
          byte[] out = new byte[32];
          X25519.calculateAgreement(hex(v, "scalar"), 0, hex(v, "u"), 0, out, 0);
          assertArrayEquals(hex(v, "out"), out);
        });
  }

  @TestFactory
  Stream<DynamicTest> hpke_opens_what_the_rfc_sealed() throws IOException {
    return each(
        standard("hpke-base"),
        v -> {
          HPKE hpke = hpke(v.get("kem").asInt(), v.get("kdf").asInt(), v.get("aead").asInt());
          var skR = hpke.deserializePrivateKey(hex(v, "skR"), hex(v, "pkR"));
          var context = hpke.setupBaseR(hex(v, "enc"), skR, hex(v, "info"));
          assertArrayEquals(hex(v, "pt"), context.open(hex(v, "aad"), hex(v, "ct")));
        });
  }

  /** RFC 9180 with X25519 and AES-256-GCM, and HPKE-PQ with X-Wing and ChaCha20-Poly1305. */
  @TestFactory
  Stream<DynamicTest> hpke_agrees_with_whole_sessions() throws IOException {
    return Stream.concat(
        each(published("hpke/rfc9180.json"), v -> session(v, 257)),
        each(
            published("hpke/hpke-pq.json"),
            v -> {
              assertArrayEquals(hex(v, "pkRm"), new EpochSecret(hex(v, "skRm")).publicKey());
              session(v, 10);
            }));
  }

  private static void session(JsonNode v, int messages) throws InvalidCipherTextException {
    HPKE hpke = hpke(v.get("kem_id").asInt(), v.get("kdf_id").asInt(), v.get("aead_id").asInt());
    var skR = hpke.deserializePrivateKey(hex(v, "skRm"), hex(v, "pkRm"));
    var context = hpke.setupBaseR(hex(v, "enc"), skR, hex(v, "info"));
    assertEquals(messages, v.get("encryptions").size());
    for (JsonNode message : v.get("encryptions")) {
      assertArrayEquals(hex(message, "pt"), context.open(hex(message, "aad"), hex(message, "ct")));
    }
    assertTrue(v.get("exports").size() > 0);
    for (JsonNode export : v.get("exports")) {
      byte[] value = context.export(hex(export, "exporter_context"), export.get("L").asInt());
      assertArrayEquals(hex(export, "exported_value"), value);
    }
  }

  private static HPKE hpke(int kem, int kdf, int aead) {
    return new HPKE(HPKE.mode_base, (short) kem, (short) kdf, (short) aead);
  }

  private static JsonNode read(String folder) throws IOException {
    return published(folder + "/vectors.json");
  }

  private static JsonNode published(String file) throws IOException {
    return new ObjectMapper().readTree(VectorFile.ROOT.resolve("published").resolve(file).toFile());
  }

  private static JsonNode standard(String primitive) throws IOException {
    return read("standards").get(primitive);
  }

  private static Stream<DynamicTest> each(JsonNode vectors, ThrowingConsumer<JsonNode> test) {
    assertEquals(true, vectors.size() > 0, "there are vectors");
    return StreamSupport.stream(vectors.spliterator(), false)
        .map(
            v ->
                dynamicTest(
                    Stream.of("source", "seed", "skRm")
                        .filter(v::has)
                        .findFirst()
                        .map(name -> v.get(name).asText())
                        .orElseThrow(),
                    () -> test.accept(v)));
  }

  private static byte[] hex(JsonNode vector, String field) {
    return Bytes.unhex(vector.get(field).asText());
  }
}
