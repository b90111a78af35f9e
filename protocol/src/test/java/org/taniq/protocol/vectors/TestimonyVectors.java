package org.taniq.protocol.vectors;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** vectors/testimony: plaintexts whose tar is right, with one fault in what it holds. SPEC §3. */
final class TestimonyVectors {

  private static final String JSON = "BAD_JSON";
  private static final byte[] CONTENT = Bytes.ascii("what the photo shows");

  private final VectorSet set;
  private final Vector base;
  private final Vector part;

  TestimonyVectors(VectorSet set) {
    this.set = set;
    base = set.add(TarVectors.plaintext("testimony/ok.vec", "OK", "every field", full(draft())));
    part = set.add(TarVectors.plaintext("testimony/ok-part.vec", "OK", "a part", partDraft()));
    accepted();
    odd();
    numbers();
    text();
    fields();
    consent();
    parts();
    files();
    signatures();
  }

  private static TestimonyDraft draft() {
    TestimonyDraft draft = TestimonyDraft.testimony(new Seed("testimony"), new Ring("1", 1), 1);
    return draft.withIdentity().attach("foto.jpg", "image/jpeg", CONTENT);
  }

  private static TestimonyDraft partDraft() {
    TestimonyDraft draft = TestimonyDraft.part(new Seed("testimony"), new Ring("1", 1), 1, 1);
    return draft.withIdentity().attach("foto.jpg", "image/jpeg", CONTENT);
  }

  private static TestimonyDraft full(TestimonyDraft draft) {
    draft
        .json
        .put("follow", 2)
        .put("detained", Json.list(Json.of("name", "Elçin", "born", about("1981"), "notes", "")))
        .put(
            "events",
            Json.list(
                Json.of(
                    "what", "arrest",
                    "from", Json.of("date", "2026-05-17"),
                    "to", about("2026-06"),
                    "where", "Terter",
                    "by_whom", "men without badges")));
    return draft;
  }

  private static Json about(String date) {
    return Json.of("date", date, "about", true);
  }

  /** A testimony with one thing changed, all hashes and signatures made after the change. */
  private void with(String name, String expect, String comment, Consumer<TestimonyDraft> change) {
    TestimonyDraft draft = full(draft());
    change.accept(draft);
    add(base, name, expect, comment, draft.tar());
  }

  private void withPart(String name, String expect, String comment, Consumer<Json> change) {
    TestimonyDraft draft = partDraft();
    change.accept(draft.json);
    add(part, name, expect, comment, draft.tar());
  }

  private void add(Vector from, String name, String expect, String comment, Tar tar) {
    byte[] used = tar.end();
    set.add(
        new Vector("testimony/" + name + ".vec", expect, comment)
            .from(from)
            .becomesPadded(TestimonyDraft.pad(used, Lattice.padded(used.length))));
  }

  /** The JSON text itself changed, then signed. */
  private void withText(String name, String comment, UnaryOperator<String> change) {
    withBytes(name, comment, Bytes.utf8(change.apply(text0())));
  }

  private static String text0() {
    return new String(full(draft()).jsonBytes(), StandardCharsets.UTF_8);
  }

  private void withBytes(String name, String comment, byte[] json) {
    add(base, name, JSON, comment, full(draft()).tar(json));
  }

  private void accepted() {
    with(
        "ok-unknown-field",
        "OK",
        "unknown fields are kept and written again",
        d -> d.json.put("later", Json.of("kept", Json.list(1, "ə", true))));
    with(
        "ok-least",
        "OK",
        "only what is required",
        d ->
            d.json
                .without("detained")
                .without("events")
                .put("narrative", "")
                .put("consent", Json.list()));
    with("ok-follow-5000", "OK", "the most parts", d -> d.json.put("follow", 5000));
    with("ok-name-1024-bytes", "OK", "the longest original name", d -> name(d, "ə".repeat(512)));
    with("ok-deep-31", "OK", "32 levels with the outermost", d -> d.json.put("later", nested(31)));
    with(
        "ok-no-expiry",
        "OK",
        "consent without an end",
        d -> d.json.put("consent", Json.list(Consents.detainee().without("expires"))));
  }

