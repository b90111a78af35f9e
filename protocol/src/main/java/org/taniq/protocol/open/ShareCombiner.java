package org.taniq.protocol.open;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.Header;

/** Joins k shares to the data key and proves the header with it. SPEC §2.5. */
final class ShareCombiner {

  private ShareCombiner() {}

  /**
   * Tries every k of the shares that the last one completes, until the header MAC is right: shares
   * that agree with their commitments need not lie on one polynomial. Called for each share as it
   * comes, it tries every k of all of them once, at most C(16, 8) = 12870.
   *
   * @param context SPEC §2.2
   * @param before shares of different slots, each held against its commitment; stay open
   * @param last one of another slot
   * @return the data key, which the caller closes; null if no k of them prove the header
   */
  static @Nullable Dek combine(
      Header header, byte[] context, Collection<Share> before, Share last) {
    List<Share> sorted = before.stream().sorted(Comparator.comparingInt(Share::slot)).toList();
    return combine(header, context, sorted, new ArrayList<>(List.of(last)));
  }

  private static @Nullable Dek combine(
      Header header, byte[] context, List<Share> left, List<Share> chosen) {
    int missing = header.fixed().quorum() - chosen.size();
    if (missing == 0) {
      return proven(header, context, chosen);
    }
    for (int i = 0; i + missing <= left.size(); i++) {
      chosen.add(left.get(i));
      Dek dek = combine(header, context, left.subList(i + 1, left.size()), chosen);
      if (dek != null) {
        return dek;
      }
      chosen.remove(chosen.size() - 1);
    }
    return null;
  }

  private static @Nullable Dek proven(Header header, byte[] context, List<Share> shares) {
    Dek dek = interpolate(shares);
    byte[] mac = dek.headerMac(context, header.bytesBeforeMac());
    if (MessageDigest.isEqual(mac, header.mac())) {
      return dek;
    }
    dek.close();
    return null;
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
