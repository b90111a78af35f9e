package org.taniq.protocol.signed;

import static org.taniq.protocol.signed.SignedException.Reason.BAD_DOCUMENT;
import static org.taniq.protocol.signed.SignedException.Reason.BROKEN_CHAIN;
import static org.taniq.protocol.signed.SignedException.Reason.DEMO_NOT_ALLOWED;
import static org.taniq.protocol.signed.SignedException.Reason.EXPIRED;
import static org.taniq.protocol.signed.SignedException.Reason.NOT_YET_VALID;
import static org.taniq.protocol.signed.SignedException.Reason.UNKNOWN_CUSTODIAN;
import static org.taniq.protocol.signed.SignedException.Reason.WRONG_CHARTER;
import static org.taniq.protocol.signed.SignedException.Reason.WRONG_INSTANCE;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;

/**
 * All charters of an instance from the first, verified, and the judge of what they sign. SPEC §4,
 * §4.1. Immutable.
 */
public final class CharterChain {

  private static final int MAX_CHARTERS = 256;

  private final Bytes instance;
  private final List<CharterLink> links;

  private CharterChain(Bytes instance, List<CharterLink> links) {
    this.instance = instance;
    this.links = List.copyOf(links);
  }

  /**
   * Verifies the whole chain.
   *
   * @param charters from number 0
   * @param instance the pinned SHA-256 of charter 0, 32 bytes
   * @param allowDemo whether a demonstration instance is wanted
   * @throws SignedException BAD_DOCUMENT, WRONG_INSTANCE, BROKEN_CHAIN, DEMO_NOT_ALLOWED, the
   *     refusals of signatures, RECOVERY_TOO_SOON
   */
  public static CharterChain verify(List<Signed> charters, byte[] instance, boolean allowDemo)
      throws SignedException {
    if (charters.isEmpty() || charters.size() > MAX_CHARTERS) {
      throw new SignedException(BROKEN_CHAIN, "no charter, or too many");
    }
    Bytes pinned = Bytes.of(instance);
    List<CharterLink> links = new ArrayList<>();
    links.add(CharterLink.first(charters.get(0), pinned));
    if (links.get(0).charter().demo() && !allowDemo) {
      throw new SignedException(DEMO_NOT_ALLOWED, "a demonstration instance");
    }
    for (Signed signed : charters.subList(1, charters.size())) {
      links.add(links.get(links.size() - 1).next(signed));
    }
    return new CharterChain(pinned, links);
  }

  /** SHA-256 of charter 0. */
  public Bytes instance() {
    return instance;
  }

  /** All charters, from number 0. */
  public List<Verified<Charter>> charters() {
    return links.stream().map(CharterLink::verified).toList();
  }

  List<CharterLink> links() {
    return links;
  }

  /** The chain as a reader with a memory sees it: first-seen days by SHA-256 of the charter. */
  CharterChain seen(Map<Bytes, LocalDate> firstSeen) {
    List<CharterLink> seen = new ArrayList<>();
    for (CharterLink link : links) {
      @Nullable LocalDate day = firstSeen.get(link.verified().sha256());
      seen.add(seen.isEmpty() ? link : link.seen(seen.get(seen.size() - 1), day));
    }
    return new CharterChain(instance, seen);
  }

  /**
   * The charter that is current on a day, expired or not.
   *
   * @throws SignedException NOT_YET_VALID if none counts yet
   */
  public Verified<Charter> currentEvenExpired(LocalDate day) throws SignedException {
    for (int i = links.size() - 1; i >= 0; i--) {
      if (!links.get(i).counts().isAfter(day)) {
        return links.get(i).verified();
      }
    }
    throw new SignedException(NOT_YET_VALID, "no charter counts yet");
  }

  /**
   * The charter that is current on a day.
   *
   * @throws SignedException NOT_YET_VALID, EXPIRED
   */
  public Verified<Charter> current(LocalDate day) throws SignedException {
    Verified<Charter> current = currentEvenExpired(day);
    if (day.isAfter(current.document().expires())) {
      throw new SignedException(EXPIRED, "the charter");
    }
    return current;
  }

  /** A keyset as signers and custodians of the day's charter made it. */
  public Verified<Keyset> verifyKeyset(Signed signed, LocalDate day) throws SignedException {
    Keyset keyset = readKeyset(signed);
    return verifyKeyset(signed, keyset, currentEvenExpired(day).document());
  }

