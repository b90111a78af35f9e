package org.taniq.protocol.vectors;

import static org.taniq.protocol.vectors.Organisation.ANAR;
import static org.taniq.protocol.vectors.Organisation.BELA;
import static org.taniq.protocol.vectors.Organisation.CAVID;
import static org.taniq.protocol.vectors.Organisation.ELNUR;
import static org.taniq.protocol.vectors.Organisation.FIDAN;
import static org.taniq.protocol.vectors.Organisation.RECOVERY_1;
import static org.taniq.protocol.vectors.Organisation.RECOVERY_2;
import static org.taniq.protocol.vectors.Organisation.alive;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** vectors/current: current.json, what a reader does with it and remembers. SPEC §4.4 to §4.8. */
final class CurrentVectors {

  private static final byte[] CHARTER = Organisation.charter().bytes();
  private static final byte[] W48 = Organisation.keyset().bytes();
  private static final byte[] W49 =
      Organisation.keyset(
              "live", "2026-W49", "2026-11-30", "2026-12-06", "2027-01-31", "2027-02-28")
          .bytes();

  private final VectorSet set;

  /** Bulletins of the chains, by vector. */
  private final Map<String, byte[]> bulletins = new HashMap<>();

  CurrentVectors(VectorSet set) {
    this.set = set;
    whole();
    sealing();
    accepting();
    rotated();
    offline();
    bulletins();
    sites();
    charters();
  }

  private static Json keysetBundle(byte[] keyset) {
    return Bundle.of("keyset", keyset, ANAR, BELA);
  }

  /** current.json of a bulletin over charter 0. */
  private static Json current(Json bulletin, byte[]... keysets) {
    List<Object> bundles = new ArrayList<>();
    for (byte[] keyset : keysets) {
      bundles.add(keysetBundle(keyset));
    }
    return Json.of(
        "format",
        "taniq.org/v1/current",
        "charters",
        Json.list(CharterVectors.firstBundle()),
        "bulletin",
        Bundle.of("bulletin", bulletin.bytes(), CAVID),
        "keysets",
        bundles,
        "site",
        null);
  }

  private static Json bulletin(Consumer<Json> change, byte[]... keysets) {
    Json bulletin = Organisation.bulletin(CHARTER, keysets);
    change.accept(bulletin);
    return bulletin;
  }

  /** Bulletin 0 as it should be. */
  private static Json first() {
    return bulletin(b -> {}, W48);
  }

  private Vector add(
      String name, String expect, String comment, String judge, String day, Json current) {
    Vector vector =
        new Vector("current/" + name + ".vec", expect, comment)
            .line("judge", judge)
            .line("instance", Bytes.hex(Organisation.instance()))
            .line("demo", "no")
            .line("day", day);
    if (judge.equals("accept") || (judge.equals("seal") && expect.equals("OK"))) {
      vector.line("keyset", Bytes.hex(Bytes.first(Hashes.sha256(W48), 16)));
    }
    return set.add(vector.payload(current.bytes()));
  }

  private Vector read(String name, String expect, String comment, String day, Json current) {
    return add(name, expect, comment, "current", day, current);
  }

  private void whole() {
    read("ok", "OK", "a bulletin and a keyset", "2026-11-25", current(first(), W48));
    read(
        "keyset-missing",
        "INCOMPLETE",
        "a listed keyset is not there",
        "2026-11-25",
        current(first()));
    read(
        "keyset-not-listed",
        "KEYSET_NOT_LISTED",
        "a keyset that is not listed",
        "2026-11-25",
        current(first(), W48, W49));
    read(
        "site-missing",
        "INCOMPLETE",
        "the named site is not there",
        "2026-11-25",
        current(bulletin(b -> b.put("site", "00".repeat(32)), W48), W48));
    read(
        "site-not-named",
        "INCOMPLETE",
        "a site that is not named",
        "2026-11-25",
        current(first(), W48).put("site", site(7, "2027-11-20")));
    read(
        "unknown-field",
        "BAD_DOCUMENT",
        "fields that nobody knows are refused",
        "2026-11-25",
        current(first(), W48).put("later", 1));
    read(
        "no-charter",
        "BROKEN_CHAIN",
        "no charter",
        "2026-11-25",
        current(first(), W48).put("charters", Json.list()));
    Json bundle = Bundle.of("charter", new byte[0]);
    read(
        "charters-257",
        "BAD_DOCUMENT",
        "one charter more than a chain can have",
        "2026-11-25",
        current(first(), W48).put("charters", Collections.nCopies(257, bundle)));
    read(
        "keysets-257",
        "BAD_DOCUMENT",
        "one keyset more than a bulletin can list",
        "2026-11-25",
        current(first(), W48).put("keysets", Collections.nCopies(257, bundle)));
    read("ok-tomorrow", "OK", "a bulletin of a day ahead", "2026-11-22", current(first(), W48));
    read(
        "not-yet-valid",
        "NOT_YET_VALID",
        "a bulletin of two days ahead",
        "2026-11-21",
        current(first(), W48));
    read("bulletin-expired", "EXPIRED", "an old bulletin", "2026-12-08", current(first(), W48));
    read(
        "keyset-unsigned",
        "TOO_FEW_SIGNATURES",
        "a keyset with one signature",
        "2026-11-25",
        current(first()).put("keysets", Json.list(Bundle.of("keyset", W48, ANAR))));
  }

