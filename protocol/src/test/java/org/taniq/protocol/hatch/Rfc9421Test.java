package org.taniq.protocol.hatch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.taniq.protocol.hatch.SignatureBase.Component;
import org.taniq.protocol.signed.Signatures;
import org.taniq.protocol.signed.SigningKey;

/** The vectors of RFC 9421 itself: keys of appendix B.1, messages and signatures of B.2. */
class Rfc9421Test {

  private static final String ED25519_SECRET = // B.1.4, PKCS #8
      "MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF";
  private static final String ED25519_PUBLIC = // B.1.4, SubjectPublicKeyInfo
      "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";
  private static final String RSA_PSS_PUBLIC = // B.1.2
      "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2"
          + "+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+"
          + "oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq"
          + "gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W"
          + "Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4"
          + "aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI"
          + "2wIDAQAB";
  private static final String DATE = "Tue, 20 Apr 2021 02:07:55 GMT";
  private static final String SHA_512 = // B.2, the test request's Content-Digest
      "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrI"
          + "iYllu7BNNyealdVLvRwEmTHWXvJwew==:";

  /** B.2.6: the base, the signature and that Ed25519 signs it so. */
  @Test
  void base_and_signature_of_b_2_6_are_reproduced() throws Exception {
    List<Component> components =
        List.of(
            new Component("date", DATE),
            new Component("@method", "POST"),
            new Component("@path", "/foo"),
            new Component("@authority", "example.com"),
            new Component("content-type", "application/json"),
            new Component("content-length", "18"));
    String parameters = names(components) + ";created=1618884473;keyid=\"test-key-ed25519\"";
    byte[] base = SignatureBase.of(components, parameters);
    assertEquals(
        "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n"
            + "\"@method\": POST\n"
            + "\"@path\": /foo\n"
            + "\"@authority\": example.com\n"
            + "\"content-type\": application/json\n"
            + "\"content-length\": 18\n"
            + "\"@signature-params\": (\"date\" \"@method\" \"@path\" \"@authority\""
            + " \"content-type\" \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"",
        new String(base, US_ASCII));

    byte[] signature =
        Base64.getDecoder()
            .decode(
                "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");
    byte[] pkcs8 = Base64.getDecoder().decode(ED25519_SECRET);
    byte[] spki = Base64.getDecoder().decode(ED25519_PUBLIC);
    byte[] publicKey = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
    try (SigningKey key =
        new SigningKey(Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length))) {
      assertArrayEquals(publicKey, key.publicKey());
      assertArrayEquals(signature, key.sign(base));
    }
    assertTrue(Signatures.verify(publicKey, base, signature));
    base[3] ^= 1;
    assertFalse(Signatures.verify(publicKey, base, signature));

    // The same by the JDK alone.
    base[3] ^= 1;
    Signature jdk = Signature.getInstance("Ed25519");
    jdk.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
    jdk.update(base);
    assertTrue(jdk.verify(signature));
    jdk.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    jdk.update(base);
    assertArrayEquals(signature, jdk.sign());
  }

  /** B.2.3 covers all that we cover: the RFC's RSA-PSS signature fits our base. */
  @Test
  void base_of_b_2_3_with_query_and_content_digest_is_reproduced() throws Exception {
    List<Component> components =
        List.of(
            new Component("date", DATE),
            new Component("@method", "POST"),
            new Component("@path", "/foo"),
            new Component("@query", "?param=Value&Pet=dog"),
            new Component("@authority", "example.com"),
            new Component("content-type", "application/json"),
            new Component("content-digest", SHA_512),
            new Component("content-length", "18"));
    String parameters = names(components) + ";created=1618884473;keyid=\"test-key-rsa-pss\"";
    byte[] signature =
        Base64.getDecoder()
            .decode(
                "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeG"
                    + "t683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1"
                    + "TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvf"
                    + "rs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJ"
                    + "zSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==");
    Signature jdk = Signature.getInstance("RSASSA-PSS");
    jdk.setParameter(new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1));
    jdk.initVerify(
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(RSA_PSS_PUBLIC))));
    jdk.update(SignatureBase.of(components, parameters));
    assertTrue(jdk.verify(signature));
  }

  /**
   * RFC 9421 §2.2.3, §2.2.6, §2.2.7: host in lower case, an empty path a slash, no query a mark.
   */
  @Test
  void derived_components_are_normalised_as_the_rfc_says() throws Exception {
    ContentDigest digest =
        ContentDigest.of(MessageDigest.getInstance("SHA-256").digest(new byte[0]));
    HatchRequest request = HatchRequest.of("POST", "WWW.example.com:80", "", null, digest);
    assertEquals("www.example.com", request.authority());
    assertEquals("/", request.path());
    assertEquals("?", request.query());
    HatchRequest other =
        HatchRequest.of(
            "POST", "a.onion:8080", "/path", "param=value&foo=bar&baz=bat%2Dman", digest);
    assertEquals("a.onion:8080", other.authority());
    assertEquals("?param=value&foo=bar&baz=bat%2Dman", other.query());
  }

  /** RFC 9530 §2: the hash in base64 between colons; of an empty body and of a JSON line. */
  @Test
  void content_digests_are_those_of_rfc_9530() throws Exception {
    assertEquals(
        "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
        ContentDigest.of(MessageDigest.getInstance("SHA-256").digest(new byte[0])).value());
    byte[] body = "{\"hello\": \"world\"}\n".getBytes(US_ASCII);
    assertEquals(
        "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
        ContentDigest.of(MessageDigest.getInstance("SHA-256").digest(body)).value());
  }

  private static String names(List<Component> components) {
    return SignatureBase.names(components.stream().map(Component::name).toList());
  }
}
