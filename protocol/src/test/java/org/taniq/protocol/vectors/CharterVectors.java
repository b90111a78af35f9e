package org.taniq.protocol.vectors;

import static org.taniq.protocol.vectors.Organisation.ANAR;
import static org.taniq.protocol.vectors.Organisation.BELA;
import static org.taniq.protocol.vectors.Organisation.CAVID;
import static org.taniq.protocol.vectors.Organisation.DILARA;
import static org.taniq.protocol.vectors.Organisation.ELNUR;
import static org.taniq.protocol.vectors.Organisation.FIDAN;
import static org.taniq.protocol.vectors.Organisation.RECOVERY_1;
import static org.taniq.protocol.vectors.Organisation.RECOVERY_2;
import static org.taniq.protocol.vectors.Organisation.STRANGER;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** vectors/charter: chains of charters, and charters that are none. SPEC §4, §4.1. */
final class CharterVectors {

  private static final byte[] FIRST = Organisation.charter().bytes();
  private static final String DAY = "2027-02-01";

  private final VectorSet set;

  CharterVectors(VectorSet set) {
    this.set = set;
    first();
    documents();
    rotations();
    recoveries();
  }

  static Json chain(Json... bundles) {
    return Json.of("charters", new ArrayList<>(Arrays.asList((Object[]) bundles)));
  }

  static Json firstBundle() {
    return Bundle.of("charter", FIRST, ANAR, BELA);
  }

  private Vector add(String name, String expect, String comment, Json chain) {
    Vector vector =
        new Vector("charter/" + name + ".vec", expect, comment)
            .line("judge", "chain")
            .line("instance", Bytes.hex(Organisation.instance()))
            .line("demo", "no")
            .line("day", DAY);
    if (expect.equals("OK")) {
      vector.line("current", ((List<?>) chain.get("charters")).size() - 1);
    }
    return set.add(vector.payload(chain.bytes()));
  }

  private void first() {
    add("ok-first", "OK", "charter 0 alone", chain(firstBundle()));
    add(
        "ok-three-signatures",
        "OK",
        "more than the threshold",
        chain(Bundle.of("charter", FIRST, ANAR, BELA, DILARA)));
    add("too-few", "TOO_FEW_SIGNATURES", "one of two", chain(Bundle.of("charter", FIRST, ANAR)));
    add("no-signature", "TOO_FEW_SIGNATURES", "none", chain(Bundle.of("charter", FIRST)));
    add(
        "same-signer-twice",
        "TOO_FEW_SIGNATURES",
        "one signer twice counts once",
        chain(Bundle.of("charter", FIRST, ANAR, ANAR)));
    add(
        "unknown-signer",
        "UNKNOWN_SIGNER",
        "two that count, and a stranger",
        chain(Bundle.of("charter", FIRST, ANAR, BELA, STRANGER)));
    add(
        "signer-without-role",
        "UNKNOWN_SIGNER",
        "Cavid is a custodian, no signer",
        chain(Bundle.of("charter", FIRST, ANAR, BELA, CAVID)));
    List<Object> broken = Bundle.lines("charter", FIRST, ANAR, BELA);
    broken.set(1, Bundle.line(BELA, Bytes.flipped(Bundle.signature(BELA, "charter", FIRST), 5)));
    add(
        "signature-bit",
        "BAD_SIGNATURE",
        "one bit of one signature",
        chain(Bundle.of("charter", FIRST, broken)));
    List<Object> third = Bundle.lines("charter", FIRST, ANAR, BELA, DILARA);
    third.set(2, Bundle.line(DILARA, Bundle.signature(ANAR, "charter", FIRST)));
    add(
        "signature-of-another",
        "BAD_SIGNATURE",
        "under Dilara's id, made by Anar",
        chain(Bundle.of("charter", FIRST, third)));
    List<Object> site = Bundle.lines("site", FIRST, ANAR, BELA);
    add(
        "signature-of-another-type",
        "BAD_SIGNATURE",
        "signed as a site",
        chain(Bundle.of("charter", FIRST, site)));
    byte[] s = Bundle.signature(BELA, "charter", FIRST);
    List<Object> large = Bundle.lines("charter", FIRST, ANAR);
    large.add(Bundle.line(BELA, plusOrder(s)));
    add(
        "signature-not-reduced",
        "BAD_SIGNATURE",
        "S + the group's order",
        chain(Bundle.of("charter", FIRST, large)));
    set.add(
        new Vector("charter/wrong-instance.vec", "WRONG_INSTANCE", "another organisation's")
            .from(set.get("charter/ok-first.vec"))
            .line("instance", "00".repeat(32)));
    set.add(
        new Vector("charter/not-yet-valid.vec", "NOT_YET_VALID", "the day before it counts")
            .from(set.get("charter/ok-first.vec"))
            .line("day", "2026-11-01"));
    set.add(
        new Vector("charter/ok-last-day.vec", "OK", "expires is inclusive")
            .from(set.get("charter/ok-first.vec"))
            .line("day", "2028-11-01"));
    set.add(
        new Vector("charter/expired.vec", "EXPIRED", "the day after")
            .from(set.get("charter/ok-first.vec"))
            .line("day", "2028-11-02"));
    byte[] demo = Organisation.charter().put("demo", true).bytes();
    Vector refused = alone("demo", "DEMO_NOT_ALLOWED", "a demonstration, not asked for", demo);
    set.add(
        new Vector("charter/ok-demo.vec", "OK", "a demonstration, asked for")
            .from(refused)
            .line("demo", "yes"));
    add("empty", "BROKEN_CHAIN", "no charter at all", chain());
  }