  private void seal(String name, String expect, String comment, String day, Consumer<Json> change) {
    add("seal-" + name, expect, comment, "seal", day, current(bulletin(change, W48), W48));
  }

  private void sealing() {
    Consumer<Json> same = b -> {};
    seal("ok-first-day", "OK", "a Monday", "2026-11-23", same);
    seal("ok-last-day", "OK", "a Sunday", "2026-11-29", same);
    seal("day-before", "KEYSET_NOT_YET", "the day before", "2026-11-22", same);
    seal("day-after", "KEYSET_EXPIRED", "the day after", "2026-11-30", same);
    add(
        "seal-none",
        "KEYSET_NOT_LISTED",
        "no keyset at all",
        "seal",
        "2026-11-25",
        current(bulletin(same)));
    seal(
        "withdrawn",
        "KEYSET_WITHDRAWN",
        "the keyset is withdrawn",
        "2026-11-25",
        b -> b.put("withdrawn_keysets", Json.list(Bytes.hex(Hashes.sha256(W48)))));
    seal(
        "custodian-withdrawn",
        "CUSTODIAN_WITHDRAWN",
        "one of three is withdrawn",
        "2026-11-25",
        b -> b.put("withdrawn_custodians", Json.list(CAVID.id())));
    seal(
        "alive-20-days",
        "OK",
        "two statements, one of 20 days ago",
        "2026-11-25",
        b -> b.put("alive", Json.list(alive(ANAR, "2026-11-05"), alive(BELA, "2026-11-23"))));
    seal(
        "alive-21-days",
        "TOO_FEW_ALIVE",
        "two statements, one of 21 days ago",
        "2026-11-25",
        b -> b.put("alive", Json.list(alive(ANAR, "2026-11-04"), alive(BELA, "2026-11-23"))));
    seal(
        "alive-one",
        "TOO_FEW_ALIVE",
        "one statement where k is 2",
        "2026-11-25",
        b -> b.put("alive", Json.list(alive(ANAR, "2026-11-23"))));
    seal(
        "alive-none",
        "TOO_FEW_ALIVE",
        "no statement",
        "2026-11-25",
        b -> b.put("alive", Json.list()));
    add(
        "seal-ok-two-weeks",
        "OK",
        "the week of the day",
        "seal",
        "2026-11-29",
        current(bulletin(same, W49, W48), W49, W48));
    add(
        "seal-withdrawn-tells-more",
        "KEYSET_WITHDRAWN",
        "after a withdrawn week, before another",
        "seal",
        "2026-11-30",
        current(
            bulletin(
                b -> b.put("withdrawn_keysets", Json.list(Bytes.hex(Hashes.sha256(W48)))),
                W48,
                w50()),
            W48,
            w50()));
    add(
        "seal-between",
        "KEYSET_EXPIRED",
        "after one week, before another",
        "seal",
        "2026-11-30",
        current(bulletin(same, W48, w50()), W48, w50()));
    byte[] offline =
        Organisation.keyset(
                "offline", "2026-H2", "2026-07-01", "2026-12-31", "2027-04-01", "2027-04-29")
            .bytes();
    add(
        "seal-offline-only",
        "KEYSET_NOT_LISTED",
        "an offline keyset is for offline pages",
        "seal",
        "2026-11-25",
        current(bulletin(same, offline), offline));
  }

  private static byte[] w50() {
    return Organisation.keyset(
            "live", "2026-W50", "2026-12-07", "2026-12-13", "2027-02-07", "2027-03-07")
        .bytes();
  }

