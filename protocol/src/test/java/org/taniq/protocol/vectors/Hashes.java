package org.taniq.protocol.vectors;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256, HMAC-SHA256, HKDF-SHA256 and the labels of SPEC §0. */
final class Hashes {

  private Hashes() {}

  static byte[] sha256(byte[]... parts) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(Bytes.join(parts));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      // An empty key is HMAC's key of zeros; SecretKeySpec refuses the empty array.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[32] : key, "HmacSHA256"));
      return mac.doFinal(Bytes.join(parts));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** HKDF-Extract, RFC 5869 §2.2. */
  static byte[] extract(byte[] salt, byte[] ikm) {
    return hmac(salt, ikm);
  }

  /** HKDF-Expand, RFC 5869 §2.3. */
  static byte[] expand(byte[] prk, byte[] info, int length) {
    byte[] out = new byte[0];
    byte[] block = new byte[0];
    for (int counter = 1; out.length < length; counter++) {
      block = hmac(prk, block, info, Bytes.u8(counter));
      out = Bytes.join(out, block);
    }
    return Arrays.copyOf(out, length);
  }

  static byte[] hkdf(byte[] ikm, byte[] salt, byte[] info, int length) {
    return expand(extract(salt, ikm), info, length);
  }

  /** HKDF(ikm, info) of SPEC §0: empty salt, 32 bytes. */
  static byte[] hkdf(byte[] ikm, byte[] info) {
    return hkdf(ikm, new byte[0], info, 32);
  }

  /** L(purpose). */
  static byte[] label(String purpose) {
    return Bytes.ascii("taniq.org/v1/" + purpose + "\0");
  }

  /** D(content), SPEC §3.1. */
  static byte[] fileDigest(byte[] content) {
    int chunkBytes = 1 << 20;
    byte[] digests = new byte[0];
    for (int at = 0; at < content.length; at += chunkBytes) {
      int end = Math.min(content.length, at + chunkBytes);
      digests = Bytes.join(digests, sha256(Bytes.slice(content, at, end)));
    }
    return sha256(label("file"), Bytes.u64(content.length), digests);
  }
}
