package org.taniq.cli.keyring;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.taniq.cli.terminal.KdfCost;
import org.taniq.cli.terminal.Passphrase;
import org.taniq.cli.terminal.Refusal;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.Hkdf;
import org.taniq.protocol.Labels;

/**
 * Seals and opens keyring files. SPEC §7. The digest at the end tells a damaged file from a wrong
 * passphrase; it protects against accidents, the seal against people.
 */
final class KeyringFile {
  static final int MAX_BYTES = KeyringHeader.BYTES + KeyringHeader.MAX_SEALED_BYTES + 32;

  private static final int DIGEST_BYTES = 32;
  private static final int TAG_BITS = 128;

  private KeyringFile() {}

  /**
   * Seals a keyring under a fresh salt and nonce.
   *
   * @return the whole file
   */
  static byte[] seal(Keyring keyring, Passphrase passphrase, KdfCost cost, SecureRandom random)
      throws Refusal {
    byte[] salt = new byte[Argon2Kdf.SALT_BYTES];
    byte[] nonce = new byte[KeyringHeader.NONCE_BYTES];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    byte[] body = KeyringBody.bytes(keyring);
    byte[] key = null;
    try {
      int sealedLength = body.length + TAG_BITS / 8;
      KeyringHeader header =
          new KeyringHeader(
              cost.memoryKib(),
              cost.passes(),
              cost.lanes(),
              Bytes.of(salt),
              Bytes.of(nonce),
              sealedLength);
      key = key(passphrase, header);
      byte[] head = header.bytes();
      byte[] sealed = gcm(Cipher.ENCRYPT_MODE, key, nonce, head).doFinal(body);
      byte[] file = Arrays.copyOf(head, head.length + sealed.length + DIGEST_BYTES);
      System.arraycopy(sealed, 0, file, head.length, sealed.length);
      int digested = head.length + sealed.length;
      System.arraycopy(digest(file, digested), 0, file, digested, DIGEST_BYTES);
      return file;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is part of every JDK", e);
    } finally {
      Arrays.fill(body, (byte) 0);
      wipe(key);
    }
  }

  /** Everything that can be said of a file without the passphrase; the same refusals as open. */
  static KeyringHeader inspect(byte[] file, KdfCost floor, String name) throws Refusal {
    KeyringHeader header = KeyringHeader.parse(file, floor, name);
    int whole = KeyringHeader.BYTES + header.sealedLength() + DIGEST_BYTES;
    if (file.length < whole) {
      throw new Refusal(KeyringProblem.TRUNCATED, name);
    }
    int digested = whole - DIGEST_BYTES;
    byte[] digest = Arrays.copyOfRange(file, digested, whole);
    if (file.length > whole || !MessageDigest.isEqual(digest(file, digested), digest)) {
      throw new Refusal(KeyringProblem.DAMAGED, name);
    }
    return header;
  }

  /**
   * Opens a keyring.
   *
   * @return to be closed by the caller
   * @throws Refusal WRONG_PASSPHRASE, BAD_CONTENT, and all of {@link #inspect}
   */
  static Keyring open(byte[] file, Passphrase passphrase, KdfCost floor, String name)
      throws Refusal {
    KeyringHeader header = inspect(file, floor, name);
    byte[] key = key(passphrase, header);
    byte[] body = null;
    try {
      byte[] head = Arrays.copyOf(file, KeyringHeader.BYTES);
      body =
          gcm(Cipher.DECRYPT_MODE, key, header.nonce().toArray(), head)
              .doFinal(file, KeyringHeader.BYTES, header.sealedLength());
      return KeyringBody.parse(body, name);
    } catch (AEADBadTagException e) {
      throw new Refusal(KeyringProblem.WRONG_PASSPHRASE, name);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is part of every JDK", e);
    } finally {
      wipe(key);
      wipe(body);
    }
  }

  /** SPEC §7.2: HKDF(Argon2id(passphrase), L("keyring")). */
  private static byte[] key(Passphrase passphrase, KeyringHeader header) throws Refusal {
    byte[] typed = passphrase.utf8();
    byte[] stretched = null;
    try {
      stretched =
          Argon2Kdf.derive(
              typed, header.salt().toArray(), header.memoryKib(), header.passes(), header.lanes());
      return Hkdf.derive(stretched, Labels.of("keyring"));
    } finally {
      wipe(typed);
      wipe(stretched);
    }
  }

  private static Cipher gcm(int mode, byte[] key, byte[] nonce, byte[] head)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(Labels.of("keyring"));
    cipher.updateAAD(head);
    return cipher;
  }

  private static byte[] digest(byte[] file, int length) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(Labels.of("keyring-file"));
      sha256.update(file, 0, length);
      return sha256.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  private static void wipe(byte @org.jspecify.annotations.Nullable [] secret) {
    if (secret != null) {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