  private void accept(
      String name, String expect, String comment, String day, String date, Consumer<Json> change) {
    Json bulletin =
        bulletin(change, W48)
            .put("date", date)
            .put("valid_until", LocalDate.parse(date).plusDays(14).toString());
    add("accept-" + name, expect, comment, "accept", day, current(bulletin, W48));
  }

  private void accepting() {
    Consumer<Json> nobody = b -> b.put("alive", Json.list());
    accept("ok-nobody-alive", "OK", "needs no alive statement", "2026-11-25", "2026-11-23", nobody);
    accept("ok-day-before", "OK", "one day wider at the start", "2026-11-22", "2026-11-20", nobody);
    accept("two-days-before", "KEYSET_NOT_YET", "not wider", "2026-11-21", "2026-11-20", nobody);
    accept("ok-last-day", "OK", "accept_until is inclusive", "2027-01-24", "2027-01-20", nobody);
    accept("day-after", "KEYSET_EXPIRED", "the day after", "2027-01-25", "2027-01-20", nobody);
    accept(
        "withdrawn",
        "KEYSET_WITHDRAWN",
        "the keyset is withdrawn",
        "2026-11-25",
        "2026-11-23",
        b ->
            b.put("alive", Json.list())
                .put("withdrawn_keysets", Json.list(Bytes.hex(Hashes.sha256(W48)))));
    accept(
        "custodian-withdrawn",
        "CUSTODIAN_WITHDRAWN",
        "a custodian is withdrawn",
        "2026-11-25",
        "2026-11-23",
        b -> b.put("alive", Json.list()).put("withdrawn_custodians", Json.list(BELA.id())));
    add(
        "accept-not-listed",
        "KEYSET_NOT_LISTED",
        "another week's keyset alone",
        "accept",
        "2026-11-30",
        current(bulletin(b -> {}, W49), W49));
  }

  /** Envelopes under way survive a rotation; who was replaced makes no later keysets. */
  private void rotated() {
    byte[] next = Organisation.nextCharter(CHARTER, 1, "2026-11-30", "2026-11-30").bytes();
    Json rotation = Bundle.of("charter", next, ANAR, BELA, ELNUR, FIDAN);
    rotated("accept-ok-rotation", "OK", "a keyset of before the rotation", rotation, next, W48);
    rotated(
        "accept-rotation-later-keyset",
        "TOO_FEW_SIGNATURES",
        "a keyset of the replaced ones that seals from the rotation's day on",
        rotation,
        next,
        W49);
  }

  private void rotated(
      String name, String expect, String comment, Json rotation, byte[] next, byte[] keyset) {
    Json bulletin =
        bulletin(b -> b.put("alive", Json.list()), keyset)
            .put("charter", Bytes.hex(Hashes.sha256(next)))
            .put("date", "2026-12-01")
            .put("valid_until", "2026-12-15");
    Json current =
        current(bulletin, keyset)
            .put("charters", Json.list(CharterVectors.firstBundle(), rotation))
            .put("bulletin", Bundle.of("bulletin", bulletin.bytes(), ELNUR));
    add(name, expect, comment, "accept", "2026-12-02", current);
  }

  private static final byte[] H2 =
      Organisation.keyset(
              "offline", "2026-H2", "2026-07-01", "2026-12-31", "2027-04-01", "2027-04-29")
          .bytes();

  private void offline(
      String name, String expect, String comment, String day, Consumer<Json> change) {
    Json current = current(bulletin(change, H2), H2);
    Vector vector =
        new Vector("current/offline-" + name + ".vec", expect, comment)
            .line("judge", "offline")
            .line("instance", Bytes.hex(Organisation.instance()))
            .line("demo", "no")
            .line("day", day);
    if (expect.equals("OK")) {
      vector.line("keyset", Bytes.hex(Bytes.first(Hashes.sha256(H2), 16)));
    }
    set.add(vector.payload(current.bytes()));
  }

