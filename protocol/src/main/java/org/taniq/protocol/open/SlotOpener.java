package org.taniq.protocol.open;

import java.security.MessageDigest;
import java.util.Arrays;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.protocol.envelope.Header;

/** Opens one custodian's slot, SPEC §2.4 and §2.5; step 3 of §2.8. */
public final class SlotOpener {

  private SlotOpener() {}

  /**
   * Opens slot i and holds the share against its commitment.
   *
   * @param context SPEC §2.2
   * @param slot the custodian's place in the keyset, 0..n−1
   * @param skR the custodian's secret of the keyset's epoch; stays open
   * @return the share, which the caller closes
   * @throws EnvelopeException SLOT_UNREADABLE, SHARE_DAMAGED_BY_SENDER
   */
  public static Share open(Header header, byte[] context, int slot, EpochSecret skR)
      throws EnvelopeException {
    byte[] info = Binding.info(header.fixed(), context, slot);
    byte[] bytes = HpkeOpen.open(header.slot(slot), skR, info);
    try {
      Share share = new Share(slot, bytes);
      if (!matches(header, context, share)) {
        share.close();
        throw new EnvelopeException(Reason.SHARE_DAMAGED_BY_SENDER);
      }
      return share;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Whether x is the slot's and the commitment agrees. */
  static boolean matches(Header header, byte[] context, Share share) {
    FixedHeader fixed = header.fixed();
    if (share.slot() >= fixed.slots()) {
      return false;
    }
    byte[] bytes = share.bytes();
    try {
      byte[] commitment = Binding.commitment(fixed, context, share.slot(), bytes);
      int x = fixed.quorum() == 1 ? 0 : share.slot() + 1;
      return MessageDigest.isEqual(commitment, header.commitment(share.slot())) && share.x() == x;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
