package org.taniq.protocol.vectors;

import static org.taniq.protocol.vectors.Organisation.ANAR;
import static org.taniq.protocol.vectors.Organisation.BELA;
import static org.taniq.protocol.vectors.Organisation.CAVID;
import static org.taniq.protocol.vectors.Organisation.DILARA;
import static org.taniq.protocol.vectors.Organisation.ELNUR;
import static org.taniq.protocol.vectors.Organisation.STRANGER;
import static org.taniq.protocol.vectors.Organisation.alive;
import static org.taniq.protocol.vectors.Organisation.custodian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * vectors/document: keysets, sites, bulletins, deletion orders by themselves. SPEC §4.2 to §4.6.
 */
final class DocumentVectors {

  private final VectorSet set;
  private String type = "";
  private String day = "2026-11-23";
  private Supplier<Json> document = Organisation::keyset;
  private Signer[] signers = {};

  DocumentVectors(VectorSet set) {
    this.set = set;
    keysets();
    sites();
    bulletins();
    orders();
  }

  private void begin(String type, Supplier<Json> document, Signer... signers) {
    this.type = type;
    this.document = document;
    this.signers = signers;
    signatures();
    for (String field : List.of("format", "instance")) {
      bad("missing-" + field, "a field is missing", d -> d.without(field));
    }
    bad("unknown-field", "fields that nobody knows are refused", d -> d.put("later", 1));
    bad("format", "another document's format", d -> d.put("format", "taniq.org/v1/charter"));
    with(
        "wrong-instance",
        "WRONG_INSTANCE",
        "another organisation's",
        d -> d.put("instance", "00".repeat(32)));
  }

  private void add(String name, String expect, String comment, Json bundle) {
    byte[] payload = payload(bundle);
    Vector vector = new Vector("document/" + type + "-" + name + ".vec", expect, comment);
    String base = "document/" + type + "-ok.vec";
    if (name.equals("ok")) {
      vector
          .line("judge", "document")
          .line("type", type)
          .line("instance", Bytes.hex(Organisation.instance()))
          .line("demo", "no")
          .line("day", day)
          .payload(payload);
    } else {
      vector.from(set.get(base)).becomes(payload);
    }
    set.add(vector);
  }

  private void with(String name, String expect, String comment, Consumer<Json> change) {
    Json changed = document.get();
    change.accept(changed);
    add(name, expect, comment, Bundle.of(type, changed.bytes(), signers));
  }

  private void bad(String name, String comment, Consumer<Json> change) {
    with("bad-" + name, "BAD_DOCUMENT", comment, change);
  }

  private void signatures() {
    byte[] bytes = document.get().bytes();
    add("ok", "OK", "as it should be", Bundle.of(type, bytes, signers));
    add("unsigned", "TOO_FEW_SIGNATURES", "no signature", Bundle.of(type, bytes));
    Signer[] more = Arrays.copyOf(signers, signers.length + 1);
    more[signers.length] = STRANGER;
    add(
        "stranger",
        "UNKNOWN_SIGNER",
        "enough signatures and a stranger's",
        Bundle.of(type, bytes, more));
    List<Object> lines = Bundle.lines(type, bytes, signers);
    lines.set(
        0, Bundle.line(signers[0], Bytes.flipped(Bundle.signature(signers[0], type, bytes), 63)));
    add("signature-bit", "BAD_SIGNATURE", "one bit", Bundle.of(type, bytes, lines));
    List<Object> strange = new ArrayList<>(lines);
    strange.addAll(Bundle.lines(type, bytes, STRANGER));
    add(
        "stranger-after-signature-bit",
        "UNKNOWN_SIGNER",
        "a signature with one bit turned, then a stranger's: all signers are judged first",
        Bundle.of(type, bytes, strange));
    base64(bytes);
    add(
        "signed-as-charter",
        "BAD_SIGNATURE",
        "signatures of another type",
        Bundle.of(type, bytes, Bundle.lines("charter", bytes, signers)));
    String other = type.equals("site") ? "keyset" : "site";
    add(
        "bundle-type",
        "BAD_SIGNATURE",
        "the bundle says another type, and is signed so",
        Bundle.of(other, bytes, signers));
  }