  /** S + L: the same point equation, not canonical. RFC 8032 §5.1.7. */
  private static byte[] plusOrder(byte[] signature) {
    byte[] order = Bytes.unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    byte[] sum = signature.clone();
    int carry = 0;
    for (int i = 0; i < 32; i++) {
      carry += (sum[32 + i] & 0xff) + (order[i] & 0xff);
      sum[32 + i] = (byte) carry;
      carry >>= 8;
    }
    return sum;
  }

  /** Any bytes as charter 0, pinned as such. */
  private Vector alone(String name, String expect, String comment, byte[] document) {
    return set.add(
        new Vector("charter/" + name + ".vec", expect, comment)
            .line("judge", "chain")
            .line("instance", Bytes.hex(Hashes.sha256(document)))
            .line("demo", "no")
            .line("day", DAY)
            .line("current", 0)
            .payload(chain(Bundle.of("charter", document, ANAR, BELA)).bytes()));
  }

  private void bad(String name, String comment, Consumer<Json> change) {
    Json charter = Organisation.charter();
    change.accept(charter);
    alone("bad-" + name, "BAD_DOCUMENT", comment, charter.bytes());
  }

  private void text(String name, String comment, UnaryOperator<String> change) {
    String text = change.apply(Organisation.charter().toString());
    alone("bad-" + name, "BAD_DOCUMENT", comment, Bytes.utf8(text));
  }

