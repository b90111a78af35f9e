package org.taniq.protocol.envelope;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.taniq.protocol.Hkdf;
import org.taniq.protocol.Labels;
import org.taniq.protocol.Secret;

/** The data key of one envelope, SPEC §2.3, and what is derived from it. */
public final class Dek extends Secret {

  /** Length of a data key. */
  public static final int BYTES = 32;

  /**
   * @param dek 32 bytes, copied; the caller zeroes its own
   */
  public Dek(byte[] dek) {
    super(dek, BYTES);
  }

  /** A fresh data key. */
  public static Dek generate(SecureRandom random) {
    byte[] fresh = new byte[BYTES];
    try {
      random.nextBytes(fresh);
      return new Dek(fresh);
    } finally {
      Arrays.fill(fresh, (byte) 0);
    }
  }

  /** The 32 bytes, a copy that the caller zeroes. */
  public byte[] bytes() {
    return copy();
  }

  /**
   * The header MAC, SPEC §2.5.
   *
   * @param context SPEC §2.2
   * @param beforeMac every byte of the envelope before the MAC
   * @return 32 bytes; compare with MessageDigest.isEqual
   */
  public byte[] headerMac(byte[] context, byte[] beforeMac) {
    byte[] key = Hkdf.derive(open(), Labels.of("header"));
    try {
      return Hkdf.hmac(key, context, beforeMac);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** The key of the payload stream, SPEC §2.6: 32 bytes, which the caller zeroes. */
  public byte[] payloadKey() {
    return Hkdf.derive(open(), Labels.of("payload"));
  }

  /** The aad of the payload stream, SPEC §2.6: 32 bytes. */
  public static byte[] payloadAad(byte[] context, Header header) {
    MessageDigest sha256 = sha256();
    sha256.update(context);
    return sha256.digest(header.bytes());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
