package org.taniq.server.intake;

import java.time.LocalDate;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;

/**
 * Judges an envelope by all that a server can know of it: length and fixed header. SPEC §2.8, 1-2.
 */
final class HeaderCheck {
  private final KeysetJudge keysets;

  HeaderCheck(KeysetJudge keysets) {
    this.keysets = keysets;
  }

  /**
   * Passes a testimony for a keyset that is taken.
   *
   * @param h0 the first bytes of the envelope, 32 unless it is shorter
   * @param day on which the upload began
   * @return n, the number of slots
   * @throws IntakeException CHECK_FAILED with the first reason of SPEC §2.1, then §4.5
   */
  int header(byte[] h0, LocalDate day) throws IntakeException {
    try {
      FixedHeader header = FixedHeader.parse(h0);
      if (header.kind() != Kind.TESTIMONY) {
        throw new EnvelopeException(EnvelopeException.Reason.WRONG_KIND);
      }
      KeysetJudge.Quorum quorum = keysets.accepted(header.keysetId(), day);
      header.require(Kind.TESTIMONY, header.keysetId(), quorum.testimony(), quorum.custodians());
      return header.slots();
    } catch (EnvelopeException e) {
      throw IntakeException.checkFailed(e.reason());
    }
  }

  /** Passes a length that an envelope with so many slots can have; else BAD_LENGTH. */
  static void length(int slots, long length) throws IntakeException {
    if (!fits(slots, length)) {
      throw new IntakeException(Refusal.BAD_LENGTH);
    }
  }

  static boolean fits(int slots, long length) {
    try {
      return Lengths.paddedOf(slots, length) > 0;
    } catch (EnvelopeException offTheLattice) {
      return false;
    }
  }
}
