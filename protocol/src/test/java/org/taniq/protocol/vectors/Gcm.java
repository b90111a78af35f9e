package org.taniq.protocol.vectors;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM, tag of 16 bytes appended. */
final class Gcm {

  private Gcm() {}

  static byte[] seal(byte[] key, byte[] nonce, byte[] pt) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
      return cipher.doFinal(pt);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
