package org.taniq.protocol.signed;

import static org.taniq.protocol.signed.SignedException.Reason.INCOMPLETE;
import static org.taniq.protocol.signed.SignedException.Reason.KEYSET_EXPIRED;
import static org.taniq.protocol.signed.SignedException.Reason.KEYSET_NOT_LISTED;
import static org.taniq.protocol.signed.SignedException.Reason.KEYSET_NOT_YET;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.envelope.KeysetId;

/**
 * current.json, verified: all that a reader who pins the instance needs. SPEC §4.7. Immutable; its
 * judgements take the day, for a server runs through many.
 */
public final class Current {

  private final CharterChain chain;
  private final Verified<Bulletin> bulletin;
  private final List<Verified<Keyset>> keysets;
  private final @Nullable Verified<Site> site;
  private final Known known;

  private Current(
      CharterChain chain,
      Verified<Bulletin> bulletin,
      List<Verified<Keyset>> keysets,
      @Nullable Verified<Site> site,
      Known known) {
    this.chain = chain;
    this.bulletin = bulletin;
    this.keysets = List.copyOf(keysets);
    this.site = site;
    this.known = known;
  }

  /**
   * Verifies what was fetched or delivered today.
   *
   * @param instance the pinned SHA-256 of charter 0, 32 bytes
   * @param known what this reader remembers, null for a reader without a memory
   * @throws SignedException any refusal of SPEC §4
   */
  public static Current verify(
      byte[] currentJson,
      byte[] instance,
      LocalDate today,
      boolean allowDemo,
      @Nullable Known known)
      throws SignedException {
    Current current = verifyStored(currentJson, instance, today, allowDemo, known);
    current.chain.current(today);
    current.bulletin.document().requireDay(today);
    if (current.site != null) {
      current.site.document().requireDay(today);
    }
    return current;
  }

  /**
   * Verifies what was taken before and is read again, for opening or at a server's start: as {@link
   * #verify}, but charter, bulletin and site may have expired meanwhile.
   */
  public static Current verifyStored(
      byte[] currentJson,
      byte[] instance,
      LocalDate today,
      boolean allowDemo,
      @Nullable Known known)
      throws SignedException {
    CurrentFile file = CurrentFile.parse(currentJson);
    Known memory = known == null ? Known.nothing(Bytes.of(instance)) : known;
    Known.Seen seen =
        memory.judgeChain(CharterChain.verify(file.charters(), instance, allowDemo), today);
    CharterChain chain = seen.chain();
    Verified<Bulletin> bulletin = chain.verifyBulletin(file.bulletin());
    memory.judgeBulletin(bulletin);
    List<Verified<Keyset>> keysets = keysets(chain, bulletin.document(), file.keysets());
    Verified<Site> site = site(chain, bulletin.document(), file.site());
    memory.judgeSite(site);
    Known after = seen.known().after(chain, bulletin, site);
    return new Current(chain, bulletin, keysets, site, after);
  }

  public CharterChain chain() {
    return chain;
  }

  public Verified<Bulletin> bulletin() {
    return bulletin;
  }

  /** Every keyset that the bulletin lists, in its order. */
  public List<Verified<Keyset>> keysets() {
    return keysets;
  }

  public @Nullable Verified<Site> site() {
    return site;
  }

  /** What a reader with a memory keeps from now on. */
  public Known known() {
    return known;
  }

  /** The keyset of this id, or null. */
  public @Nullable Verified<Keyset> keyset(KeysetId id) {
    for (Verified<Keyset> keyset : keysets) {
      if (KeysetId.of(keyset.signed().document().toArray()).equals(id)) {
        return keyset;
      }
    }
    return null;
  }

  /**
   * The one live keyset to seal to on a day. SPEC §4.5.
   *
   * @throws SignedException why there is none: of the newest keyset whose days cover the day, else
   *     KEYSET_NOT_LISTED, KEYSET_EXPIRED, KEYSET_NOT_YET
   */
  public Verified<Keyset> keysetToSeal(LocalDate day) throws SignedException {
    chain.current(day);
    bulletin.document().requireDay(day);
    @Nullable SignedException refusal = null;
    for (Verified<Keyset> keyset : newestFirst(Epoch.Kind.LIVE)) {
      try {
        KeysetJudge.requireSealable(keyset, bulletin.document(), day);
        chain.verifyKeyset(keyset.signed(), day);
        return keyset;
      } catch (SignedException e) {
        refusal = telling(refusal, e);
      }
    }
    throw refusal != null ? refusal : new SignedException(KEYSET_NOT_LISTED, "no live keyset");
  }

