package org.taniq.protocol.vectors;

import java.util.function.UnaryOperator;

/**
 * vectors/nested: what stands in an identity envelope, and where it stands. SPEC §2.2, §3.4, §3.5.
 */
final class NestedVectors {

  private static final byte[] CONTENT = Bytes.ascii("her voice");

  private final VectorSet set;
  private final Ring ring = new Ring("1", 1);

  NestedVectors(VectorSet set) {
    this.set = set;
    identities();
    attachments();
    outer();
    lengthFirst();
  }

  private void identities() {
    identity("ok-nobody", "OK", "she says nothing", "{\"submitter\":null}");
    identity(
        "ok-all",
        "OK",
        "every field",
        "{\"submitter\":{\"name\":\"Ayşə\",\"relation\":\"ana\",\"contact\":\"+994\",\"safe_contact\":\"\"}}");
    identity("ok-none-of-all", "OK", "a submitter without a field", "{\"submitter\":{}}");
    identity(
        "ok-unknown", "OK", "unknown fields are kept", "{\"submitter\":{\"later\":[1]},\"x\":2}");
    identity("no-submitter", "BAD_JSON", "submitter must be there", "{}");
    identity("submitter-text", "BAD_JSON", "a text is no submitter", "{\"submitter\":\"Ayşə\"}");
    identity("name-number", "BAD_JSON", "a number is no name", "{\"submitter\":{\"name\":7}}");
    identity("duplicate", "BAD_JSON", "one name twice", "{\"submitter\":null,\"submitter\":null}");
    byte[] json = identityJson("{\"submitter\":null}");
    identity("no-json", "MISSING_FILE", "an empty tar", new Tar().end(), 8192);
    identity(
        "other-name", "BAD_TAR", "another file", new Tar().entry("name.json", json).end(), 8192);
    identity(
        "second-file",
        "BAD_TAR",
        "one file too many",
        new Tar().entry("identity.json", json).entry("content", CONTENT).end(),
        8192);
    identity(
        "padding",
        "PADDING_NOT_ZERO",
        "last byte",
        Bytes.flipped(TestimonyDraft.pad(new Tar().entry("identity.json", json).end(), 8192), 8191),
        8192);
    byte[] longest = Bytes.join(json, Bytes.ascii(" ".repeat(6656 - json.length)));
    identity(
        "ok-longest", "OK", "6656 bytes", new Tar().entry("identity.json", longest).end(), 8192);
  }

  private static byte[] identityJson(String rest) {
    String comma = rest.length() > 2 ? "," : "";
    return Bytes.utf8("{\"format\":\"taniq.org/v1/identity\"" + comma + rest.substring(1));
  }

  private void identity(String name, String expect, String comment, String json) {
    identity(
        name, expect, comment, new Tar().entry("identity.json", identityJson(json)).end(), 8192);
  }

  private void identity(String name, String expect, String comment, byte[] used, long padded) {
    set.add(
        new Vector("nested/identity-" + name + ".vec", expect, comment)
            .line("kind", 1)
            .line("place", "identity")
            .padded(TestimonyDraft.pad(used, padded)));
  }

  private void attachments() {
    Json json =
        Json.of(
            "format",
            "taniq.org/v1/attachment",
            "name",
            "səs.ogg",
            "type",
            "audio/ogg",
            "size",
            CONTENT.length,
            "digest",
            Bytes.hex(Hashes.fileDigest(CONTENT)));
    attachment("ok", "OK", "a name and a content", tar(json));
    attachment("ok-unknown", "OK", "unknown fields are kept", tar(json.copy().put("later", 1)));
    attachment("size", "DIGEST_MISMATCH", "another size", tar(json.copy().put("size", 8)));
    attachment(
        "digest",
        "DIGEST_MISMATCH",
        "another digest",
        tar(json.copy().put("digest", "00".repeat(32))));
    for (String field : new String[] {"format", "name", "type", "size", "digest"}) {
      attachment(
          "no-" + field,
          "BAD_JSON",
          "a required field is missing",
          tar(json.copy().without(field)));
    }
    attachment("name-nul", "BAD_JSON", "U+0000 in the name", tar(json.copy().put("name", "\0")));
    attachment(
        "no-content",
        "MISSING_FILE",
        "ends after attachment.json",
        new Tar().entry("attachment.json", json.bytes()).end());
    attachment(
        "no-json",
        "BAD_TAR",
        "content in attachment.json's place",
        new Tar().entry("content", CONTENT).end());
    attachment(
        "third-file",
        "BAD_TAR",
        "one file too many",
        new Tar()
            .entry("attachment.json", json.bytes())
            .entry("content", CONTENT)
            .entry("content2", CONTENT)
            .end());
    attachment(
        "padding",
        "PADDING_NOT_ZERO",
        "last byte",
        Bytes.flipped(TestimonyDraft.pad(tar(json), Lattice.FLOOR), 65535));
    set.add(
        new Vector("nested/attachment-longer.vec", "BAD_LENGTH", "73728 where 65536 would do")
            .line("kind", 1)
            .line("place", "attachment")
            .padded(TestimonyDraft.pad(tar(json), 73728)));
  }

