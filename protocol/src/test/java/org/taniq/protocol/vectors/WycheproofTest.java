package org.taniq.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.taniq.protocol.Hkdf;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.seal.Recipients;
import org.taniq.protocol.signed.Signatures;

/** vectors/published/wycheproof against the primitives that the product is built on. */
class WycheproofTest {

  private static final MLKEMParameters ML_KEM = MLKEMParameters.ml_kem_768;

  /** One test with its group, whose fields hold for all its tests. */
  private record Case(JsonNode group, JsonNode test) {

    byte[] hex(String field) {
      return Bytes.unhex((test.has(field) ? test : group).get(field).asText());
    }

    boolean is(String result) {
      return test.get("result").asText().equals(result);
    }
  }

  /** What one test asks. */
  private interface Check {
    void run(Case c) throws Exception;
  }

  /** The suite's AES-GCM alone: keys of 32 bytes, nonces of 12, tags of 16. Tink uses the JDK's. */
  @TestFactory
  Stream<DynamicTest> aes_256_gcm_of_the_jdk() throws IOException {
    return each("aes_gcm_test", 66, WycheproofTest::ofTheSuite, c -> aesGcm(c, this::jdkOpen));
  }

  /** HPKE's AES-GCM is Bouncy Castle's. */
  @TestFactory
  Stream<DynamicTest> aes_256_gcm_of_bouncy_castle() throws IOException {
    return each(
        "aes_gcm_test", 66, WycheproofTest::ofTheSuite, c -> aesGcm(c, this::bouncyCastleOpen));
  }

  @TestFactory
  Stream<DynamicTest> hmac_sha256() throws IOException {
    return each(
        "hmac_sha256_test",
        174,
        c -> true,
        c -> {
          byte[] tag = c.hex("tag");
          byte[] ours = Arrays.copyOf(Hkdf.hmac(c.hex("key"), c.hex("msg")), tag.length);
          assertEquals(c.is("valid"), Arrays.equals(tag, ours));
        });
  }

