package org.taniq.protocol.signed;

import static org.taniq.protocol.signed.SignedException.Reason.CUSTODIAN_WITHDRAWN;
import static org.taniq.protocol.signed.SignedException.Reason.KEYSET_EXPIRED;
import static org.taniq.protocol.signed.SignedException.Reason.KEYSET_NOT_LISTED;
import static org.taniq.protocol.signed.SignedException.Reason.KEYSET_NOT_YET;
import static org.taniq.protocol.signed.SignedException.Reason.KEYSET_WITHDRAWN;
import static org.taniq.protocol.signed.SignedException.Reason.TOO_FEW_ALIVE;

import java.time.LocalDate;
import org.taniq.protocol.Bytes;

/** Whether a keyset may be sealed to, or accepted, on a day. SPEC §4.5. */
public final class KeysetJudge {

  /** An alive statement of this many days before still counts. */
  public static final int ALIVE_DAYS = 20;

  private KeysetJudge() {}

  /**
   * Judges sealing to a live keyset.
   *
   * @throws SignedException EXPIRED, NOT_YET_VALID (the bulletin); KEYSET_NOT_LISTED,
   *     KEYSET_WITHDRAWN, CUSTODIAN_WITHDRAWN, KEYSET_NOT_YET, KEYSET_EXPIRED, TOO_FEW_ALIVE
   */
  public static void requireSealable(Verified<Keyset> keyset, Bulletin bulletin, LocalDate day)
      throws SignedException {
    bulletin.requireDay(day);
    requireNamed(keyset, bulletin);
    requireSealingDay(keyset.document(), day);
    LocalDate oldest = day.minusDays(ALIVE_DAYS);
    long alive =
        bulletin.alive().stream()
            .filter(each -> !each.date().isBefore(oldest))
            .filter(each -> keyset.document().slot(each.custodian()) >= 0)
            .count();
    if (alive < keyset.document().testimonyQuorum()) {
      throw new SignedException(TOO_FEW_ALIVE, "too few custodians said that they are there");
    }
  }

  /**
   * Judges sealing to the offline keyset, with no bulletin at hand.
   *
   * @throws SignedException KEYSET_NOT_YET, KEYSET_EXPIRED
   */
  public static void requireSealingDay(Keyset keyset, LocalDate day) throws SignedException {
    if (day.isBefore(keyset.sealFrom())) {
      throw new SignedException(KEYSET_NOT_YET, "it seals from a later day on");
    }
    if (day.isAfter(keyset.sealUntil())) {
      throw new SignedException(KEYSET_EXPIRED, "its sealing days are over");
    }
  }

  /**
   * Judges sealing to the offline keyset with a bulletin at hand that may be old.
   *
   * @throws SignedException KEYSET_NOT_LISTED, KEYSET_WITHDRAWN, CUSTODIAN_WITHDRAWN,
   *     KEYSET_NOT_YET, KEYSET_EXPIRED
   */
  static void requireOffline(Verified<Keyset> keyset, Bulletin bulletin, LocalDate day)
      throws SignedException {
    requireNamed(keyset, bulletin);
    requireSealingDay(keyset.document(), day);
  }

  /**
   * Judges accepting an envelope under a keyset of either kind.
   *
   * @throws SignedException as {@link #requireSealable}, without TOO_FEW_ALIVE
   */
  public static void requireAcceptable(Verified<Keyset> keyset, Bulletin bulletin, LocalDate day)
      throws SignedException {
    bulletin.requireDay(day);
    requireNamed(keyset, bulletin);
    if (day.isBefore(keyset.document().sealFrom().minusDays(1))) {
      throw new SignedException(KEYSET_NOT_YET, "it seals from a later day on");
    }
    if (day.isAfter(keyset.document().epoch().acceptUntil())) {
      throw new SignedException(KEYSET_EXPIRED, "its accepting days are over");
    }
  }

  private static void requireNamed(Verified<Keyset> keyset, Bulletin bulletin)
      throws SignedException {
    Bytes sha256 = keyset.sha256();
    if (!bulletin.keysets().contains(sha256)) {
      throw new SignedException(KEYSET_NOT_LISTED, "the bulletin does not list it");
    }
    if (bulletin.withdrawnKeysets().contains(sha256)) {
      throw new SignedException(KEYSET_WITHDRAWN, "the bulletin withdraws it");
    }
    for (EpochKey each : keyset.document().custodians()) {
      if (bulletin.withdrawnCustodians().contains(each.custodian())) {
        throw new SignedException(CUSTODIAN_WITHDRAWN, "the bulletin withdraws its custodian");
      }
    }
  }
}
