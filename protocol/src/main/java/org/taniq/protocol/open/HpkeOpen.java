package org.taniq.protocol.open;

import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.Header;

/** HPKE OpenBase of suite 0001 by Bouncy Castle, SPEC §2.1 and §2.4; RFC 9180 §6.1. */
final class HpkeOpen {

  private static final byte[] NO_AAD = new byte[0];

  private HpkeOpen() {}

  /**
   * Opens one slot.
   *
   * @param slot enc ‖ ct, 1169 bytes
   * @return x ‖ y, 33 bytes; the caller zeroes them
   * @throws EnvelopeException SLOT_UNREADABLE
   */
  static byte[] open(byte[] slot, EpochSecret skR, byte[] info) throws EnvelopeException {
    byte[] enc = Arrays.copyOf(slot, Header.ENC_BYTES);
    byte[] ct = Arrays.copyOfRange(slot, Header.ENC_BYTES, slot.length);
    var pair = skR.pair();
    HPKE suite =
        new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    try {
      return suite.setupBaseR(enc, pair, info).open(NO_AAD, ct);
    } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException no) {
      // The two unchecked ones are Bouncy Castle's answer to hostile encapsulations, such as an
      // X25519 point of low order.
      throw new EnvelopeException(Reason.SLOT_UNREADABLE);
    }
  }
}
