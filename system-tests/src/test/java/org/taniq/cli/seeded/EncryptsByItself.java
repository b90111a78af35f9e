package org.taniq.cli.seeded;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** Breaks a rule on purpose: a cipher outside its adapters. */
public final class EncryptsByItself {
  Cipher cipher() throws GeneralSecurityException {
    return Cipher.getInstance("AES/GCM/NoPadding");
  }
}