  /** The document as base64 in other spellings. */
  private void base64(byte[] bytes) {
    String text = Bytes.b64(bytes);
    Json bundle = Bundle.of(type, bytes, signers);
    add(
        "base64-line-end",
        "BAD_DOCUMENT",
        "a line end in the base64",
        bundle.copy().put("document", text.substring(0, 76) + "\n" + text.substring(76)));
    add(
        "base64-no-padding",
        "BAD_DOCUMENT",
        "padding that is missing or too much",
        bundle.copy().put("document", text.endsWith("=") ? text.replace("=", "") : text + "===="));
    add(
        "base64-url",
        "BAD_DOCUMENT",
        "a letter of base64url",
        bundle.copy().put("document", "_" + text.substring(1)));
  }

  private void keysets() {
    begin("keyset", Organisation::keyset, ANAR, BELA);
    byte[] bytes = document.get().bytes();
    add("one-signature", "TOO_FEW_SIGNATURES", "one of two", Bundle.of(type, bytes, ANAR));
    add(
        "by-custodian",
        "UNKNOWN_SIGNER",
        "Cavid is no signer",
        Bundle.of(type, bytes, ANAR, CAVID));
    dates(
        "ok-offline",
        "OK",
        "the second half of a year",
        "offline",
        "2026-H2",
        "2026-07-01",
        "2026-12-31",
        "2027-04-01",
        "2027-04-29");
    dates(
        "ok-week-1",
        "OK",
        "a week that begins in the year before",
        "live",
        "2026-W01",
        "2025-12-29",
        "2026-01-04",
        "2026-03-01",
        "2026-03-29");
    dates(
        "ok-week-53",
        "OK",
        "a year of 53 weeks",
        "live",
        "2026-W53",
        "2026-12-28",
        "2027-01-03",
        "2027-02-28",
        "2027-03-28");
    String[][] wrong = {
      {"epoch-week-53", "live", "2027-W53", "2028-01-03", "2028-01-09", "2028-03-05", "2028-04-02"},
      {"epoch-week-0", "live", "2026-W00", "2025-12-22", "2025-12-28", "2026-02-22", "2026-03-22"},
      {
        "epoch-one-digit", "live", "2026-W9", "2026-02-23", "2026-03-01", "2026-04-26", "2026-05-24"
      },
      {
        "epoch-half-3", "offline", "2026-H3", "2027-01-01", "2027-06-30", "2027-09-29", "2027-10-27"
      },
      {
        "epoch-half-live", "live", "2026-H2", "2026-07-01", "2026-12-31", "2027-04-01", "2027-04-29"
      },
      {
        "epoch-week-offline",
        "offline",
        "2026-W48",
        "2026-11-23",
        "2026-11-29",
        "2027-02-28",
        "2027-03-28"
      },
      {"from", "live", "2026-W48", "2026-11-24", "2026-11-29", "2027-01-24", "2027-02-21"},
      {"until", "live", "2026-W48", "2026-11-23", "2026-11-30", "2027-01-24", "2027-02-21"},
      {"accept", "live", "2026-W48", "2026-11-23", "2026-11-29", "2027-01-25", "2027-02-21"},
      {"destroy", "live", "2026-W48", "2026-11-23", "2026-11-29", "2027-01-24", "2027-02-22"},
      {"week-before", "live", "2026-W48", "2026-11-16", "2026-11-22", "2027-01-17", "2027-02-14"},
    };
    for (String[] w : wrong) {
      dates(
          "dates-" + w[0],
          "BAD_DATES",
          "epoch and dates disagree",
          w[1],
          w[2],
          w[3],
          w[4],
          w[5],
          w[6]);
    }
    quorum("0-3", 0, 3, "BAD_QUORUM");
    quorum("3-2", 3, 2, "BAD_QUORUM");
    quorum("2-4", 2, 4, "BAD_QUORUM");
    quorum("ok-1-1", 1, 1, "OK");
    quorum("ok-3-3", 3, 3, "OK");
    Json offline =
        Organisation.keyset(
                "offline", "2026-H2", "2026-07-01", "2026-12-31", "2027-04-01", "2027-04-29")
            .put("quorum", Json.of("testimony", 1, "identity", 3))
            .put("custodians", custodians("offline", "2026-H2", 1, 1));
    add(
        "quorum-offline-1",
        "BAD_QUORUM",
        "an offline keyset that one custodian opens",
        Bundle.of(type, offline.bytes(), signers));
    List<Object> lines = Bundle.lines(type, bytes, signers);
    add(
        "ok-most-signatures",
        "OK",
        "256, most of them one signer's",
        Bundle.of(type, bytes, list(256, i -> lines.get(i % 2))));
    add(
        "bad-more-signatures",
        "BAD_DOCUMENT",
        "257 signatures",
        Bundle.of(type, bytes, list(257, i -> lines.get(i % 2))));
    bad(
        "custodians-17",
        "one more than can be custodians",
        k ->
            k.put(
                "custodians",
                list(
                    17,
                    i ->
                        live(ANAR)
                            .put("custodian", id(i))
                            .put("key", Bytes.b64u(Bytes.first(Bytes.u8(i), 1216))))));
    bad("kind", "a kind that is none", k -> k.put("kind", "weekly"));
    bad("custodians-none", "nobody", k -> k.put("custodians", Json.list()));
    line("custodian-twice", "BAD_DOCUMENT", "one custodian twice", k -> live(ANAR));
    line(
        "key-twice",
        "BAD_DOCUMENT",
        "one key twice",
        k -> live(CAVID).put("key", live(ANAR).get("key")));
    line("custodian-stranger", "UNKNOWN_CUSTODIAN", "nobody in the charter", k -> live(STRANGER));
    line(
        "custodian-signer", "UNKNOWN_CUSTODIAN", "a signer who is no custodian", k -> live(DILARA));
    line(
        "key-short",
        "BAD_DOCUMENT",
        "1215 bytes",
        k -> live(CAVID).put("key", Bytes.b64u(new byte[1215])));
    line(
        "key-signature-bit",
        "BAD_KEY_SIGNATURE",
        "another key than was signed",
        k -> live(CAVID).put("key", Bytes.b64u(Organisation.epochKey(ELNUR, "x"))));
    line(
        "key-signature-epoch",
        "BAD_KEY_SIGNATURE",
        "a key signed for another week",
        k -> custodian(CAVID, "live", "2026-W49"));
    line(
        "key-signature-kind",
        "BAD_KEY_SIGNATURE",
        "a key signed for the other kind",
        k -> custodian(CAVID, "offline", "2026-W48"));
    line(
        "key-signature-other",
        "BAD_KEY_SIGNATURE",
        "a key that another custodian signed",
        k -> live(BELA).put("custodian", CAVID.id()).put("key", live(CAVID).get("key")));
    leastQuorums();
  }

