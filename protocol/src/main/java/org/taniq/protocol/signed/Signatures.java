package org.taniq.protocol.signed;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 (RFC 8032, pure) by Bouncy Castle; the only place that knows the library. SPEC §0: a
 * public key must be the canonical encoding of a point of large order, S must be reduced.
 */
public final class Signatures {

  public static final int PUBLIC_KEY_BYTES = Ed25519.PUBLIC_KEY_SIZE; // 32
  public static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE; // 64
  static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE; // 32

  private Signatures() {}

  /**
   * Whether the signature is right.
   *
   * @param publicKey any bytes; a wrong length or an unfit point gives false
   * @param signature any bytes
   */
  public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    return isPublicKey(publicKey)
        && signature.length == SIGNATURE_BYTES
        && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
  }

  /** Whether these bytes are the canonical encoding of a point of large order. */
  public static boolean isPublicKey(byte[] publicKey) {
    return publicKey.length == PUBLIC_KEY_BYTES && Ed25519.validatePublicKeyPartial(publicKey, 0);
  }

  static byte[] sign(byte[] seed, byte[] message) {
    byte[] signature = new byte[SIGNATURE_BYTES];
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  static byte[] publicKey(byte[] seed) {
    byte[] publicKey = new byte[PUBLIC_KEY_BYTES];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return publicKey;
  }
}