  private void offline() {
    Consumer<Json> same = b -> {};
    offline("ok", "OK", "the half-year's keyset", "2026-11-25", same);
    offline("ok-old-bulletin", "OK", "the bulletin ended on 2026-12-07", "2026-12-31", same);
    offline(
        "ok-nobody-alive",
        "OK",
        "alive statements do not count",
        "2026-11-25",
        b -> b.put("alive", Json.list()));
    offline("day-after", "KEYSET_EXPIRED", "the half-year is over", "2027-01-01", same);
    offline(
        "withdrawn",
        "KEYSET_WITHDRAWN",
        "withdrawn by a bulletin that has ended",
        "2026-12-20",
        b -> b.put("withdrawn_keysets", Json.list(Bytes.hex(Hashes.sha256(H2)))));
    offline(
        "custodian-withdrawn",
        "CUSTODIAN_WITHDRAWN",
        "one of three is withdrawn by a bulletin that has ended",
        "2026-12-20",
        b -> b.put("withdrawn_custodians", Json.list(CAVID.id())));
    offline("charter-expired", "EXPIRED", "no charter of the day", "2028-11-02", same);
    set.add(
        new Vector(
                "current/offline-live-only.vec",
                "KEYSET_NOT_LISTED",
                "a live keyset is for the day's page")
            .line("judge", "offline")
            .line("instance", Bytes.hex(Organisation.instance()))
            .line("demo", "no")
            .line("day", "2026-11-25")
            .payload(current(first(), W48).bytes()));
  }

  private static Json after(Json previous, int number, Consumer<Json> change) {
    return bulletin(
        b -> {
          b.put("number", number).put("previous", Bytes.hex(Hashes.sha256(previous.bytes())));
          change.accept(b);
        },
        W48);
  }

  private void known(String name, String expect, String comment, Json bulletin, String... known) {
    Vector vector =
        new Vector("current/" + name + ".vec", expect, comment)
            .line("judge", "current")
            .line("instance", Bytes.hex(Organisation.instance()))
            .line("demo", "no")
            .line("day", "2026-11-25");
    for (String file : known) {
      vector.line("known", file + ".vec");
    }
    set.add(vector.payload(current(bulletin, W48).bytes()));
  }

  private void bulletins() {
    Json second = after(first(), 1, b -> {});
    known("ok-next", "OK", "bulletin 1 after 0", second, "ok");
    known("ok-again", "OK", "the same bulletin again", first(), "ok");
    known("rollback", "ROLLBACK", "bulletin 0 after 1", first(), "ok", "ok-next");
    known(
        "fork-number",
        "FORK",
        "another bulletin 1",
        after(first(), 1, b -> b.put("valid_until", "2026-12-06")),
        "ok",
        "ok-next");
    known(
        "fork-previous",
        "FORK",
        "another bulletin after 0",
        after(first(), 2, b -> {}),
        "ok",
        "ok-next");
    known(
        "fork-next",
        "FORK",
        "bulletin 1 after another 0",
        after(bulletin(b -> b.put("valid_until", "2026-12-06"), W48), 1, b -> {}),
        "ok");
    known("ok-gap", "OK", "bulletin 2 after 0: one was missed", after(second, 2, b -> {}), "ok");
    Json withdrawn =
        after(
            first(),
            1,
            b ->
                b.put("withdrawn_keysets", Json.list("11".repeat(32)))
                    .put("withdrawn_custodians", Json.list(CAVID.id())));
    known("ok-withdrawal", "OK", "a keyset and a custodian are withdrawn", withdrawn, "ok");
    known(
        "withdrawal-keyset-gone",
        "ROLLBACK",
        "the keyset's withdrawal is gone",
        after(withdrawn, 2, b -> b.put("withdrawn_custodians", Json.list(CAVID.id()))),
        "ok",
        "ok-withdrawal");
    known(
        "withdrawal-custodian-gone",
        "ROLLBACK",
        "the custodian's withdrawal is gone",
        after(withdrawn, 2, b -> b.put("withdrawn_keysets", Json.list("11".repeat(32)))),
        "ok",
        "ok-withdrawal");
    known(
        "ok-withdrawal-stays",
        "OK",
        "both withdrawals and one more",
        after(
            withdrawn,
            2,
            b ->
                b.put("withdrawn_keysets", Json.list("22".repeat(32), "11".repeat(32)))
                    .put("withdrawn_custodians", Json.list(CAVID.id()))),
        "ok",
        "ok-withdrawal");
  }

  private static Json site(int version, String expires) {
    byte[] site = Organisation.site().put("version", version).put("expires", expires).bytes();
    return Bundle.of("site", site, ANAR, BELA);
  }

  private void site(
      String name,
      String expect,
      String comment,
      int number,
      int version,
      String expires,
      String... known) {
    byte[] site = Organisation.site().put("version", version).put("expires", expires).bytes();
    Consumer<Json> names = b -> b.put("site", Bytes.hex(Hashes.sha256(site)));
    Json bulletin =
        bulletin(
            b -> {
              names.accept(b);
              b.put("number", number).put("previous", number == 0 ? null : previous());
            },
            W48);
    Vector vector =
        new Vector("current/" + name + ".vec", expect, comment)
            .line("judge", "current")
            .line("instance", Bytes.hex(Organisation.instance()))
            .line("demo", "no")
            .line("day", "2026-11-25");
    for (String file : known) {
      vector.line("known", file + ".vec");
    }
    set.add(vector.payload(current(bulletin, W48).put("site", site(version, expires)).bytes()));
  }