  private static Json live(Signer custodian) {
    return custodian(custodian, "live", "2026-W48");
  }

  private void dates(
      String name,
      String expect,
      String comment,
      String kind,
      String epoch,
      String from,
      String until,
      String accept,
      String destroy) {
    Json keyset = Organisation.keyset(kind, epoch, from, until, accept, destroy);
    add(name, expect, comment, Bundle.of(type, keyset.bytes(), signers));
  }

  private void quorum(String name, int testimony, int identity, String expect) {
    with(
        "quorum-" + name,
        expect,
        testimony + " and " + identity + " of 3",
        k ->
            k.put("quorum", Json.of("testimony", testimony, "identity", identity))
                .put("custodians", custodians("live", "2026-W48", 1, 1)));
  }

  private static List<Object> custodians(
      String kind, String epoch, int leastTestimony, int leastIdentity) {
    return Json.list(
        custodian(ANAR, kind, epoch, leastTestimony, leastIdentity),
        custodian(BELA, kind, epoch, leastTestimony, leastIdentity),
        custodian(CAVID, kind, epoch, leastTestimony, leastIdentity));
  }

  /** What a custodian's key may stand in. The third of three says so for a keyset of 2 and 3. */
  private void leastQuorums() {
    line("least-ok-lower", "OK", "signed for 1 and 1, stands in 2 and 3", k -> least(1, 1));
    line("least-testimony", "QUORUM_TOO_LOW", "signed for 3 and 3", k -> least(3, 3));
    line("least-identity", "QUORUM_TOO_LOW", "signed for 2 and 4", k -> least(2, 4));
    line("least-16", "QUORUM_TOO_LOW", "signed for 16 and 16, the most", k -> least(16, 16));
    line("bad-least-testimony-17", "BAD_DOCUMENT", "signed for 17", k -> least(17, 3));
    line("bad-least-identity-17", "BAD_DOCUMENT", "signed for 17", k -> least(2, 17));
    line("bad-least-testimony-0", "BAD_DOCUMENT", "signed for none", k -> least(0, 3));
    line("bad-least-identity-0", "BAD_DOCUMENT", "signed for none", k -> least(2, 0));
    line("bad-least-missing", "BAD_DOCUMENT", "not said", k -> live(CAVID).without("least"));
    line(
        "bad-least-unknown-field",
        "BAD_DOCUMENT",
        "fields that nobody knows are refused",
        k -> live(CAVID).put("least", Json.of("testimony", 2, "identity", 3, "later", 1)));
    line(
        "key-signature-least-testimony",
        "BAD_KEY_SIGNATURE",
        "signed for 3 and 3, said to be for 2 and 3",
        k -> least(3, 3).put("least", Json.of("testimony", 2, "identity", 3)));
    line(
        "key-signature-least-identity",
        "BAD_KEY_SIGNATURE",
        "signed for 2 and 4, said to be for 2 and 3",
        k -> least(2, 4).put("least", Json.of("testimony", 2, "identity", 3)));
    line(
        "key-signature-least-higher",
        "BAD_KEY_SIGNATURE",
        "signed for 1 and 1, said to be for 2 and 3",
        k -> least(1, 1).put("least", Json.of("testimony", 2, "identity", 3)));
  }