  /** What a reader could think too odd, and must take. */
  private void odd() {
    with("ok-language-none", "OK", "any text is a language", d -> d.json.put("language", ""));
    with("ok-language-private", "OK", "a private tag", d -> d.json.put("language", "x-äöü_1"));
    with("ok-language-old", "OK", "a grandfathered tag", d -> d.json.put("language", "i-klingon"));
    with(
        "ok-identity-not-sealed",
        "OK",
        "sealed may be said, and is false",
        d -> ((Json) d.listed().get(0)).put("sealed", false));
    with(
        "files-identity-sealed",
        JSON,
        "sealed is never true of identity.sealed",
        d -> ((Json) d.listed().get(0)).put("sealed", true));
    with(
        "ok-identity-name",
        "OK",
        "name is an unknown field of identity.sealed",
        d -> ((Json) d.listed().get(0)).put("name", 1));
    with(
        "ok-field-name-long",
        "OK",
        "an unknown field with a name of 50,001 letters",
        d -> d.json.put("n".repeat(50_001), 1));
    for (String list : List.of("detained", "events", "consent")) {
      with("ok-most-" + list, "OK", "1000 entries", d -> d.json.put(list, entries(list, 1000)));
      with("more-" + list, JSON, "1001 entries", d -> d.json.put(list, entries(list, 1001)));
    }
    int free = 250_000 - tokens(text0()) - 3;
    String pairs = "[],".repeat(free / 2 - 1);
    String last = free % 2 == 0 ? "[]" : "[],0";
    String text = "{\"later\":[" + pairs + last + "]," + text0().substring(1);
    add(base, "ok-most-tokens", "OK", "250,000 tokens", full(draft()).tar(Bytes.utf8(text)));
    withBytes(
        "json-more-tokens", "250,001 tokens", Bytes.utf8(text.replace("later\":[", "later\":[0,")));
  }

  /** Names, values, brackets and braces, SPEC §3. */
  private static int tokens(String json) {
    Pattern token = Pattern.compile("\"(\\\\.|[^\"\\\\])*\"|[\\[\\]{}]|[^\\s,:\\[\\]{}\"]+");
    return (int) token.matcher(json).results().count();
  }

  private static List<Object> entries(String list, int count) {
    Json consent = Consents.detainee().without("label").put("purposes", Json.of());
    return Collections.nCopies(count, list.equals("consent") ? consent : Json.of());
  }

  private void number(String name, String expect, String spelling) {
    String text = text0().replace("\"follow\":2", "\"follow\":2,\"later\":" + spelling);
    add(base, name, expect, spelling, full(draft()).tar(Bytes.utf8(text)));
  }

  private void numbers() {
    number("ok-number-largest", "OK", "9007199254740991");
    number("ok-number-smallest", "OK", "-9007199254740991");
    number("json-number-below", JSON, "-9007199254740992");
    number("json-number-minus-zero", JSON, "-0");
    number("json-number-leading-zero", JSON, "01");
    number("json-number-minus-leading-zero", JSON, "-01");
    number("json-number-plus", JSON, "+1");
    number("json-number-exponent", JSON, "1e0");
    number("json-number-point", JSON, "1.0");
    number("json-number-hex", JSON, "0x1");
  }

  private static Object nested(int levels) {
    List<Object> list = new ArrayList<>();
    for (int i = 1; i < levels; i++) {
      list = new ArrayList<>(List.of(list));
    }
    return list;
  }

  private static void name(TestimonyDraft draft, String name) {
    ((Json) draft.listed().get(1)).put("name", name);
  }

