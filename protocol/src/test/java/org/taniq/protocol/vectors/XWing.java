package org.taniq.protocol.vectors;

import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * X-Wing with given randomness, draft-connolly-cfrg-xwing-kem §5: ML-KEM-768 and X25519, joined by
 * SHA3-256.
 */
final class XWing {

  private static final byte[] LABEL = Bytes.ascii("\\./" + "/^\\");
  private static final int ML_KEM_KEY_BYTES = 1184;
  private static final int ML_KEM_ENC_BYTES = 1088;

  /**
   * What encapsulation gives.
   *
   * @param secret shared secret, 32 bytes
   * @param enc encapsulated key, 1120 bytes
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Encapsulated(byte[] secret, byte[] enc) {}

  private XWing() {}

  /** GenerateKeyPairDerand: 1216 bytes of public key for a seed of 32. */
  static byte[] publicKey(byte[] seed) {
    byte[] expanded = new byte[96];
    SHAKEDigest shake = new SHAKEDigest(256);
    shake.update(seed, 0, seed.length);
    shake.doFinal(expanded, 0, expanded.length);
    byte[] mlKem =
        new MLKEMPrivateKeyParameters(
                MLKEMParameters.ml_kem_768, Bytes.slice(expanded, 0, 64)) // d ‖ z
            .getPublicKey();
    return Bytes.join(mlKem, timesBase(Bytes.slice(expanded, 64, 96)));
  }

  /**
   * EncapsulateDerand.
   *
   * @param pkR 1216 bytes
   * @param randomness 64 bytes: ML-KEM's message, X25519's ephemeral secret
   */
  static Encapsulated encapsulate(byte[] pkR, byte[] randomness) {
    byte[] pkX = Bytes.slice(pkR, ML_KEM_KEY_BYTES, pkR.length);
    SecretWithEncapsulation mlKem =
        MLKEMGenerator.internalGenerateEncapsulated(
            new MLKEMPublicKeyParameters(
                MLKEMParameters.ml_kem_768, Bytes.first(pkR, ML_KEM_KEY_BYTES)),
            Bytes.slice(randomness, 0, 32));
    byte[] ephemeral = Bytes.slice(randomness, 32, 64);
    byte[] ctX = timesBase(ephemeral);
    byte[] ssX = new byte[32];
    X25519.calculateAgreement(ephemeral, 0, pkX, 0, ssX, 0);
    byte[] secret = sha3(Bytes.join(mlKem.getSecret(), ssX, ctX, pkX, LABEL));
    return new Encapsulated(secret, Bytes.join(mlKem.getEncapsulation(), ctX));
  }

  /**
   * What a wrong sender gives whose X25519 half is the point 0: every reader's agreement with it is
   * all zeros, and the secret is as good as ML-KEM's alone.
   */
  static Encapsulated encapsulateLowOrder(byte[] pkR, byte[] randomness) {
    byte[] pkX = Bytes.slice(pkR, ML_KEM_KEY_BYTES, pkR.length);
    byte[] zeros = new byte[32];
    byte[] enc = Bytes.first(encapsulate(pkR, randomness).enc(), ML_KEM_ENC_BYTES);
    byte[] mlKem =
        MLKEMGenerator.internalGenerateEncapsulated(
                new MLKEMPublicKeyParameters(
                    MLKEMParameters.ml_kem_768, Bytes.first(pkR, ML_KEM_KEY_BYTES)),
                Bytes.slice(randomness, 0, 32))
            .getSecret();
    return new Encapsulated(
        sha3(Bytes.join(mlKem, zeros, zeros, pkX, LABEL)), Bytes.join(enc, zeros));
  }

  private static byte[] timesBase(byte[] scalar) {
    byte[] point = new byte[32];
    X25519.scalarMultBase(scalar, 0, point, 0);
    return point;
  }

  private static byte[] sha3(byte[] bytes) {
    SHA3Digest sha3 = new SHA3Digest(256);
    sha3.update(bytes, 0, bytes.length);
    byte[] out = new byte[32];
    sha3.doFinal(out, 0);
    return out;
  }
}