  private static Json least(int testimony, int identity) {
    return custodian(CAVID, "live", "2026-W48", testimony, identity);
  }

  /** The third custodian's line replaced. */
  private void line(String name, String expect, String comment, UnaryOperator<Json> third) {
    with(
        name,
        expect,
        comment,
        k -> k.put("custodians", Json.list(live(ANAR), live(BELA), third.apply(k))));
  }

  private void sites() {
    begin("site", Organisation::site, ANAR, BELA);
    with("ok-400-days", "OK", "the longest", s -> s.put("expires", "2027-12-25"));
    bad("expires-401-days", "one day too long", s -> s.put("expires", "2027-12-26"));
    bad("expires-before-issued", "gone before it came", s -> s.put("expires", "2026-11-19"));
    bad("version-negative", "a version below 0", s -> s.put("version", -1));
    bad("no-files", "no file", s -> s.put("files", Json.of()));
    bad("no-index", "default_index is not listed", s -> s.put("default_index", "home.html"));
    bad("no-fallback", "default_fallback is not listed", s -> s.put("default_fallback", "/x.html"));
    bad("index-path", "default_index is one segment", s -> s.put("default_index", "/index.html"));
    String[][] paths = {
      {"relative", "x.html"}, {"double-slash", "//x.html"}, {"parent", "/../x.html"},
      {"dot", "/./x.html"}, {"hidden", "/.htaccess"}, {"space", "/a b.html"},
      {"backslash", "/a\\b.html"}, {"percent", "/a%2fb.html"}, {"letters", "/ana-səhifə.html"},
      {"query", "/x.html?y"}, {"directory", "/x/"}, {"taniq", "/taniq/x.html"},
      {"uploads", "/uploads"}, {"send", "/send/az"}, {"courier", "/courier/v1"},
      {"long", "/" + "a".repeat(94)},
    };
    for (String[] path : paths) {
      bad("path-" + path[0], "a path that is none", s -> file(s, path[1]));
    }
    with("ok-path-94", "OK", "the longest path", s -> file(s, "/" + "a".repeat(93)));
    with("ok-path-like-reserved", "OK", "another first segment", s -> file(s, "/taniq2/x"));
    bad(
        "hash-hex",
        "a hash in hex",
        s -> s.put("files", ((Json) s.get("files")).put("/index.html", "00".repeat(32))));
    on("ok-last-day", "OK", "expires is inclusive", "2027-11-20");
    on("expired", "EXPIRED", "the day after", "2027-11-21");
    most(
        "files",
        4096 - 2,
        i -> i,
        (s, l) -> {
          Json files = Json.of("/index.html", Bytes.b64u(new byte[32]));
          files.put("/404.html", Bytes.b64u(new byte[32]));
          l.forEach(i -> files.put("/" + i, Bytes.b64u(new byte[32])));
          last(s, "files", files);
        });
    with("ok-csp-4096", "OK", "the longest policy", s -> s.put("default_csp", "a".repeat(4096)));
    bad("csp-4097", "a policy too long", s -> s.put("default_csp", "a".repeat(4097)));
    bad("csp-empty", "no policy", s -> s.put("default_csp", ""));
    bad("csp-line-end", "a line end in the policy", s -> s.put("default_csp", "a\nb"));
  }

