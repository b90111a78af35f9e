package org.taniq.cli.vault;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.taniq.protocol.Secret;

/**
 * A vault's key of one level, which wraps the items' own keys by AES-256-GCM. SPEC §8.3. Thread
 * safe until closed.
 */
public final class VaultKey extends Secret {
  /** Bytes of a vault key and of an item key. */
  static final int BYTES = 32;

  /** Bytes of a nonce. */
  static final int NONCE_BYTES = 12;

  /** Bytes of a wrapped item key: key and tag. */
  static final int WRAPPED_BYTES = BYTES + 16; // 48

  /** Takes a copy of 32 bytes. */
  public VaultKey(byte[] key) {
    super(key, BYTES);
  }

  /** A copy, to be sealed to the custodians; the caller zeroes it. */
  byte[] bytes() {
    return copy();
  }

  /** Wraps an item key: hex of nonce (12, the caller's fresh random one) and sealed key (48). */
  String wrap(byte[] itemKey, byte[] nonce, byte[] aad) {
    try {
      HexFormat hex = HexFormat.of();
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, aad).doFinal(itemKey);
      return hex.formatHex(nonce) + hex.formatHex(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  /**
   * Unwraps an item key.
   *
   * @param wrapped as {@link #wrap} gives it
   * @return 32 bytes; the caller zeroes them
   * @throws VaultException ITEM_DAMAGED
   */
  byte[] unwrap(String wrapped, byte[] aad) throws VaultException {
    byte[] bytes = HexFormat.of().parseHex(wrapped);
    byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
    try {
      return cipher(Cipher.DECRYPT_MODE, nonce, aad).doFinal(bytes, NONCE_BYTES, WRAPPED_BYTES);
    } catch (AEADBadTagException e) {
      throw new VaultException(VaultException.Reason.ITEM_DAMAGED, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] aad) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(open(), "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(aad);
    return cipher;
  }
}