  /** Bulletin 0 with site 7. */
  private static String previous() {
    byte[] site = Organisation.site().bytes();
    Json zero = bulletin(b -> b.put("site", Bytes.hex(Hashes.sha256(site))), W48);
    return Bytes.hex(Hashes.sha256(zero.bytes()));
  }

  private void sites() {
    site("ok-site", "OK", "site 7", 0, 7, "2027-11-20");
    site("ok-site-next", "OK", "site 8 after 7", 1, 8, "2027-11-20", "ok-site");
    site("site-rollback", "ROLLBACK", "site 6 after 7", 1, 6, "2027-11-20", "ok-site");
    site("site-fork", "FORK", "another site 7", 1, 7, "2027-11-19", "ok-site");
    site("site-expired", "EXPIRED", "a site that ended", 0, 7, "2026-11-24");
  }

  private void charters() {
    byte[] rotated = Organisation.nextCharter(CHARTER, 1, "2026-11-16", "2026-11-16").bytes();
    Json rotation = Bundle.of("charter", rotated, ANAR, BELA, ELNUR, FIDAN);
    chain("ok-rotated", "OK", "charter 1 is known", "2026-11-25", rotation, rotated, 0);
    chain(
        "charter-gone",
        "ROLLBACK",
        "charter 1 is no longer shown",
        "2026-11-25",
        null,
        CHARTER,
        1,
        "ok-rotated");
    byte[] recovered = Organisation.nextCharter(CHARTER, 1, "2026-11-09", "2026-11-23").bytes();
    Json recovery = Bundle.of("charter", recovered, ELNUR, FIDAN, RECOVERY_1, RECOVERY_2);
    chain(
        "ok-recovery-first-contact",
        "OK",
        "its own dates count for a new reader",
        "2026-11-25",
        "2026-11-23",
        recovery,
        recovered,
        0);
    chain("ok-before-recovery", "OK", "charter 0 alone, before", "2026-11-22", null, CHARTER, 0);
    chain(
        "ok-recovery-seen-late",
        "OK",
        "counts 14 days after first sight: charter 0 is current",
        "2026-11-25",
        recovery,
        CHARTER,
        1,
        "ok-before-recovery");
    chain(
        "recovery-seen-late",
        "WRONG_CHARTER",
        "seen 13 days ago: it does not count yet",
        "2026-12-08",
        "2026-12-08",
        recovery,
        recovered,
        2,
        "ok-before-recovery",
        "ok-recovery-seen-late");
    chain(
        "ok-recovery-counts",
        "OK",
        "seen 14 days ago",
        "2026-12-09",
        "2026-12-09",
        recovery,
        recovered,
        2,
        "ok-before-recovery",
        "ok-recovery-seen-late");
    publishersLost(recovery, recovered);
    answered(recovery, recovered);
    withdrawnOfAnother(rotation, rotated, recovery);
  }

  /** Who is withdrawn is a custodian of the charter in force or of one before. SPEC §4.4. */
  private void withdrawnOfAnother(Json rotation, byte[] rotated, Json recovery) {
    List<Object> both = Json.list(CharterVectors.firstBundle(), rotation);
    List<Object> recovering = Json.list(CharterVectors.firstBundle(), recovery);
    chainOf(
        "ok-withdrawn-of-charter-0",
        "OK",
        "Cavid is a custodian of charter 0 alone, charter 1 is current",
        "2026-11-25",
        "2026-11-22",
        both,
        rotated,
        0,
        b -> b.put("withdrawn_custodians", Json.list(CAVID.id())));
    chainOf(
        "withdrawn-of-recovery",
        "UNKNOWN_CUSTODIAN",
        "Elnur is a custodian of a recovery that does not count yet",
        "2026-11-25",
        "2026-11-22",
        recovering,
        CHARTER,
        1,
        b -> b.put("withdrawn_custodians", Json.list(ELNUR.id())),
        "ok-before-recovery");
  }