  private static void file(Json site, String path) {
    site.put("files", ((Json) site.get("files")).put(path, Bytes.b64u(new byte[32])));
  }

  private static byte[] firstCharter() {
    return Organisation.charter().bytes();
  }

  private void bulletins() {
    begin("bulletin", () -> Organisation.bulletin(firstCharter()), CAVID);
    add(
        "by-signer",
        "UNKNOWN_SIGNER",
        "Bela is no publisher",
        Bundle.of(type, document.get().bytes(), BELA));
    with("ok-valid-14-days", "OK", "the longest", b -> b.put("valid_until", "2026-12-07"));
    bad("valid-15-days", "one day too long", b -> b.put("valid_until", "2026-12-08"));
    bad("valid-before", "over before it began", b -> b.put("valid_until", "2026-11-22"));
    bad("number-0-previous", "number 0 after another", b -> b.put("previous", "00".repeat(32)));
    bad("number-1-previous", "number 1 after none", b -> b.put("number", 1));
    with(
        "ok-number-528",
        "OK",
        "24 for each of the 22 days from charter 0 on",
        b -> b.put("number", 528).put("previous", "00".repeat(32)));
    bad(
        "number-529",
        "more than 24 for each day from charter 0 on",
        b -> b.put("number", 529).put("previous", "00".repeat(32)));
    String text = document.get().toString();
    add(
        "bad-exponent",
        "BAD_DOCUMENT",
        "an exponent over every machine's",
        Bundle.of(
            type, Bytes.utf8(text.replace("\"number\":0,", "\"number\":1e99999999999,")), signers));
    bad(
        "head-twice",
        "a log's head twice",
        b ->
            b.put(
                "logs",
                Json.of(
                    "salt",
                    Bytes.b64u(new byte[32]),
                    "heads",
                    Json.list("11".repeat(32), "11".repeat(32)))));
    bad(
        "shelf-set-twice",
        "two shelves of one set",
        b -> b.put("shelves", Json.list(shelf("/taniq/shelves/0"), shelf("/taniq/shelves/1"))));
    bad(
        "keyset-twice",
        "a keyset twice",
        b -> b.put("keysets", Json.list("11".repeat(32), "11".repeat(32))));
    bad(
        "withdrawn-twice",
        "a custodian withdrawn twice",
        b -> b.put("withdrawn_custodians", Json.list(ANAR.id(), ANAR.id())));
    bad(
        "alive-twice",
        "a custodian alive twice",
        b -> b.put("alive", Json.list(alive(ANAR, "2026-11-23"), alive(ANAR, "2026-11-22"))));
    bad(
        "alive-tomorrow",
        "alive on a later day",
        b -> b.put("alive", Json.list(alive(ANAR, "2026-11-24"))));
    with(
        "alive-stranger",
        "UNKNOWN_CUSTODIAN",
        "nobody in the charter",
        b -> b.put("alive", Json.list(alive(STRANGER, "2026-11-23"))));
    with(
        "alive-signer",
        "UNKNOWN_CUSTODIAN",
        "no custodian",
        b -> b.put("alive", Json.list(alive(DILARA, "2026-11-23"))));
    with(
        "alive-date",
        "BAD_SIGNATURE",
        "made for another day",
        b -> b.put("alive", Json.list(alive(ANAR, "2026-11-20").put("date", "2026-11-23"))));
    with(
        "alive-other",
        "BAD_SIGNATURE",
        "made by another custodian",
        b -> b.put("alive", Json.list(alive(BELA, "2026-11-23").put("custodian", ANAR.id()))));
    with(
        "wrong-charter",
        "WRONG_CHARTER",
        "names another charter",
        b -> b.put("charter", "00".repeat(32)));
    bad(
        "shelf-path",
        "a shelf outside /taniq/shelves/",
        b ->
            b.put(
                "shelves",
                Json.list(
                    Json.of(
                        "set",
                        "00".repeat(16),
                        "number",
                        3,
                        "files",
                        Json.list(Json.of("path", "/shelves/0", "sha256", "11".repeat(32)))))));
    bad(
        "ack-path",
        "an acknowledgement outside /taniq/acks/",
        b ->
            b.put(
                "acks",
                Json.list(
                    Json.of(
                        "set",
                        "00".repeat(16),
                        "path",
                        "/taniq/shelves/0",
                        "sha256",
                        "11".repeat(32)))));
    bulletinLists();
    withdrawals();
    day("not-yet-valid", "NOT_YET_VALID", "two days ahead of today", "2026-11-21");
    day("ok-tomorrow", "OK", "a day ahead of today", "2026-11-22");
    day("ok-last-day", "OK", "valid_until is inclusive", "2026-12-07");
    day("expired", "EXPIRED", "the day after", "2026-12-08");
  }

