package org.taniq.cli.inbox;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.ceremony.Documents;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.vault.SealedTo;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.seal.Recipients;
import org.taniq.protocol.signed.Current;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.EpochKey;
import org.taniq.protocol.signed.Keyset;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.Verified;

/**
 * What this laptop knows of the organisation: charters, and every keyset that lies among its
 * documents and is signed by them. For opening, no expiry counts: only signatures do.
 */
public final class Trust implements Keysets {
  private final @Nullable Current current;
  private final Map<KeysetId, Verified<Keyset>> keysets;

  private Trust(@Nullable Current current, Map<KeysetId, Verified<Keyset>> keysets) {
    this.current = current;
    this.keysets = keysets;
  }

  /**
   * Reads current.json and the keysets beside it, which it may no longer list, from the home's
   * documents.
   *
   * @throws SignedException current.json is not, or no longer, what it was when it was taken
   */
  public static Trust load(Session session) throws Refusal, IOException, SignedException {
    Documents documents = Documents.of(session);
    Current current = documents.current();
    Map<KeysetId, Verified<Keyset>> keysets = new LinkedHashMap<>();
    if (current != null) {
      current.keysets().forEach(keyset -> put(keysets, keyset));
      documents.keysetsOf(current.chain()).forEach(keyset -> put(keysets, keyset));
    }
    return new Trust(current, keysets);
  }

  private static void put(Map<KeysetId, Verified<Keyset>> keysets, Verified<Keyset> keyset) {
    keysets.put(KeysetId.of(keyset.signed().document().toArray()), keyset);
  }

  /** What is published, if this laptop has it. */
  public @Nullable Current current() {
    return current;
  }

  @Override
  public @Nullable SealedTo find(KeysetId id) {
    Verified<Keyset> keyset = keysets.get(id);
    return keyset == null ? null : sealedTo(keyset);
  }

  /** The epoch of a keyset that this laptop knows, or null. */
  public @Nullable Epoch epoch(KeysetId id) {
    Verified<Keyset> keyset = keysets.get(id);
    return keyset == null ? null : keyset.document().epoch();
  }

  /**
   * The newest day that somebody signed: the date of the bulletin in force here, null before the
   * first. No clock has a part in it.
   */
  public @Nullable LocalDate signedDay() {
    return current == null ? null : current.bulletin().document().date();
  }

  /** Whether an Ed25519 key is a custodian's in any charter. */
  public boolean isCustodian(byte[] publicKey) {
    return current != null && Documents.isCustodian(current.chain(), publicKey);
  }

  /**
   * The keyset to seal a vault to, by SPEC §8.2: not withdrawn, naming nobody who was, and not
   * over; one that has begun before one that has not, a live one before an offline one, then the
   * newest.
   *
   * @param today at most a day before the newest signed document; no session takes less
   * @throws Refusal NO_KEYSET; KEYSET_OF_WITHDRAWN where each names somebody who was withdrawn;
   *     KEYSET_OVER where the others are over
   */
  public SealedTo forVault(LocalDate today) throws Refusal {
    Set<Bytes> withdrawn = current == null ? Set.of() : current.known().withdrawnKeysets();
    List<Verified<Keyset>> left =
        keysets.values().stream().filter(each -> !withdrawn.contains(each.sha256())).toList();
    List<Verified<Keyset>> trusted =
        left.stream().filter(each -> !namesWithdrawn(sealedTo(each))).toList();
    Comparator<Verified<Keyset>> better =
        Comparator.comparing(each -> !each.document().sealFrom().isAfter(today));
    return trusted.stream()
        .filter(each -> !isOver(each.document().epoch(), today))
        .max(
            better
                .thenComparing(each -> each.document().epoch().kind() == Epoch.Kind.LIVE)
                .thenComparing(each -> each.document().sealFrom())
                .thenComparing(each -> each.sha256().hex()))
        .map(Trust::sealedTo)
        .orElseThrow(() -> new Refusal(whyNone(left.isEmpty(), trusted.isEmpty())));
  }

  private static InboxProblem whyNone(boolean noneLeft, boolean noneTrusted) {
    if (noneLeft) {
      return InboxProblem.NO_KEYSET;
    }
    return noneTrusted ? InboxProblem.KEYSET_OF_WITHDRAWN : InboxProblem.KEYSET_OVER;
  }

  /** Whether a keyset that is known here is over: its keys end before a vault does. */
  boolean isOver(KeysetId id, LocalDate today) {
    Epoch epoch = epoch(id);
    return epoch != null && isOver(epoch, today);
  }

  /** No server takes its envelopes any more; the keys end 28 days later, a vault lasts 14. */
  private static boolean isOver(Epoch epoch, LocalDate today) {
    return today.isAfter(epoch.acceptUntil());
  }

  /** The highest quorum of a level of any keyset that is known here, 0 where none is. */
  int mostDemanded(int level) {
    return keysets.values().stream().mapToInt(each -> sealedTo(each).quorum(level)).max().orElse(0);
  }

  /** Whether a keyset names a custodian whom a bulletin withdrew. */
  public boolean namesWithdrawn(SealedTo keyset) {
    return keyset.custodians().stream().anyMatch(this::isWithdrawn);
  }

  /** Whether a bulletin withdrew a custodian. */
  boolean isWithdrawn(SignerId custodian) {
    return current != null && current.known().withdrawnCustodians().contains(custodian);
  }

  /** Keys and quorums of a verified keyset. */
  public static SealedTo sealedTo(Verified<Keyset> verified) {
    Keyset keyset = verified.document();
    return new SealedTo(
        keyset.custodians().stream().map(EpochKey::custodian).toList(), recipients(verified));
  }

  /** Whom to seal to. */
  public static Recipients recipients(Verified<Keyset> verified) {
    Keyset keyset = verified.document();
    return new Recipients(
        KeysetId.of(verified.signed().document().toArray()),
        keyset.testimonyQuorum(),
        keyset.identityQuorum(),
        keyset.publicKeys());
  }
}
