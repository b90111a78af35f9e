package org.taniq.protocol.signed;

import static org.taniq.protocol.signed.SignedException.Reason.FORK;
import static org.taniq.protocol.signed.SignedException.Reason.ROLLBACK;
import static org.taniq.protocol.signed.SignedException.Reason.WRONG_INSTANCE;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;

/**
 * What a reader remembers of an instance, so that nobody can show it an older or another truth.
 * SPEC §4.8. Immutable; kept as {@link #bytes}.
 *
 * @param charters every charter seen
 * @param bulletins the latest seen, by number
 * @param site the newest seen, or null
 */
public record Known(
    Bytes instance,
    List<SeenCharter> charters,
    List<SeenBulletin> bulletins,
    Set<Bytes> withdrawnKeysets,
    Set<SignerId> withdrawnCustodians,
    @Nullable SeenSite site) {

  static final int MAX_BULLETINS = 400;

  /**
   * A charter.
   *
   * @param firstSeen the reader's day
   * @param counts the first day on which it counts for this reader
   * @param waiting whether it is, or follows, a recovery that did not count yet when last seen
   */
  public record SeenCharter(Bytes sha256, LocalDate firstSeen, LocalDate counts, boolean waiting) {}

  /** A bulletin. */
  public record SeenBulletin(long number, Bytes sha256, @Nullable Bytes previous) {}

  /** A site. */
  public record SeenSite(long version, Bytes sha256) {}

  public Known {
    charters = List.copyOf(charters);
    bulletins = List.copyOf(bulletins);
    withdrawnKeysets = Set.copyOf(withdrawnKeysets);
    withdrawnCustodians = Set.copyOf(withdrawnCustodians);
  }

  /** Before the first contact. */
  public static Known nothing(Bytes instance) {
    return new Known(instance, List.of(), List.of(), Set.of(), Set.of(), null);
  }

  public static Known parse(byte[] bytes) throws SignedException {
    return KnownFile.parse(bytes);
  }

  public byte[] bytes() {
    return KnownFile.bytes(this);
  }

  /**
   * The chain as this reader sees it today: a recovery waits from the day of its first sight.
   *
   * @throws SignedException WRONG_INSTANCE; ROLLBACK if a known charter is gone, unless it is a
   *     recovery that does not count yet
   */
  CharterChain judgeChain(CharterChain chain, LocalDate today) throws SignedException {
    if (!chain.instance().equals(instance)) {
      throw new SignedException(WRONG_INSTANCE, "the memory is of another instance");
    }
    Set<Bytes> shown = new HashSet<>();
    chain.charters().forEach(charter -> shown.add(charter.sha256()));
    for (SeenCharter seen : charters) {
      boolean pending = seen.waiting() && today.isBefore(seen.counts());
      if (!pending && !shown.contains(seen.sha256())) {
        throw new SignedException(ROLLBACK, "a known charter is gone");
      }
    }
    return chain.seen(firstSeen(shown, today));
  }

  void judgeBulletin(Verified<Bulletin> verified) throws SignedException {
    judgeBulletin(verified.document(), verified.sha256());
  }

  /**
   * Judges a bulletin, signed or about to be, against those seen: FORK, ROLLBACK.
   *
   * @param sha256 of the bulletin's bytes
   */
  public void judgeBulletin(Bulletin bulletin, Bytes sha256) throws SignedException {
    for (SeenBulletin seen : bulletins) {
      boolean same = seen.sha256().equals(sha256);
      boolean rival =
          seen.number() == bulletin.number()
              || (seen.previous() != null && seen.previous().equals(bulletin.previous()));
      boolean denied =
          seen.number() + 1 == bulletin.number() && !seen.sha256().equals(bulletin.previous());
      if ((!same && rival) || denied) {
        throw new SignedException(FORK, "two bulletins with one number or one predecessor");
      }
    }
    for (SeenBulletin seen : bulletins) {
      if (bulletin.number() < seen.number()) {
        throw new SignedException(ROLLBACK, "a bulletin older than one seen");
      }
    }
    if (!bulletin.withdrawnKeysets().containsAll(withdrawnKeysets)
        || !bulletin.withdrawnCustodians().containsAll(withdrawnCustodians)) {
      throw new SignedException(ROLLBACK, "a withdrawal is gone");
    }
  }

  /** Judges a site against the one seen: FORK, ROLLBACK. */
  void judgeSite(@Nullable Verified<Site> verified) throws SignedException {
    if (verified == null || site == null) {
      return;
    }
    if (verified.document().version() < site.version()) {
      throw new SignedException(ROLLBACK, "a site older than one seen");
    }
    if (verified.document().version() == site.version()
        && !verified.sha256().equals(site.sha256())) {
      throw new SignedException(FORK, "two sites with one version");
    }
  }

  /** The memory after these were judged and taken. */
  Known after(
      CharterChain chain,
      Verified<Bulletin> bulletin,
      @Nullable Verified<Site> newSite,
      LocalDate today) {
    Set<Bytes> keysets = new HashSet<>(withdrawnKeysets);
    keysets.addAll(bulletin.document().withdrawnKeysets());
    Set<SignerId> custodians = new HashSet<>(withdrawnCustodians);
    custodians.addAll(bulletin.document().withdrawnCustodians());
    return new Known(
        instance,
        chartersAfter(chain, today),
        bulletinsAfter(bulletin),
        keysets,
        custodians,
        newSite == null ? site : new SeenSite(newSite.document().version(), newSite.sha256()));
  }

  private Map<Bytes, LocalDate> firstSeen(Set<Bytes> shown, LocalDate today) {
    Map<Bytes, LocalDate> days = new HashMap<>();
    if (charters.isEmpty()) {
      return days; // first contact: the documents' own dates hold
    }
    shown.forEach(sha256 -> days.put(sha256, today));
    charters.forEach(seen -> days.put(seen.sha256(), seen.firstSeen()));
    return days;
  }

  private List<SeenCharter> chartersAfter(CharterChain chain, LocalDate today) {
    Map<Bytes, SeenCharter> before = new HashMap<>();
    charters.forEach(seen -> before.put(seen.sha256(), seen));
    List<SeenCharter> after = new ArrayList<>();
    boolean waiting = false;
    for (CharterLink link : chain.links()) {
      Bytes sha256 = link.verified().sha256();
      waiting |= link.recovery() && link.counts().isAfter(today);
      SeenCharter seen = before.get(sha256);
      // At first contact a charter was there since it was issued, as far as this reader can tell.
      LocalDate first = charters.isEmpty() ? link.charter().issued() : today;
      after.add(
          new SeenCharter(sha256, seen == null ? first : seen.firstSeen(), link.counts(), waiting));
    }
    return after;
  }

  private List<SeenBulletin> bulletinsAfter(Verified<Bulletin> bulletin) {
    var sorted = new TreeSet<SeenBulletin>((a, b) -> Long.compare(a.number(), b.number()));
    sorted.addAll(bulletins);
    sorted.add(
        new SeenBulletin(
            bulletin.document().number(), bulletin.sha256(), bulletin.document().previous()));
    List<SeenBulletin> all = List.copyOf(sorted);
    return all.subList(Math.max(0, all.size() - MAX_BULLETINS), all.size());
  }
}
