package org.taniq.protocol.open;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.Header;

/**
 * Opens an envelope's header with whatever keys and shares are at hand; steps 3 to 5 of SPEC §2.8.
 * A slot or a share that is broken is left out: it spoils nothing for the others.
 */
public final class DekOpener {

  /**
   * A custodian's secret of the keyset's epoch.
   *
   * @param slot the custodian's place in the keyset, 0..n−1
   */
  public record SlotKey(int slot, EpochSecret secret) {}

  private final Header header;
  private final byte[] context;
  private final Map<Integer, Share> shares = new TreeMap<>();
  private int brokenSlots;
  private @Nullable EnvelopeException broken;

  private DekOpener(Header header, byte[] context) {
    this.header = header;
    this.context = context;
  }

  /**
   * The data key. No more slots are opened than it takes.
   *
   * @param header of an envelope whose kind, length, keyset and quorum were judged already
   * @param context SPEC §2.2
   * @param keys at most one a slot; stay open
   * @param received shares that others opened; stay open
   * @return the data key, which the caller closes
   * @throws EnvelopeException NOT_FOR_US, SLOT_UNREADABLE, SHARE_DAMAGED_BY_SENDER,
   *     SHARE_CHANGED_ON_THE_WAY, TOO_FEW_SHARES, HEADER_TAMPERED
   */
  public static Dek open(Header header, byte[] context, List<SlotKey> keys, List<Share> received)
      throws EnvelopeException {
    if (keys.isEmpty() && received.isEmpty()) {
      throw new EnvelopeException(Reason.NOT_FOR_US);
    }
    DekOpener opener = new DekOpener(header, context);
    List<SlotKey> inOrder = keys.stream().sorted(Comparator.comparingInt(SlotKey::slot)).toList();
    try {
      return opener.open(inOrder, received);
    } finally {
      opener.closeOwn(received);
    }
  }

  private Dek open(List<SlotKey> keys, List<Share> received) throws EnvelopeException {
    for (SlotKey key : keys) {
      Dek dek = open(key);
      if (dek != null) {
        return dek;
      }
    }
    for (Share share : received) {
      Dek dek = take(share);
      if (dek != null) {
        return dek;
      }
    }
    if (shares.size() < header.fixed().quorum()) {
      throw tooFew();
    }
    boolean some = shares.size() + brokenSlots < header.fixed().slots();
    throw new EnvelopeException(Reason.HEADER_TAMPERED, some);
  }

  /** Takes a share, and tries what it completes; without it all was tried before it came. */
  private @Nullable Dek add(Share share) {
    List<Share> before = List.copyOf(shares.values());
    shares.put(share.slot(), share);
    return ShareCombiner.combine(header, context, before, share);
  }

  private @Nullable Dek open(SlotKey key) {
    try {
      return add(SlotOpener.open(header, context, key.slot(), key.secret()));
    } catch (EnvelopeException e) {
      brokenSlots++;
      broken = broken == null ? e : broken;
      return null;
    }
  }

  private @Nullable Dek take(Share share) {
    if (SlotOpener.matches(header, context, share)) {
      return shares.containsKey(share.slot()) ? null : add(share);
    }
    if (broken == null) {
      broken = new EnvelopeException(Reason.SHARE_CHANGED_ON_THE_WAY);
    }
    return null;
  }

  private EnvelopeException tooFew() {
    if (broken == null) {
      return new EnvelopeException(Reason.TOO_FEW_SHARES);
    }
    boolean others = header.fixed().slots() - brokenSlots >= header.fixed().quorum();
    return new EnvelopeException(broken.reason(), others);
  }

  private void closeOwn(List<Share> received) {
    shares.values().stream().filter(share -> !received.contains(share)).forEach(Share::close);
  }
}
