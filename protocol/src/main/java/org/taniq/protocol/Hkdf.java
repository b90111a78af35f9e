package org.taniq.protocol;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF-SHA256 and HMAC-SHA256 as SPEC §0 writes them; RFC 5869, RFC 2104. */
public final class Hkdf {

  private static final String HMAC = "HmacSHA256";
  private static final int HASH_BYTES = 32;

  private Hkdf() {}

  /** {@code HKDF(ikm, info)}: empty salt, 32 bytes. The caller zeroes what it gets. */
  public static byte[] derive(byte[] ikm, byte[] info) {
    return derive(ikm, new byte[0], info, HASH_BYTES);
  }

  /**
   * {@code HKDF(ikm, salt, info, length)}. The caller zeroes what it gets.
   *
   * @param salt may be empty
   * @param length bytes, 1..8160
   */
  public static byte[] derive(byte[] ikm, byte[] salt, byte[] info, int length) {
    if (length < 1 || length > 255 * HASH_BYTES) {
      throw new IllegalArgumentException("HKDF-SHA256 gives 1 to 8160 bytes");
    }
    // RFC 5869 §2.2: no salt is a salt of zeros (and HMAC would not take an empty key).
    byte[] prk = hmac(salt.length == 0 ? new byte[HASH_BYTES] : salt, ikm);
    byte[] okm = new byte[length];
    byte[] block = new byte[0];
    try {
      Mac mac = mac(prk);
      for (int i = 1, at = 0; at < length; i++, at += block.length) {
        mac.update(block);
        mac.update(info);
        mac.update((byte) i);
        Arrays.fill(block, (byte) 0);
        block = mac.doFinal();
        System.arraycopy(block, 0, okm, at, Math.min(block.length, length - at));
      }
      return okm;
    } finally {
      Arrays.fill(prk, (byte) 0);
      Arrays.fill(block, (byte) 0);
    }
  }

  /** HMAC-SHA256 over the parts joined, 32 bytes. */
  public static byte[] hmac(byte[] key, byte[]... parts) {
    Mac mac = mac(key);
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }
}