  /**
   * The offline keyset to seal to on a day: as {@link #keysetToSeal}, but the bulletin may be an
   * old one; what it withdraws is withdrawn, how old its alive statements are does not count. SPEC
   * §4.5.
   *
   * @throws SignedException as {@link #keysetToSeal}
   */
  public Verified<Keyset> keysetOffline(LocalDate day) throws SignedException {
    chain.current(day);
    @Nullable SignedException refusal = null;
    for (Verified<Keyset> keyset : newestFirst(Epoch.Kind.OFFLINE)) {
      try {
        KeysetJudge.requireOffline(keyset, bulletin.document(), day);
        chain.verifyKeyset(keyset.signed(), day);
        return keyset;
      } catch (SignedException e) {
        refusal = telling(refusal, e);
      }
    }
    throw refusal != null ? refusal : new SignedException(KEYSET_NOT_LISTED, "no offline keyset");
  }

  /**
   * The keyset under which an envelope is accepted on a day. SPEC §4.5.
   *
   * @throws SignedException EXPIRED or NOT_YET_VALID (charter or bulletin), KEYSET_NOT_LISTED (also
   *     for an id that is not known), KEYSET_WITHDRAWN, CUSTODIAN_WITHDRAWN, KEYSET_NOT_YET,
   *     KEYSET_EXPIRED
   */
  public Verified<Keyset> keysetAccepted(KeysetId id, LocalDate day) throws SignedException {
    chain.current(day);
    bulletin.document().requireDay(day);
    Verified<Keyset> keyset = keyset(id);
    if (keyset == null) {
      throw new SignedException(KEYSET_NOT_LISTED, "no such keyset in the bulletin");
    }
    KeysetJudge.requireAcceptable(keyset, bulletin.document(), day);
    return keyset;
  }

  private List<Verified<Keyset>> newestFirst(Epoch.Kind kind) {
    Comparator<Verified<Keyset>> newest =
        Comparator.comparing((Verified<Keyset> each) -> each.document().sealFrom()).reversed();
    return keysets.stream()
        .filter(each -> each.document().epoch().kind() == kind)
        .sorted(newest.thenComparing(Verified::sha256))
        .toList();
  }

  /**
   * The refusal that tells more: days that miss tell least, those gone by more than those ahead.
   */
  private static SignedException telling(@Nullable SignedException one, SignedException other) {
    if (one == null || one.reason() == KEYSET_NOT_YET) {
      return other;
    }
    boolean better = one.reason() == KEYSET_EXPIRED && other.reason() != KEYSET_NOT_YET;
    return better ? other : one;
  }

  private static List<Verified<Keyset>> keysets(
      CharterChain chain, Bulletin bulletin, List<Signed> found) throws SignedException {
    List<Verified<Keyset>> keysets = new ArrayList<>();
    Set<Bytes> missing = new HashSet<>(bulletin.keysets());
    for (Signed signed : found) {
      if (!missing.remove(signed.sha256())) {
        throw new SignedException(KEYSET_NOT_LISTED, "a keyset that the bulletin does not list");
      }
      keysets.add(chain.verifyKeysetEver(signed));
    }
    if (!missing.isEmpty()) {
      throw new SignedException(INCOMPLETE, "a keyset that the bulletin lists is not there");
    }
    return keysets;
  }

  private static @Nullable Verified<Site> site(
      CharterChain chain, Bulletin bulletin, @Nullable Signed signed) throws SignedException {
    Bytes found = signed == null ? null : signed.sha256();
    if (bulletin.site() == null ? found != null : !bulletin.site().equals(found)) {
      throw new SignedException(INCOMPLETE, "the site is not that of the bulletin");
    }
    // By the charter that the bulletin names, so that both outlive a rotation alike.
    return signed == null ? null : chain.verifySite(signed, bulletin.date());
  }
}