  private void bulletinLists() {
    with(
        "ok-ack-set-twice",
        "OK",
        "two acknowledgements of one set",
        b -> b.put("acks", Json.list(ack("/taniq/acks/0"), ack("/taniq/acks/1"))));
    bad(
        "ack-path-twice",
        "one path twice",
        b -> b.put("acks", Json.list(ack("/taniq/acks/0"), ack("/taniq/acks/0"))));
    bad(
        "shelf-path-twice",
        "one path in the shelves of two sets",
        b ->
            b.put(
                "shelves",
                Json.list(
                    shelf("/taniq/shelves/0"),
                    shelf("/taniq/shelves/0").put("set", "01".repeat(16)))));
    bad(
        "withdrawn-keyset-twice",
        "a keyset withdrawn twice",
        b -> b.put("withdrawn_keysets", Json.list("11".repeat(32), "11".repeat(32))));
    bad(
        "alive-17",
        "one more than can be custodians",
        b -> b.put("alive", list(17, i -> alive(ANAR, "2026-11-23").put("custodian", id(i)))));
    most("keysets", 256, DocumentVectors::hash, (b, list) -> last(b, "keysets", list));
    most(
        "shelves",
        4096,
        i -> Json.of("set", id(i), "number", 0, "files", Json.list()),
        (b, l) -> last(b, "shelves", l));
    most(
        "shelf-files",
        4096,
        i -> Json.of("path", "/taniq/shelves/" + i, "sha256", hash(0)),
        (b, l) -> last(b, "shelves", Json.list(Json.of("set", id(0), "number", 0, "files", l))));
    most("acks", 4096, i -> ack("/taniq/acks/" + i), (b, l) -> last(b, "acks", l));
    most(
        "heads",
        4096,
        DocumentVectors::hash,
        (b, l) -> last(b, "logs", Json.of("salt", Bytes.b64u(new byte[32]), "heads", l)));
  }

  private void withdrawals() {
    withdrawnKeysets("ok-withdrawn-432", "OK", "256, and 8 for each of the 22 days", 432);
    withdrawnKeysets(
        "bad-withdrawn-433", "BAD_DOCUMENT", "more than 256, and 8 for each of the 22 days", 433);
    String day = "2029-07-20"; // 992 days from charter 0 on
    withdrawnKeysetsOn(day, "ok-most-withdrawn_keysets", "OK", "8192 entries", 8192);
    withdrawnKeysetsOn(day, "bad-more-withdrawn_keysets", "BAD_DOCUMENT", "one more", 8193);
    withdrawnCustodians(
        "ok-withdrawn-all",
        "OK",
        "every custodian there is",
        Json.list(ANAR.id(), BELA.id(), CAVID.id()));
    withdrawnCustodians(
        "withdrawn-stranger",
        "UNKNOWN_CUSTODIAN",
        "a custodian, and nobody of any charter",
        Json.list(ANAR.id(), STRANGER.id()));
    withdrawnCustodians(
        "withdrawn-signer",
        "UNKNOWN_CUSTODIAN",
        "a signer who is no custodian",
        Json.list(DILARA.id()));
    withdrawnCustodians(
        "withdrawn-4096",
        "UNKNOWN_CUSTODIAN",
        "as many as can be, all of them nobody",
        list(4096, DocumentVectors::id));
    withdrawnCustodians(
        "bad-more-withdrawn_custodians",
        "BAD_DOCUMENT",
        "4097 entries",
        list(4097, DocumentVectors::id));
  }

  private void withdrawnKeysets(String name, String expect, String comment, int count) {
    List<Object> hashes = list(count, DocumentVectors::hash);
    with(name, expect, comment, b -> last(b, "withdrawn_keysets", hashes));
  }

  private void withdrawnKeysetsOn(
      String day, String name, String expect, String comment, int count) {
    Json bulletin = document.get().put("date", day).put("valid_until", day);
    last(bulletin, "withdrawn_keysets", list(count, DocumentVectors::hash));
    set.add(
        new Vector("document/bulletin-" + name + ".vec", expect, comment)
            .from(set.get("document/bulletin-ok.vec"))
            .line("day", day)
            .becomes(payload(Bundle.of(type, bulletin.bytes(), signers))));
  }