  /** Nobody is left to sign for charter 0: the recovery waits from a sight that was refused. */
  private void publishersLost(Json recovery, byte[] recovered) {
    chain(
        "recovery-unheralded",
        "WRONG_CHARTER",
        "a bulletin of a recovery that was never seen before",
        "2026-11-25",
        "2026-11-25",
        recovery,
        recovered,
        1,
        "ok-before-recovery");
    chain(
        "recovery-unheralded-waits",
        "WRONG_CHARTER",
        "13 days after the sight that was refused",
        "2026-12-08",
        "2026-12-08",
        recovery,
        recovered,
        2,
        "ok-before-recovery",
        "recovery-unheralded");
    chain(
        "ok-recovery-unheralded",
        "OK",
        "14 days after the sight that was refused",
        "2026-12-09",
        "2026-12-09",
        recovery,
        recovered,
        2,
        "ok-before-recovery",
        "recovery-unheralded");
  }

  /** A recovery that is gone from an accepted chain is forgotten: shown again, it waits anew. */
  private void answered(Json recovery, byte[] recovered) {
    chain(
        "ok-recovery-gone",
        "OK",
        "it does not count yet, and is no longer shown",
        "2026-11-28",
        "2026-11-28",
        null,
        CHARTER,
        2,
        "ok-before-recovery",
        "ok-recovery-seen-late");
    chain(
        "recovery-shown-again",
        "WRONG_CHARTER",
        "seen 14 days ago, but gone in between",
        "2026-12-09",
        "2026-12-09",
        recovery,
        recovered,
        3,
        "ok-before-recovery",
        "ok-recovery-seen-late",
        "ok-recovery-gone");
    byte[] after = Organisation.nextCharter(recovered, 2, "2026-11-24", "2027-01-10").bytes();
    chainOf(
        "ok-recovery-followed",
        "OK",
        "a charter follows the recovery; neither counts yet",
        "2026-11-28",
        "2026-11-28",
        Json.list(
            CharterVectors.firstBundle(), recovery, Bundle.of("charter", after, ELNUR, FIDAN)),
        CHARTER,
        2,
        b -> {},
        "ok-before-recovery",
        "ok-recovery-seen-late");
    chain(
        "recovery-follower-gone",
        "ROLLBACK",
        "the recovery counts now, what followed it is gone",
        "2026-12-10",
        "2026-12-10",
        recovery,
        recovered,
        3,
        "ok-before-recovery",
        "ok-recovery-seen-late",
        "ok-recovery-followed");
  }

  private void chain(
      String name,
      String expect,
      String comment,
      String day,
      Json next,
      byte[] charter,
      int number,
      String... known) {
    chain(name, expect, comment, day, "2026-11-22", next, charter, number, known);
  }

  /** A chain of charter 0 and maybe one more, a bulletin of the given charter, no keyset. */
  private void chain(
      String name,
      String expect,
      String comment,
      String day,
      String date,
      @Nullable Json next,
      byte[] charter,
      int number,
      String... known) {
    List<Object> charters = new ArrayList<>(List.of(CharterVectors.firstBundle()));
    if (next != null) {
      charters.add(next);
    }
    chainOf(name, expect, comment, day, date, charters, charter, number, b -> {}, known);
  }

  private void chainOf(
      String name,
      String expect,
      String comment,
      String day,
      String date,
      List<Object> charters,
      byte[] charter,
      int number,
      Consumer<Json> change,
      String... known) {
    Json bulletin =
        Organisation.bulletin(charter)
            .put("alive", Json.list())
            .put("number", number)
            .put("previous", number == 0 ? null : previousOf(known[known.length - 1]))
            .put("date", date)
            .put("valid_until", LocalDate.parse(date).plusDays(14).toString());
    change.accept(bulletin);
    Signer publisher = charter == CHARTER ? CAVID : ELNUR;
    Json current =
        Json.of(
            "format",
            "taniq.org/v1/current",
            "charters",
            charters,
            "bulletin",
            Bundle.of("bulletin", bulletin.bytes(), publisher),
            "keysets",
            Json.list(),
            "site",
            null);
    bulletins.put(name, bulletin.bytes());
    Vector vector =
        new Vector("current/" + name + ".vec", expect, comment)
            .line("judge", "current")
            .line("instance", Bytes.hex(Organisation.instance()))
            .line("demo", "no")
            .line("day", day);
    for (String file : known) {
      vector.line("known", file + ".vec");
    }
    set.add(vector.payload(current.bytes()));
  }

  private String previousOf(String name) {
    return Bytes.hex(Hashes.sha256(bulletins.get(name)));
  }
}
