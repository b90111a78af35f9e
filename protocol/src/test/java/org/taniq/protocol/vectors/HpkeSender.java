package org.taniq.protocol.vectors;

/**
 * HPKE single-shot SealBase of suite 0001: mode_base, X-Wing, HKDF-SHA256, AES-256-GCM, aad empty.
 * RFC 9180 §5.1, §6.1; the KEM's secret is the key schedule's, as the X-Wing draft says.
 */
final class HpkeSender {

  private static final byte[] SUITE_ID =
      Bytes.join(Bytes.ascii("HPKE"), Bytes.u16(0x647a), Bytes.u16(1), Bytes.u16(2));

  private HpkeSender() {}

  /**
   * Seals one message.
   *
   * @param randomness 64 bytes for the encapsulation
   * @return enc (1120) ‖ ct (pt + 16)
   */
  static byte[] seal(byte[] pkR, byte[] info, byte[] pt, byte[] randomness) {
    return seal(XWing.encapsulate(pkR, randomness), info, pt);
  }

  static byte[] seal(XWing.Encapsulated encapsulated, byte[] info, byte[] pt) {
    byte[] empty = new byte[0];
    byte[] context =
        Bytes.join(
            Bytes.u8(0), // mode_base
            extract(empty, "psk_id_hash", empty),
            extract(empty, "info_hash", info));
    byte[] secret = extract(encapsulated.secret(), "secret", empty);
    byte[] key = expand(secret, "key", context, 32);
    byte[] baseNonce = expand(secret, "base_nonce", context, 12); // sequence number 0
    return Bytes.join(encapsulated.enc(), Gcm.seal(key, baseNonce, pt));
  }

  private static byte[] extract(byte[] salt, String label, byte[] ikm) {
    return Hashes.extract(
        salt, Bytes.join(Bytes.ascii("HPKE-v1"), SUITE_ID, Bytes.ascii(label), ikm));
  }

  private static byte[] expand(byte[] prk, String label, byte[] info, int length) {
    return Hashes.expand(
        prk,
        Bytes.join(Bytes.u16(length), Bytes.ascii("HPKE-v1"), SUITE_ID, Bytes.ascii(label), info),
        length);
  }
}