  @TestFactory
  Stream<DynamicTest> hkdf_sha256() throws IOException {
    return each(
        "hkdf_sha256_test",
        86,
        c -> true,
        c -> {
          int length = c.test().get("size").asInt();
          if (c.is("valid")) {
            byte[] okm = Hkdf.derive(c.hex("ikm"), c.hex("salt"), c.hex("info"), length);
            assertArrayEquals(c.hex("okm"), okm);
          } else {
            assertThrows(
                IllegalArgumentException.class,
                () -> Hkdf.derive(c.hex("ikm"), c.hex("salt"), c.hex("info"), length));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> ed25519() throws IOException {
    return each(
        "ed25519_test",
        150,
        c -> true,
        c -> {
          byte[] pk = Bytes.unhex(c.group().get("publicKey").get("pk").asText());
          assertEquals(c.is("valid"), Signatures.verify(pk, c.hex("msg"), c.hex("sig")));
        });
  }

  /** A shared secret of zeros is refused, as RFC 7748 §6.1 allows and X-Wing's HPKE needs. */
  @TestFactory
  Stream<DynamicTest> x25519() throws IOException {
    return each(
        "x25519_test",
        518,
        c -> true,
        c -> {
          byte[] out = new byte[32];
          boolean taken =
              X25519.calculateAgreement(c.hex("private"), 0, c.hex("public"), 0, out, 0);
          assertArrayEquals(c.hex("shared"), out);
          assertEquals(!Arrays.equals(new byte[32], out), taken);
        });
  }

  @TestFactory
  Stream<DynamicTest> ml_kem_768_key_generation() throws IOException {
    return each(
        "mlkem_768_keygen_seed_test",
        100,
        c -> true,
        c -> {
          var skR = new MLKEMPrivateKeyParameters(ML_KEM, c.hex("seed"));
          assertArrayEquals(c.hex("ek"), skR.getPublicKey());
          byte[] expanded =
              skR.withPreferredFormat(MLKEMPrivateKeyParameters.EXPANDED_KEY).getEncoded();
          assertArrayEquals(c.hex("dk"), expanded);
        });
  }

  @TestFactory
  Stream<DynamicTest> ml_kem_768_encapsulation() throws IOException {
    return each(
        "mlkem_768_encaps_test",
        265,
        c -> true,
        c -> {
          if (c.is("valid")) {
            var key = new MLKEMPublicKeyParameters(ML_KEM, c.hex("ek"));
            var made = MLKEMGenerator.internalGenerateEncapsulated(key, c.hex("m"));
            assertArrayEquals(c.hex("c"), made.getEncapsulation());
            assertArrayEquals(c.hex("K"), made.getSecret());
          }
          // What the product does with the key, behind an X25519 half that is in order.
          var recipients = recipients(Bytes.join(c.hex("ek"), nine()));
          if (c.is("valid")) {
            recipients.check();
          } else {
            assertThrows(EnvelopeException.class, recipients::check);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> ml_kem_768_decapsulation() throws IOException {
    return each(
        "mlkem_768_test",
        193,
        c -> true,
        c -> {
          if (c.is("valid")) {
            var skR = new MLKEMPrivateKeyParameters(ML_KEM, c.hex("seed"));
            assertArrayEquals(c.hex("ek"), skR.getPublicKey());
            assertArrayEquals(c.hex("K"), new MLKEMExtractor(skR).extractSecret(c.hex("c")));
          } else {
            assertThrows(
                IllegalArgumentException.class,
                () ->
                    new MLKEMExtractor(new MLKEMPrivateKeyParameters(ML_KEM, c.hex("seed")))
                        .extractSecret(c.hex("c")));
          }
        });
  }

  private interface Open {
    byte[] open(Case c, byte[] sealed) throws Exception;
  }

  private static boolean ofTheSuite(Case c) {
    return c.group().get("keySize").asInt() == 256
        && c.group().get("ivSize").asInt() == 96
        && c.group().get("tagSize").asInt() == 128;
  }

  private static void aesGcm(Case c, Open open) throws Exception {
    byte[] sealed = Bytes.join(c.hex("ct"), c.hex("tag"));
    if (c.is("valid")) {
      assertArrayEquals(c.hex("msg"), open.open(c, sealed));
    } else {
      Exception refusal = assertThrows(Exception.class, () -> open.open(c, sealed));
      assertEquals(
          true,
          refusal instanceof AEADBadTagException || refusal instanceof InvalidCipherTextException,
          "refused for its tag");
    }
  }

  private byte[] jdkOpen(Case c, byte[] sealed) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(c.hex("key"), "AES"),
        new GCMParameterSpec(128, c.hex("iv")));
    cipher.updateAAD(c.hex("aad"));
    return cipher.doFinal(sealed);
  }

  private byte[] bouncyCastleOpen(Case c, byte[] sealed) throws InvalidCipherTextException {
    var cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    cipher.init(
        false, new AEADParameters(new KeyParameter(c.hex("key")), 128, c.hex("iv"), c.hex("aad")));
    byte[] out = new byte[cipher.getOutputSize(sealed.length)];
    int count = cipher.processBytes(sealed, 0, sealed.length, out, 0);
    count += cipher.doFinal(out, count);
    return Arrays.copyOf(out, count);
  }

  private static Recipients recipients(byte[] pkR) {
    return new Recipients(new KeysetId("00".repeat(16)), 1, 1, List.of(pkR));
  }

  private static byte[] nine() {
    byte[] base = new byte[32];
    base[0] = 9;
    return base;
  }

  /**
   * The tests of one file that are wanted.
   *
   * @param count how many there must be, so that none is passed over unseen
   */
  private static Stream<DynamicTest> each(
      String file, int count, Predicate<Case> wanted, Check check) throws IOException {
    JsonNode all =
        new ObjectMapper()
            .readTree(
                VectorFile.ROOT.resolve("published/wycheproof").resolve(file + ".json").toFile());
    List<Case> cases = new ArrayList<>();
    for (JsonNode group : all.get("testGroups")) {
      for (JsonNode test : group.get("tests")) {
        cases.add(new Case(group, test));
      }
    }
    assertEquals(all.get("numberOfTests").asInt(), cases.size());
    cases.removeIf(wanted.negate());
    assertEquals(count, cases.size());
    return cases.stream()
        .map(c -> dynamicTest("tcId " + c.test().get("tcId").asInt(), () -> check.run(c)));
  }
}