  private void documents() {
    for (String field :
        new String[] {
          "format",
          "number",
          "previous",
          "issued",
          "counts_from",
          "expires",
          "demo",
          "organisation",
          "people",
          "threshold",
          "bulletin_threshold",
          "recovery"
        }) {
      bad("missing-" + field, "a field is missing", c -> c.without(field));
    }
    bad("unknown-field", "fields that nobody knows are refused", c -> c.put("later", 1));
    bad(
        "unknown-inner-field",
        "in a person too",
        c ->
            people(
                c,
                Organisation.person("Anar", ANAR, "signer", "custodian", "publisher")
                    .put("later", 1),
                second(),
                third()));
    text("duplicate", "one name twice", t -> "{\"number\":0," + t.substring(1));
    text(
        "fraction",
        "2.0 is no integer",
        t -> t.replace("\"threshold\":2,\"b", "\"threshold\":2.0,\"b"));
    text(
        "exponent",
        "2e0 is no integer",
        t -> t.replace("\"threshold\":2,\"b", "\"threshold\":2e0,\"b"));
    text("trailing", "something after the object", t -> t + "x");
    text("bom", "a byte order mark", t -> "\ufeff" + t);
    bad("first-previous", "charter 0 after another", c -> c.put("previous", "00".repeat(32)));
    bad("number-large", "over 2^53 - 1", c -> c.put("number", 1L << 53));
    bad("format-keyset", "another document's format", c -> c.put("format", "taniq.org/v1/keyset"));
    bad("date-feb-29", "no such day", c -> c.put("issued", "2026-02-29"));
    bad("date-time", "a time of day", c -> c.put("issued", "2026-11-02T00:00:00Z"));
    bad("date-year-0999", "before the year 1000", c -> c.put("issued", "0999-11-02"));
    bad("number-over-a-million", "no chain is so long", c -> c.put("number", 1_000_001));
    text(
        "duplicate-escaped",
        "one name twice, once with an escape",
        t -> "{\"\\u006eumber\":0," + t.substring(1));
    text("minus-zero", "-0 is no integer", t -> t.replace("\"number\":0,", "\"number\":-0,"));
    bad("expires-733-days", "one day too long", c -> c.put("expires", "2028-11-04"));
    bad("expires-early", "expires before it counts", c -> c.put("expires", "2026-11-01"));
    bad("counts-early", "counts before it was issued", c -> c.put("counts_from", "2026-11-01"));
    bad("people-none", "nobody", c -> people(c));
    bad("people-33", "one too many", c -> people(c, many(33, "signer")));
    bad(
        "people-same-key",
        "one key twice",
        c ->
            people(
                c, first0(), second(), third(), Organisation.person("Bela again", BELA, "signer")));
    bad(
        "role-unknown",
        "a role that is none",
        c -> people(c, first0(), second(), third(), Organisation.person("Zaur", STRANGER, "boss")));
    bad(
        "role-twice",
        "a role twice",
        c ->
            people(
                c,
                first0(),
                second(),
                third(),
                Organisation.person("Zaur", STRANGER, "signer", "signer")));
    bad(
        "no-custodian",
        "nobody to seal to",
        c ->
            people(
                c,
                Organisation.person("Anar", ANAR, "signer", "publisher"),
                Organisation.person("Bela", BELA, "signer")));
    bad("custodians-17", "more than slots", c -> people(c, many(17, "custodian")));
    bad("threshold-0", "nobody must sign", c -> c.put("threshold", 0));
    bad("threshold-4", "more than signers", c -> c.put("threshold", 4));
    bad("bulletin-threshold-0", "nobody must publish", c -> c.put("bulletin_threshold", 0));
    bad("bulletin-threshold-3", "more than publishers", c -> c.put("bulletin_threshold", 3));
    bad(
        "recovery-threshold-3",
        "more than recovery keys",
        c -> c.put("recovery", Organisation.recovery(3, RECOVERY_1, RECOVERY_2)));
    bad(
        "recovery-threshold-0",
        "keys, and nobody must sign",
        c -> c.put("recovery", Organisation.recovery(0, RECOVERY_1)));
    bad(
        "recovery-same-key",
        "one recovery key twice",
        c -> c.put("recovery", Organisation.recovery(1, RECOVERY_1, RECOVERY_1)));
    bad(
        "recovery-of-people",
        "a recovery key that a person has",
        c -> c.put("recovery", Organisation.recovery(1, ANAR)));
    bad("key-short", "31 bytes", c -> people(c, first0(), second(), third(), key(new byte[31])));
    bad(
        "key-small-order",
        "a point of small order",
        c -> people(c, first0(), second(), third(), key(Bytes.join(Bytes.u8(1), new byte[31]))));
    bad(
        "key-no-point",
        "not on the curve",
        c -> people(c, first0(), second(), third(), key(Bytes.join(Bytes.u8(2), new byte[31]))));
    bad(
        "key-not-canonical",
        "y = p + 1",
        c ->
            people(
                c, first0(), second(), third(), key(Bytes.unhex("ee" + "ff".repeat(30) + "7f"))));
    bad(
        "key-not-canonical-large",
        "a point of large order, spelled with y + p",
        c -> people(c, first0(), second(), third(), key(Ed25519Vectors.largeNotCanonical())));
    bad(
        "key-minus-zero",
        "x = 0 with its sign set",
        c ->
            people(
                c, first0(), second(), third(), key(Bytes.unhex("01" + "00".repeat(30) + "80"))));
    Json mixed = Organisation.charter();
    people(mixed, first0(), second(), third(), key(mixedOrder()));
    alone("ok-key-mixed-order", "OK", "a key that is no multiple of the base point", mixed.bytes());
    Json none = Organisation.charter().put("recovery", Organisation.recovery(0));
    alone("ok-no-recovery", "OK", "no recovery keys", none.bytes());
    alone(
        "ok-732-days",
        "OK",
        "the longest",
        Organisation.charter().put("expires", "2028-11-03").bytes());
  }