  /**
   * A keyset by any charter of the chain, but by a replaced one only if its first day lies before
   * the next charter counts: for opening and accepting what is under way.
   *
   * @throws SignedException the refusal by the newest charter
   */
  public Verified<Keyset> verifyKeysetEver(Signed signed) throws SignedException {
    Keyset keyset = readKeyset(signed);
    @Nullable SignedException newest = null;
    for (int i = links.size() - 1; i >= 0; i--) {
      try {
        Verified<Keyset> verified = verifyKeyset(signed, keyset, links.get(i).charter());
        if (i == links.size() - 1 || keyset.sealFrom().isBefore(links.get(i + 1).counts())) {
          return verified;
        }
      } catch (SignedException e) {
        newest = newest == null ? e : newest;
      }
    }
    throw newest != null
        ? newest
        : new SignedException(WRONG_CHARTER, "a keyset of later than its charter");
  }

  /** A site as signers of the day's charter signed it. */
  public Verified<Site> verifySite(Signed signed, LocalDate day) throws SignedException {
    Site site = signed.parse(DocumentType.SITE, Site::parse);
    requireInstance(site.instance());
    requireSigners(signed, DocumentType.SITE, currentEvenExpired(day).document());
    return new Verified<>(site, signed);
  }

  /**
   * A site as signers of any charter of the chain signed it: for reading again what was taken when
   * its charter was current, and is served until a bulletin names another.
   *
   * @throws SignedException the refusal by the newest charter
   */
  public Verified<Site> verifySiteEver(Signed signed) throws SignedException {
    Site site = signed.parse(DocumentType.SITE, Site::parse);
    requireInstance(site.instance());
    @Nullable SignedException newest = null;
    for (int i = links.size() - 1; i >= 0; i--) {
      try {
        requireSigners(signed, DocumentType.SITE, links.get(i).charter());
        return new Verified<>(site, signed);
      } catch (SignedException e) {
        newest = newest == null ? e : newest;
      }
    }
    if (newest == null) {
      throw new IllegalStateException("a chain has a charter");
    }
    throw newest;
  }

  /**
   * A bulletin as publishers of the charter that it names signed it; its days are not judged.
   *
   * @throws SignedException WRONG_CHARTER if the charter it names is not current on its date; more
   */
  public Verified<Bulletin> verifyBulletin(Signed signed) throws SignedException {
    Bulletin bulletin = signed.parse(DocumentType.BULLETIN, Bulletin::parse);
    requireInstance(bulletin.instance());
    Verified<Charter> named = currentEvenExpired(bulletin.date());
    if (!named.sha256().equals(bulletin.charter())) {
      throw new SignedException(WRONG_CHARTER, "not the charter of the bulletin's date");
    }
    return verifyBulletin(signed, bulletin, named.document());
  }

  /**
   * A bulletin as publishers of the charter that it names signed it, even if another one is current
   * on its date: for whoever makes the next bulletin after one that was taken before a charter that
   * counts from the same day. Never for judging what somebody else shows.
   *
   * @throws SignedException WRONG_CHARTER if no charter of the chain is the one it names; more
   */
  public Verified<Bulletin> verifyOwnBulletin(Signed signed) throws SignedException {
    Bulletin bulletin = signed.parse(DocumentType.BULLETIN, Bulletin::parse);
    requireInstance(bulletin.instance());
    for (CharterLink link : links) {
      if (link.verified().sha256().equals(bulletin.charter())) {
        return verifyBulletin(signed, bulletin, link.charter());
      }
    }
    throw new SignedException(WRONG_CHARTER, "a charter that is not of the chain");
  }

  private Verified<Bulletin> verifyBulletin(Signed signed, Bulletin bulletin, Charter charter)
      throws SignedException {
    requireBounds(bulletin);
    Tally.of(signed, DocumentType.BULLETIN, entitled(Charter.Role.PUBLISHER))
        .require(charter.bulletinThreshold(), charter.keys(Charter.Role.PUBLISHER).keySet());
    bulletin.requireAlive(charter.keys(Charter.Role.CUSTODIAN));
    return new Verified<>(bulletin, signed);
  }

