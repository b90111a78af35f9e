package org.taniq.protocol.seal;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;

/** HPKE SealBase of suite 0001 by Bouncy Castle, SPEC §2.1 and §2.4; RFC 9180 §6.1. */
final class HpkeSeal {

  static final int PK_BYTES = 1184 + 32; // ML-KEM-768 + X25519 = 1216

  /** Randomness of one X-Wing encapsulation: 32 for ML-KEM, 32 for X25519. */
  private static final int ENCAP_SEED_BYTES = 32 + 32;

  private static final byte[] NO_AAD = new byte[0];

  private HpkeSeal() {}

  /**
   * Seals one share.
   *
   * @param pkR 1216 bytes
   * @param pt 33 bytes
   * @return enc ‖ ct, 1120 + 49 bytes
   * @throws EnvelopeException BAD_RECIPIENT_KEY
   */
  static byte[] seal(byte[] pkR, byte[] info, byte[] pt, SecureRandom random)
      throws EnvelopeException {
    AsymmetricKeyParameter key = parse(pkR);
    byte[] seed = new byte[ENCAP_SEED_BYTES];
    random.nextBytes(seed);
    try {
      HPKEContextWithEncapsulation context = suite().setupBaseS(key, info, seed);
      byte[] enc = context.getEncapsulation();
      byte[] ct = context.seal(NO_AAD, pt);
      byte[] slot = Arrays.copyOf(enc, enc.length + ct.length);
      System.arraycopy(ct, 0, slot, enc.length, ct.length);
      return slot;
    } catch (IllegalArgumentException | IllegalStateException unfitKey) {
      // Bouncy Castle's answer to a key outside ML-KEM's modulus or of low X25519 order.
      throw new EnvelopeException(Reason.BAD_RECIPIENT_KEY);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("AES-GCM refused to seal", e);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /** Throws BAD_RECIPIENT_KEY if no share could be sealed to this key. */
  static void requireValid(byte[] pkR) throws EnvelopeException {
    AsymmetricKeyParameter key = parse(pkR);
    try {
      suite().setupBaseS(key, NO_AAD, new byte[ENCAP_SEED_BYTES]);
    } catch (IllegalArgumentException | IllegalStateException unfitKey) {
      throw new EnvelopeException(Reason.BAD_RECIPIENT_KEY);
    }
  }

  private static AsymmetricKeyParameter parse(byte[] pkR) throws EnvelopeException {
    if (pkR.length != PK_BYTES) {
      throw new EnvelopeException(Reason.BAD_RECIPIENT_KEY);
    }
    try {
      return suite().deserializePublicKey(pkR);
    } catch (IllegalArgumentException unfitKey) {
      throw new EnvelopeException(Reason.BAD_RECIPIENT_KEY);
    }
  }

  private static HPKE suite() {
    return new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }
}