  private void text() {
    withText("json-duplicate", "one name twice", t -> "{\"number\":0," + t.substring(1));
    withText(
        "json-duplicate-inner",
        "one name twice, two levels down",
        t -> t.replace("\"about\":true", "\"about\":true,\"about\":true"));
    withText(
        "json-duplicate-unknown",
        "one unknown name twice",
        t -> "{\"x\":0,\"x\":0," + t.substring(1));
    withText("json-bom", "a byte order mark", t -> "\ufeff" + t);
    withText("json-trailing", "something after the object", t -> t + "{}");
    withText("json-array", "not an object", t -> "[" + t + "]");
    withText("json-comment", "a comment", t -> t + "/* */");
    withText(
        "json-trailing-comma",
        "a comma before the end",
        t -> t.substring(0, t.length() - 1) + ",}");
    withText("json-truncated", "the last brace is missing", t -> t.substring(0, t.length() - 1));
    withText(
        "json-nan",
        "a number that JSON does not have",
        t -> t.replace("\"follow\":2", "\"follow\":NaN"));
    withText(
        "json-fraction", "2.0 is no integer", t -> t.replace("\"follow\":2", "\"follow\":2.0"));
    withText(
        "json-fraction-unknown",
        "a fraction in a field that nobody knows",
        t -> t.replace("\"follow\":2", "\"follow\":2,\"later\":0.5"));
    withText(
        "json-integer-large",
        "2^53 in a field that nobody knows",
        t -> t.replace("\"follow\":2", "\"follow\":2,\"later\":9007199254740992"));
    withText(
        "json-exponent-unknown",
        "an exponent over every machine's, in a field that nobody knows",
        t -> t.replace("\"follow\":2", "\"follow\":2,\"later\":1e99999999999"));
    withText(
        "json-duplicate-escaped",
        "one name twice, once with an escape",
        t -> "{\"\\u006eumber\":0," + t.substring(1));
    withText(
        "json-control", "a raw line end in a text", t -> t.replace("men without", "men\nwithout"));
    byte[] text = Bytes.utf8(text0());
    int at = text0().indexOf("men without"); // before it are letters of two bytes
    int byteAt = Bytes.utf8(text0().substring(0, at)).length;
    byte[] latin = text.clone();
    latin[byteAt] = (byte) 0xe9;
    withBytes("json-not-utf-8", "a byte of Latin-1", latin);
    byte[] overlong =
        Bytes.join(
            Bytes.first(text, byteAt),
            Bytes.unhex("c1ad"),
            Bytes.slice(text, byteAt + 1, text.length));
    withBytes("json-overlong", "m in two bytes", overlong);
    byte[] surrogate =
        Bytes.join(
            Bytes.first(text, byteAt),
            Bytes.unhex("eda080"),
            Bytes.slice(text, byteAt, text.length));
    withBytes("json-surrogate", "half a surrogate pair in UTF-8", surrogate);
    withBytes("json-utf-16", "UTF-16", text0().getBytes(StandardCharsets.UTF_16BE));
    withText(
        "json-half-pair-escaped",
        "half a surrogate pair, escaped",
        t -> t.replace("men without", "\\ud83d"));
    withBytes("json-empty", "an empty file", new byte[0]);
    with(
        "json-deep-32", JSON, "33 levels with the outermost", d -> d.json.put("later", nested(32)));
  }