  private static Json first0() {
    return Organisation.person("Anar", ANAR, "signer", "custodian", "publisher");
  }

  private static Json second() {
    return Organisation.person("Bela", BELA, "signer", "custodian");
  }

  private static Json third() {
    return Organisation.person("Cavid", CAVID, "custodian", "publisher");
  }

  private static Json key(byte[] key) {
    return Json.of("name", "Zaur", "key", Bytes.b64u(key), "roles", Json.list("signer"));
  }

  private static byte[] mixedOrder() {
    return Edwards.decode(DILARA.publicKey()).plus(Edwards.TORSION).encoded();
  }

  private static void people(Json charter, Json... people) {
    charter.put("people", Arrays.asList((Object[]) people));
  }

  /** Anar and Bela, and others until there are so many. */
  private static Json[] many(int count, String role) {
    Json[] people = new Json[count];
    people[0] = first0();
    people[1] = second();
    for (int i = 2; i < count; i++) {
      Signer key = new Signer(new Seed("one of many " + i).bytes("key", 32));
      people[i] = Organisation.person("No. " + i, key, role);
    }
    return people;
  }

  private static byte[] next() {
    return Organisation.nextCharter(FIRST, 1, "2026-12-07", "2026-12-14").bytes();
  }

  private void next(
      String name, String expect, String comment, Consumer<Json> change, Signer... signers) {
    Json charter = Organisation.nextCharter(FIRST, 1, "2026-12-07", "2026-12-14");
    change.accept(charter);
    add(
        name,
        expect,
        comment,
        chain(firstBundle(), Bundle.of("charter", charter.bytes(), signers)));
  }