  private void withdrawnCustodians(
      String name, String expect, String comment, List<Object> custodians) {
    with(name, expect, comment, b -> last(b, "withdrawn_custodians", custodians));
  }

  private static Json ack(String path) {
    return Json.of("set", "00".repeat(16), "path", path, "sha256", "22".repeat(32));
  }

  private static String id(int i) {
    return String.format("%032x", i);
  }

  private static String hash(int i) {
    return String.format("%064x", i);
  }

  private static List<Object> list(int count, IntFunction<?> entry) {
    return IntStream.range(0, count).<Object>mapToObj(entry).toList();
  }

  /** Where a list ends the document, one entry more is a short splice. */
  private static void last(Json document, String field, Object value) {
    document.without(field).put(field, value);
  }

  /** A list as long as can be, and one entry longer. */
  private void most(
      String name, int most, IntFunction<?> entry, BiConsumer<Json, List<Object>> put) {
    Json full = document.get();
    put.accept(full, list(most, entry));
    Json over = document.get();
    put.accept(over, list(most + 1, entry));
    List<Object> old = Bundle.lines(type, full.bytes(), signers);
    Vector right =
        new Vector("document/" + type + "-ok-most-" + name + ".vec", "OK", most + " entries")
            .from(set.get("document/" + type + "-ok.vec"))
            .becomes(payload(Bundle.of(type, full.bytes(), old)));
    set.add(right);
    set.add(
        new Vector("document/" + type + "-bad-more-" + name + ".vec", "BAD_DOCUMENT", "one more")
            .from(right)
            .becomes(payload(Bundle.of(type, over.bytes(), old)))
            .becomes(payload(Bundle.of(type, over.bytes(), signers))));
  }

  private static byte[] payload(Json bundle) {
    return CharterVectors.chain(CharterVectors.firstBundle()).put("document", bundle).bytes();
  }

  private void day(String name, String expect, String comment, String day) {
    set.add(
        new Vector("document/" + type + "-" + name + ".vec", expect, comment)
            .from(set.get("document/" + type + "-ok.vec"))
            .line("day", day));
  }

  private static Json shelf(String path) {
    return Json.of(
        "set",
        "00".repeat(16),
        "number",
        3,
        "files",
        Json.list(Json.of("path", path, "sha256", "11".repeat(32))));
  }

  private void on(String name, String expect, String comment, String day) {
    set.add(
        new Vector("document/" + type + "-" + name + ".vec", expect, comment)
            .from(set.get("document/" + type + "-ok.vec"))
            .line("day", day));
  }

  private void orders() {
    day = "2026-12-01";
    begin("deletion-order", Organisation::deletionOrder, ANAR, CAVID);
    byte[] bytes = document.get().bytes();
    add(
        "one-custodian",
        "TOO_FEW_SIGNATURES",
        "one where two are needed",
        Bundle.of(type, bytes, ANAR));
    add("twice", "TOO_FEW_SIGNATURES", "one custodian twice", Bundle.of(type, bytes, ANAR, ANAR));
    add(
        "by-signer",
        "UNKNOWN_SIGNER",
        "Dilara is no custodian",
        Bundle.of(type, bytes, ANAR, DILARA));
    on("ok-charter-expired", "OK", "an expired charter still judges it", "2028-12-01");
    most(
        "entries",
        10_000,
        i -> Json.of("id", id(i), "sha256", "aa".repeat(32), "reason", "archived"),
        (o, l) -> last(o, "entries", l));
    bad("no-entries", "no entry", o -> o.put("entries", Json.list()));
    bad(
        "reason",
        "a reason that is none",
        o ->
            o.put(
                "entries",
                Json.list(
                    Json.of("id", "01".repeat(16), "sha256", "aa".repeat(32), "reason", "old"))));
    bad(
        "id-twice",
        "an id twice",
        o -> {
          List<Object> entries = new ArrayList<>((List<?>) o.get("entries"));
          entries.add(entries.get(0));
          o.put("entries", entries);
        });
    bad(
        "id-short",
        "an id of 15 bytes",
        o ->
            o.put(
                "entries",
                Json.list(
                    Json.of(
                        "id", "01".repeat(15), "sha256", "aa".repeat(32), "reason", "archived"))));
  }
}