  private void fields() {
    for (String field :
        List.of(
            "format",
            "instance",
            "nonce",
            "thread",
            "sitting",
            "number",
            "follow",
            "reply",
            "language",
            "narrative",
            "consent")) {
      with(
          "field-missing-" + field,
          JSON,
          "a required field is missing",
          d -> d.json.without(field));
    }
    with(
        "field-format-v2",
        JSON,
        "another version",
        d -> d.json.put("format", "taniq.org/v2/testimony"));
    with(
        "field-format-part",
        JSON,
        "format and file name disagree",
        d -> d.json.put("format", "taniq.org/v1/identity"));
    with(
        "field-instance-upper",
        JSON,
        "upper-case hex",
        d -> d.json.put("instance", Bytes.hex(TestimonyDraft.INSTANCE).toUpperCase(Locale.ROOT)));
    with(
        "field-instance-short",
        JSON,
        "31 bytes",
        d -> d.json.put("instance", Bytes.hex(TestimonyDraft.INSTANCE).substring(2)));
    with(
        "field-nonce-padded",
        JSON,
        "base64 with padding",
        d -> d.json.put("nonce", d.json.get("nonce") + "="));
    with(
        "field-nonce-loose-bits",
        JSON,
        "the last letter has bits that say nothing",
        d -> d.json.put("nonce", "A".repeat(42) + "B"));
    with(
        "field-nonce-standard",
        JSON,
        "the other base64 alphabet",
        d -> d.json.put("nonce", "+".repeat(42) + "A"));
    with(
        "field-thread-short",
        JSON,
        "31 bytes",
        d -> d.json.put("thread", Bytes.b64u(new byte[31])));
    with("field-number-1", JSON, "a testimony has number 0", d -> d.json.put("number", 1));
    with("field-number-text", JSON, "a number as text", d -> d.json.put("number", "0"));
    with("field-follow-5001", JSON, "more parts than can be", d -> d.json.put("follow", 5001));
    with("field-follow-negative", JSON, "fewer than none", d -> d.json.put("follow", -1));
    with(
        "field-follow-huge",
        JSON,
        "2^64 + 2",
        d -> d.json.put("follow", new BigInteger("18446744073709551618")));
    with("field-narrative-null", JSON, "null is no text", d -> d.json.put("narrative", null));
    with(
        "field-detained-object",
        JSON,
        "a list is asked for",
        d -> d.json.put("detained", Json.of()));
    with("field-date-day-32", JSON, "no such day", d -> event(d, "2026-05-32"));
    with("field-date-feb-29", JSON, "no such day", d -> event(d, "2026-02-29"));
    with("field-date-month-13", JSON, "no such month", d -> event(d, "2026-13"));
    with("field-date-short-year", JSON, "a year of two digits", d -> event(d, "26"));
    with("field-date-time", JSON, "a time of day", d -> event(d, "2026-05-17T10:00"));
    with(
        "field-about-text",
        JSON,
        "about is true or false",
        d ->
            d.json.put(
                "events",
                Json.list(
                    Json.of("what", "arrest", "from", Json.of("date", "2026", "about", "yes")))));
  }

  private static void event(TestimonyDraft draft, String date) {
    draft.json.put("events", Json.list(Json.of("what", "arrest", "from", Json.of("date", date))));
  }

  private void consent() {
    consent("consent-person", "an unknown person", c -> c.put("person", "neighbour"));
    consent("consent-given-by", "an unknown giver", c -> c.put("given_by", "police"));
    consent("consent-date", "no date", c -> c.put("date", "soon"));
    consent("consent-date-month", "consent has a whole date", c -> c.put("date", "2026-11"));
    consent(
        "consent-purpose",
        "an unknown purpose",
        c -> c.put("purposes", Json.of("advertising", Json.of("level", "no"))));
    consent(
        "consent-level",
        "an unknown level",
        c -> c.put("purposes", Json.of("keep", Json.of("level", "yes"))));
    consent(
        "consent-level-missing",
        "a purpose without level",
        c -> c.put("purposes", Json.of("keep", Json.of())));
    consent("consent-tick", "one tick for all", c -> c.put("purposes", true));
  }

  private void consent(String name, String comment, Consumer<Json> change) {
    Json consent = Consents.detainee();
    change.accept(consent);
    with(name, JSON, comment, d -> d.json.put("consent", Json.list(consent)));
  }

  private void parts() {
    withPart("part-number-0", JSON, "number 0 is the testimony's", j -> j.put("number", 0));
    withPart("part-number-5001", JSON, "one more than can be", j -> j.put("number", 5001));
    withPart("part-sitting-missing", JSON, "a required field", j -> j.without("sitting"));
    withPart("ok-part-unknown", "OK", "an unknown field", j -> j.put("later", 1));
  }

