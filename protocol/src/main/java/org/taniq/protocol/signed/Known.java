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
 * @param charters the chain last accepted
 * @param sights day of first sight by SHA-256 of a charter, accepted or not
 * @param bulletins the latest seen, by number
 * @param site the newest seen, or null
 */
public record Known(
    Bytes instance,
    List<SeenCharter> charters,
    Map<Bytes, LocalDate> sights,
    List<SeenBulletin> bulletins,
    Set<Bytes> withdrawnKeysets,
    Set<SignerId> withdrawnCustodians,
    @Nullable SeenSite site) {

  static final int MAX_BULLETINS = 400;
  static final int MAX_SIGHTS = 1024;

  /**
   * A charter of the chain last accepted.
   *
   * @param waits the first day on which the last recovery up to it counts for this reader, null
   *     where there is none
   */
  public record SeenCharter(Bytes sha256, @Nullable LocalDate waits) {}

  /**
   * A chain as this reader sees it.
   *
   * @param known the memory with the first sights of its charters; kept even if what came with the
   *     chain is refused
   */
  public record Seen(CharterChain chain, Known known) {}

  /** A bulletin. */
  public record SeenBulletin(long number, Bytes sha256, @Nullable Bytes previous) {}

  /** A site. */
  public record SeenSite(long version, Bytes sha256) {}

  public Known {
    charters = List.copyOf(charters);
    sights = Map.copyOf(sights);
    bulletins = List.copyOf(bulletins);
    withdrawnKeysets = Set.copyOf(withdrawnKeysets);
    withdrawnCustodians = Set.copyOf(withdrawnCustodians);
  }

  /** Before the first contact. */
  public static Known nothing(Bytes instance) {
    return new Known(instance, List.of(), Map.of(), List.of(), Set.of(), Set.of(), null);
  }

  public static Known parse(byte[] bytes) throws SignedException {
    return KnownFile.parse(bytes);
  }

  public byte[] bytes() {
    return KnownFile.bytes(this);
  }

  /**
   * The chain as this reader sees it today: a recovery waits from the day of its first sight. SPEC
   * §4.1. At first contact the charters' own dates hold.
   *
   * @param chain as {@link CharterChain#verify} gives it
   * @throws SignedException WRONG_INSTANCE; ROLLBACK if a known charter is gone, unless it is a
   *     recovery that does not count yet
   */
  public Seen judgeChain(CharterChain chain, LocalDate today) throws SignedException {
    if (!chain.instance().equals(instance)) {
      throw new SignedException(WRONG_INSTANCE, "the memory is of another instance");
    }
    Set<Bytes> shown = new HashSet<>();
    chain.charters().forEach(charter -> shown.add(charter.sha256()));
    for (SeenCharter seen : charters) {
      boolean pending = seen.waits() != null && today.isBefore(seen.waits());
      if (!pending && !shown.contains(seen.sha256())) {
        throw new SignedException(ROLLBACK, "a known charter is gone");
      }
    }
    Map<Bytes, LocalDate> days = sightsWith(chain, today);
    Map<Bytes, LocalDate> kept = days.size() > MAX_SIGHTS ? sights : days;
    Known known =
        new Known(instance, charters, kept, bulletins, withdrawnKeysets, withdrawnCustodians, site);
    return new Seen(chain.seen(days), known);
  }

  /**
   * The memory after current.json was shown, whatever becomes of its other documents: a reader
   * keeps it before it judges them, so that a recovery can begin to wait where no publisher is left
   * to sign a bulletin. SPEC §4.8.
   *
   * @throws SignedException BAD_DOCUMENT, or what the chain is refused for; then nothing is kept
   */
  public Known afterSight(byte[] currentJson, LocalDate today, boolean allowDemo)
      throws SignedException {
    List<Signed> shown = CurrentFile.parse(currentJson).charters();
    CharterChain chain = CharterChain.verify(shown, instance.toArray(), allowDemo);
    return judgeChain(chain, today).known();
  }

  /** The memory with this as the newest site. */
  public Known withSite(Verified<Site> newest) {
    return new Known(
        instance,
        charters,
        sights,
        bulletins,
        withdrawnKeysets,
        withdrawnCustodians,
        new SeenSite(newest.document().version(), newest.sha256()));
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

  /** The memory after these were judged and taken; charters no longer shown are forgotten. */
  Known after(CharterChain chain, Verified<Bulletin> bulletin, @Nullable Verified<Site> newSite) {
    Set<Bytes> keysets = new HashSet<>(withdrawnKeysets);
    keysets.addAll(bulletin.document().withdrawnKeysets());
    Set<SignerId> custodians = new HashSet<>(withdrawnCustodians);
    custodians.addAll(bulletin.document().withdrawnCustodians());
    List<SeenCharter> accepted = accepted(chain);
    Map<Bytes, LocalDate> days = new HashMap<>(sights);
    days.keySet().retainAll(accepted.stream().map(SeenCharter::sha256).toList());
    return new Known(
        instance,
        accepted,
        days,
        bulletinsAfter(bulletin),
        keysets,
        custodians,
        newSite == null ? site : new SeenSite(newSite.document().version(), newSite.sha256()));
  }

  private Map<Bytes, LocalDate> sightsWith(CharterChain chain, LocalDate today) {
    Map<Bytes, LocalDate> days = new HashMap<>(sights);
    for (Verified<Charter> charter : chain.charters()) {
      // At first contact a charter was there since it was issued, as far as this reader can tell.
      LocalDate first = sights.isEmpty() ? charter.document().issued() : today;
      days.putIfAbsent(charter.sha256(), first);
    }
    return days;
  }

  private static List<SeenCharter> accepted(CharterChain chain) {
    List<SeenCharter> accepted = new ArrayList<>();
    @Nullable LocalDate waits = null;
    for (CharterLink link : chain.links()) {
      waits = link.recovery() ? link.counts() : waits;
      accepted.add(new SeenCharter(link.verified().sha256(), waits));
    }
    return accepted;
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