  /**
   * Passes a bulletin whose number and withdrawals leave room for those after it. SPEC §4.4.
   *
   * @throws SignedException BAD_DOCUMENT; UNKNOWN_CUSTODIAN if it withdraws a custodian of neither
   *     the charter that it names nor one before
   */
  public void requireBounds(Bulletin bulletin) throws SignedException {
    if (bulletin.number() > Bulletin.MOST_A_DAY * daysUntil(bulletin.date())) {
      throw new SignedException(BAD_DOCUMENT, "a number that leaves none to those after it");
    }
    if (bulletin.withdrawnKeysets().size() > mostWithdrawnKeysets(bulletin.date())) {
      throw new SignedException(BAD_DOCUMENT, "withdrawals that leave no room to those after");
    }
    if (!custodiansUpTo(bulletin.charter()).containsAll(bulletin.withdrawnCustodians())) {
      throw new SignedException(UNKNOWN_CUSTODIAN, "withdrawn: nobody in its charters");
    }
  }

  /** How many keysets a bulletin of this date withdraws at most. SPEC §4.4. */
  public long mostWithdrawnKeysets(LocalDate date) {
    return Bulletin.MOST_WITHDRAWN_AT_ONCE + Bulletin.MOST_WITHDRAWN_A_DAY * daysUntil(date);
  }

  /** Days from charter 0's issue to a date, both counted. */
  private long daysUntil(LocalDate date) {
    return 1 + ChronoUnit.DAYS.between(links.get(0).charter().issued(), date);
  }

  /**
   * The custodians of a charter of the chain and of those before it; of all if it is none of them.
   * Not of those after it: a recovery that waits may yet be answered, and a bulletin that named its
   * people could then never be followed.
   */
  public Set<SignerId> custodiansUpTo(Bytes charter) {
    Set<SignerId> custodians = new HashSet<>();
    for (CharterLink link : links) {
      custodians.addAll(link.charter().keys(Charter.Role.CUSTODIAN).keySet());
      if (link.verified().sha256().equals(charter)) {
        break;
      }
    }
    return custodians;
  }

  /**
   * A deletion order as min(2, n) custodians of the day's charter signed it.
   *
   * @param withdrawn custodians whose signatures do not count; n counts them all the same
   */
  public Verified<DeletionOrder> verifyDeletionOrder(
      Signed signed, LocalDate day, Set<SignerId> withdrawn) throws SignedException {
    DeletionOrder order = signed.parse(DocumentType.DELETION_ORDER, DeletionOrder::parse);
    requireInstance(order.instance());
    Set<SignerId> custodians =
        currentEvenExpired(day).document().keys(Charter.Role.CUSTODIAN).keySet();
    Tally.of(signed, DocumentType.DELETION_ORDER, entitled(Charter.Role.CUSTODIAN))
        .require(
            Math.min(2, custodians.size()),
            custodians.stream()
                .filter(each -> !withdrawn.contains(each))
                .collect(Collectors.toSet()));
    return new Verified<>(order, signed);
  }

  private Keyset readKeyset(Signed signed) throws SignedException {
    Keyset keyset = signed.parse(DocumentType.KEYSET, Keyset::parse);
    requireInstance(keyset.instance());
    return keyset;
  }

  private Verified<Keyset> verifyKeyset(Signed signed, Keyset keyset, Charter charter)
      throws SignedException {
    requireSigners(signed, DocumentType.KEYSET, charter);
    keyset.requireCustodians(charter.keys(Charter.Role.CUSTODIAN));
    return new Verified<>(keyset, signed);
  }

  private void requireSigners(Signed signed, DocumentType type, Charter charter)
      throws SignedException {
    Tally.of(signed, type, entitled(Charter.Role.SIGNER))
        .require(charter.threshold(), charter.keys(Charter.Role.SIGNER).keySet());
  }

  /** Whoever has the role in any charter may stand in a signature file; only the day's count. */
  private Map<SignerId, Bytes> entitled(Charter.Role role) {
    Map<SignerId, Bytes> keys = new HashMap<>();
    links.forEach(link -> keys.putAll(link.charter().keys(role)));
    return keys;
  }

  private void requireInstance(Bytes other) throws SignedException {
    if (!other.equals(instance)) {
      throw new SignedException(WRONG_INSTANCE, "a document of another instance");
    }
  }
}