  private void files() {
    listed("files-digest", "another digest", f -> f.put("digest", "00".repeat(32)));
    listed("files-size", "another size", f -> f.put("size", CONTENT.length + 1));
    listed("files-path", "listed under another name", f -> f.put("path", "attachments/002"));
    with(
        "files-unlisted",
        "DIGEST_MISMATCH",
        "in the tar, not in the list",
        d -> d.listed().remove(1));
    with(
        "files-absent",
        "MISSING_FILE",
        "in the list, not in the tar",
        d -> d.listed().add(entry("attachments/002")));
    with(
        "files-identity-unlisted",
        "DIGEST_MISMATCH",
        "identity.sealed is not in the list",
        d -> d.listed().remove(0));
    with(
        "files-order",
        "DIGEST_MISMATCH",
        "listed in another order",
        d -> d.listed().add(d.listed().remove(0)));
    with(
        "files-content",
        "DIGEST_MISMATCH",
        "content of the same length, another byte",
        d ->
            ((Json) d.listed().get(1))
                .put("digest", Bytes.hex(Hashes.fileDigest(Bytes.flipped(CONTENT, 0)))));
    with(
        "files-name-long",
        JSON,
        "an original name of 1025 bytes",
        d -> name(d, "ə".repeat(512) + "a"));
    with("files-name-nul", JSON, "U+0000 in a name", d -> name(d, "a\0b"));
    with(
        "files-type-long",
        JSON,
        "a type of 256 bytes",
        d -> ((Json) d.listed().get(1)).put("type", "a".repeat(256)));
    with(
        "files-digest-missing",
        JSON,
        "an entry without digest",
        d -> ((Json) d.listed().get(1)).without("digest"));
    TestimonyDraft big = draft();
    big.attach("iki mebibayt", "application/octet-stream", new byte[(2 << 20) + 1]);
    set.add(
        TarVectors.plaintext(
            "testimony/ok-digest-chunks.vec",
            "OK",
            "two whole chunks of D(content) and a byte",
            big));
  }

  private static Json entry(String path) {
    return Json.of(
        "path",
        path,
        "size",
        0,
        "digest",
        Bytes.hex(Hashes.fileDigest(new byte[0])),
        "name",
        "",
        "type",
        "");
  }

  private void listed(String name, String comment, Consumer<Json> change) {
    with(name, "DIGEST_MISMATCH", comment, d -> change.accept((Json) d.listed().get(1)));
  }

  private void signatures() {
    TestimonyDraft draft = full(draft());
    byte[] json = draft.jsonBytes();
    byte[] right = draft.signature(json);
    signature("signature-bit", "one bit of thread.sig", Bytes.flipped(right, 0));
    signature("signature-s", "one bit of S", Bytes.flipped(right, 40));
    signature(
        "signature-label",
        "no label in front",
        draft.thread.sign(TestimonyDraft.INSTANCE, Bytes.u8(1), Hashes.sha256(json)));
    signature("signature-d", "made as for a part", signed(draft, TestimonyDraft.INSTANCE, 2, json));
    signature(
        "signature-instance", "made for another instance", signed(draft, new byte[32], 1, json));
    signature(
        "signature-other-key",
        "made with another thread's key",
        new Signer(new byte[32])
            .sign(
                Hashes.label("thread"), TestimonyDraft.INSTANCE, Bytes.u8(1), Hashes.sha256(json)));
    with(
        "signature-small-order",
        "THREAD_SIGNATURE_INVALID",
        "a thread key of small order",
        d -> d.json.put("thread", Bytes.b64u(Bytes.join(Bytes.u8(1), new byte[31]))));
    with(
        "wrong-instance",
        "WRONG_INSTANCE",
        "sealed for another organisation",
        d -> d.json.put("instance", "11".repeat(32)));
  }

  private static byte[] signed(TestimonyDraft draft, byte[] instance, int d, byte[] json) {
    return draft.thread.sign(Hashes.label("thread"), instance, Bytes.u8(d), Hashes.sha256(json));
  }

  private void signature(String name, String comment, byte[] signature) {
    TestimonyDraft draft = full(draft());
    byte[] json = draft.jsonBytes();
    Tar tar =
        new Tar()
            .entry("testimony.json", json)
            .entry("thread.sig", signature)
            .entry("identity.sealed", draft.file("identity.sealed"))
            .entry("attachments/001", CONTENT);
    add(base, name, "THREAD_SIGNATURE_INVALID", comment, tar);
  }
}
