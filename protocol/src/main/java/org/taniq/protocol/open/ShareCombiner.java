package org.taniq.protocol.open;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.Header;

/** Joins k shares to the data key and proves the header with it; steps 4 and 5 of SPEC §2.8. */
public final class ShareCombiner {

  private ShareCombiner() {}

  /**
   * Combines shares.
   *
   * @param context SPEC §2.2
   * @param shares in any order; more than k are checked too, the first k are used; stay open
   * @return the data key, which the caller closes
   * @throws EnvelopeException SHARE_CHANGED_ON_THE_WAY, TOO_FEW_SHARES, HEADER_TAMPERED
   */
  public static Dek combine(Header header, byte[] context, List<Share> shares)
      throws EnvelopeException {
    List<Share> distinct = new ArrayList<>();
    boolean[] seen = new boolean[header.fixed().slots()];
    for (Share share : shares) {
      check(header, context, share);
      if (!seen[share.slot()]) {
        seen[share.slot()] = true;
        distinct.add(share);
      }
    }
    int k = header.fixed().quorum();
    if (distinct.size() < k) {
      throw new EnvelopeException(Reason.TOO_FEW_SHARES);
    }
    Dek dek = interpolate(distinct.subList(0, k));
    byte[] mac = dek.headerMac(context, header.bytesBeforeMac());
    if (!MessageDigest.isEqual(mac, header.mac())) {
      dek.close();
      throw new EnvelopeException(Reason.HEADER_TAMPERED);
    }
    return dek;
  }

  /**
   * Holds one received share against its commitment, so that a combiner can say whose it is.
   *
   * @throws EnvelopeException SHARE_CHANGED_ON_THE_WAY
   */
  public static void check(Header header, byte[] context, Share share) throws EnvelopeException {
    if (!SlotOpener.matches(header, context, share)) {
      throw new EnvelopeException(Reason.SHARE_CHANGED_ON_THE_WAY);
    }
  }

  private static Dek interpolate(List<Share> shares) {
    byte[] secret = new byte[Dek.BYTES];
    byte[][] bytes = shares.stream().map(Share::bytes).toArray(byte[][]::new);
    try {
      Lagrange.atZero(bytes, secret);
      return new Dek(secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
      for (byte[] share : bytes) {
        Arrays.fill(share, (byte) 0);
      }
    }
  }
}