  private static byte[] tar(Json json) {
    return new Tar().entry("attachment.json", json.bytes()).entry("content", CONTENT).end();
  }

  private void attachment(String name, String expect, String comment, byte[] used) {
    set.add(
        new Vector("nested/attachment-" + name + ".vec", expect, comment)
            .line("kind", 1)
            .line("place", "attachment")
            .padded(TestimonyDraft.pad(used, Math.max(used.length, Lattice.FLOOR))));
  }

  private void outer() {
    with("outer-ok", "OK", "what the others differ from", d -> d, b -> b);
    with(
        "outer-lifted",
        "SLOT_UNREADABLE",
        "identity.sealed of another testimony",
        d -> TestimonyDraft.testimony(new Seed("nested other"), ring, 1).identityDraft(),
        b -> b);
    with("outer-kind-3", "WRONG_KIND", "an archive envelope", d -> draft(d, d.ring, 1, 3), b -> b);
    with(
        "outer-keyset",
        "WRONG_KEYSET",
        "sealed to another keyset",
        d -> draft(d, new Ring("other", 1), 1, 1),
        b -> b);
    with(
        "outer-slots",
        "QUORUM_MISMATCH",
        "of 2 where the outer one is of 1",
        d -> draft(d, new Ring("1", 2), 1, 1),
        b -> b);
    with(
        "outer-quorum",
        "QUORUM_MISMATCH",
        "k = 2 where the keyset's identity quorum is 1",
        d -> draft(d, new Ring("1", 2), 2, 1),
        b -> b);
    with(
        "outer-truncated",
        "BAD_LENGTH",
        "cut short, then listed so",
        d -> d,
        b -> Bytes.first(b, b.length - 1));
    with(
        "outer-not-sealed",
        "NOT_AN_ENVELOPE",
        "identity.json without an envelope",
        d -> d,
        b -> Bytes.ascii("{\"submitter\":{\"name\":\"…\"}}"));
    with(
        "outer-tampered",
        "PAYLOAD_TAMPERED",
        "changed before it was sealed into the outer one",
        d -> d,
        b -> Bytes.flipped(b, b.length - 1));
    with(
        "outer-padding-64k",
        "BAD_LENGTH",
        "65536 inside where identity.sealed has 8192",
        d ->
            new EnvelopeDraft(
                d.seed, d.ring, 1, 1, d.context, TestimonyDraft.pad(d.plaintext, Lattice.FLOOR)),
        b -> b);
    with(
        "outer-padding-16k",
        "BAD_LENGTH",
        "16384 inside",
        d ->
            new EnvelopeDraft(
                d.seed, d.ring, 1, 1, d.context, TestimonyDraft.pad(d.plaintext, 16384)),
        b -> b);
  }

  /** The length is judged before any key is used. */
  private void lengthFirst() {
    with(
        "outer-padding-16k-tampered",
        "BAD_LENGTH",
        "16384 inside, and its first slot spoilt",
        d ->
            new EnvelopeDraft(
                d.seed, d.ring, 1, 1, d.context, TestimonyDraft.pad(d.plaintext, 16384)),
        b -> Bytes.flipped(b, 40));
  }

  private static EnvelopeDraft draft(EnvelopeDraft like, Ring ring, int k, int kind) {
    return new EnvelopeDraft(like.seed, ring, k, kind, like.context, like.plaintext);
  }

  /** A kind 0 plaintext around an identity.sealed that differs in one thing. */
  private void with(
      String name,
      String expect,
      String comment,
      UnaryOperator<EnvelopeDraft> draft,
      UnaryOperator<byte[]> bytes) {
    TestimonyDraft inner = TestimonyDraft.testimony(new Seed("nested"), ring, 1);
    byte[] sealed = bytes.apply(draft.apply(inner.identityDraft()).write());
    inner.file("identity.sealed", sealed);
    set.add(TarVectors.plaintext("nested/" + name + ".vec", expect, comment, inner));
  }
}