  private void rotations() {
    add(
        "ok-rotation",
        "OK",
        "signed by the old and the new signers",
        chain(firstBundle(), Bundle.of("charter", next(), ANAR, BELA, ELNUR, FIDAN)));
    byte[] third = Organisation.nextCharter(next(), 2, "2027-01-04", "2027-01-04").bytes();
    add(
        "ok-two-rotations",
        "OK",
        "the third is signed by the second's signers",
        chain(
            firstBundle(),
            Bundle.of("charter", next(), ANAR, BELA, ELNUR, FIDAN),
            Bundle.of("charter", third, ELNUR, FIDAN)));
    set.add(
        new Vector("charter/ok-rotation-before.vec", "OK", "the day before it counts")
            .from(set.get("charter/ok-rotation.vec"))
            .line("day", "2026-12-13")
            .line("current", 0));
    Consumer<Json> same = c -> {};
    next("rotation-old-missing", "TOO_FEW_SIGNATURES", "the new signers alone", same, ELNUR, FIDAN);
    next("rotation-new-missing", "TOO_FEW_SIGNATURES", "the old signers alone", same, ANAR, BELA);
    next("rotation-old-too-few", "TOO_FEW_SIGNATURES", "one old signer", same, ANAR, ELNUR, FIDAN);
    next(
        "rotation-stranger",
        "UNKNOWN_SIGNER",
        "a stranger too",
        same,
        ANAR,
        BELA,
        ELNUR,
        FIDAN,
        STRANGER);
    Signer[] all = {ANAR, BELA, ELNUR, FIDAN};
    next("rotation-number", "BROKEN_CHAIN", "number 2 after 0", c -> c.put("number", 2), all);
    next(
        "rotation-previous",
        "BROKEN_CHAIN",
        "after another charter",
        c -> c.put("previous", "00".repeat(32)),
        all);
    next("rotation-previous-null", "BAD_DOCUMENT", "after none", c -> c.put("previous", null), all);
    next("rotation-demo", "BROKEN_CHAIN", "becomes a demonstration", c -> c.put("demo", true), all);
    next(
        "rotation-issued",
        "BROKEN_CHAIN",
        "issued before the one before",
        c -> c.put("issued", "2026-11-01"),
        all);
    byte[] skipped = Organisation.nextCharter(next(), 2, "2027-01-04", "2027-01-04").bytes();
    add(
        "rotation-skipped",
        "BROKEN_CHAIN",
        "the charter between is not shown",
        chain(firstBundle(), Bundle.of("charter", skipped, ELNUR, FIDAN)));
  }

  private void recovery(
      String name, String expect, String comment, String countsFrom, Signer... signers) {
    byte[] charter = Organisation.nextCharter(FIRST, 1, "2026-12-07", countsFrom).bytes();
    add(name, expect, comment, chain(firstBundle(), Bundle.of("charter", charter, signers)));
  }

  private void recoveries() {
    recovery(
        "ok-recovery",
        "OK",
        "by the recovery keys, 14 days later",
        "2026-12-21",
        ELNUR,
        FIDAN,
        RECOVERY_1,
        RECOVERY_2);
    recovery(
        "recovery-too-soon",
        "RECOVERY_TOO_SOON",
        "13 days",
        "2026-12-20",
        ELNUR,
        FIDAN,
        RECOVERY_1,
        RECOVERY_2);
    recovery(
        "recovery-too-few",
        "TOO_FEW_SIGNATURES",
        "one recovery key of two",
        "2026-12-21",
        ELNUR,
        FIDAN,
        RECOVERY_1);
    recovery(
        "recovery-mixed",
        "TOO_FEW_SIGNATURES",
        "one old signer and one recovery key",
        "2026-12-21",
        ELNUR,
        FIDAN,
        ANAR,
        RECOVERY_1);
    recovery(
        "recovery-alone",
        "TOO_FEW_SIGNATURES",
        "without the new signers",
        "2026-12-21",
        RECOVERY_1,
        RECOVERY_2);
    recovery(
        "ok-rotation-with-recovery-keys",
        "OK",
        "the old signers too, so it is no recovery and need not wait",
        "2026-12-07",
        ELNUR,
        FIDAN,
        ANAR,
        BELA,
        RECOVERY_1,
        RECOVERY_2);
    seen("ok-recovery-backdated", "dated back, but first seen today", DAY, 0, "ok-first");
    seen("ok-recovery-13-days", "13 days", "2027-02-14", 0, "ok-first", "ok-recovery-backdated");
    seen("ok-recovery-14-days", "14 days", "2027-02-15", 1, "ok-first", "ok-recovery-backdated");
  }

  /** The recovery for a reader who knew charter 0 before. */
  private void seen(String name, String comment, String day, int current, String... known) {
    Vector vector =
        new Vector("charter/" + name + ".vec", "OK", comment)
            .from(set.get("charter/ok-recovery.vec"))
            .line("day", day)
            .line("current", current);
    for (String file : known) {
      vector.line("known", file + ".vec");
    }
    set.add(vector);
  }
}
