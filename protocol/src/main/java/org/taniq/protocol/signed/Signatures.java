package org.taniq.protocol.signed;

import com.google.crypto.tink.subtle.Ed25519Verify;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 (RFC 8032, pure); the only place that knows the libraries. SPEC §0: the public key and R
 * are canonical encodings of points of large order, S is reduced, and R is exactly S·B − k·A.
 *
 * <p>Bouncy Castle alone lets R differ from that by a point of small order. Where the key and R are
 * multiples of the base point no such difference is left, and its answer is exact. No honest signer
 * makes others; those go to Tink, which encodes S·B − k·A and compares the bytes, but is slow in a
 * program that has just begun.
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
    if (signature.length != SIGNATURE_BYTES) {
      return false;
    }
    byte[] pointR = Arrays.copyOf(signature, Ed25519.PUBLIC_KEY_SIZE);
    if (!isPublicKey(publicKey) || !isPublicKey(pointR)) {
      return false;
    }
    boolean multiplesOfBase =
        Ed25519.validatePublicKeyFull(publicKey, 0) && Ed25519.validatePublicKeyFull(pointR, 0);
    return multiplesOfBase
        ? Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length)
        : verifyExactly(publicKey, message, signature);
  }

  private static boolean verifyExactly(byte[] publicKey, byte[] message, byte[] signature) {
    try {
      new Ed25519Verify(publicKey).verify(signature, message);
      return true;
    } catch (GeneralSecurityException refused) {
      return false;
    }
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
