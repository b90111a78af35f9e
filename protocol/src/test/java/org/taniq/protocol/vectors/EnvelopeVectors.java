package org.taniq.protocol.vectors;

import java.util.List;

/** vectors/envelope: whole envelopes that open. SPEC §2, §3. */
final class EnvelopeVectors {

  private final VectorSet set;

  /** The base of most mutations: kind 0, k = 2, n = 3, identity k = 3. */
  Vector twoOfThree;

  /** Kind 1, k = 2, n = 3: the base where any kind will do, since it is short. */
  Vector identityTwoOfThree;

  EnvelopeVectors(VectorSet set) {
    this.set = set;
    opening();
  }

  /** The lines that every envelope vector has. */
  static Vector describe(Vector vector, EnvelopeDraft draft) {
    vector
        .line("kind", draft.kind)
        .line("keyset", Bytes.hex(draft.ring.keysetId()))
        .line("quorum", draft.k)
        .line("slots", draft.ring.size());
    if (draft.context.length > 0) {
      vector.line("context", Bytes.hex(draft.context));
    }
    for (int i = 0; i < draft.ring.size(); i++) {
      vector.line("secret", i + "=" + Bytes.hex(draft.ring.secret(i)));
    }
    return vector;
  }

  static void results(Vector vector, EnvelopeDraft draft) {
    vector.line("dek", Bytes.hex(draft.dek));
    for (int i = 0; i < draft.ring.size(); i++) {
      vector.line("share-of", i + "=" + Bytes.hex(draft.share(i)));
    }
    vector.line("plaintext-sha256", Bytes.hex(Hashes.sha256(draft.plaintext)));
  }

  /** A kind 0 envelope around a testimony. */
  static Vector outer(String name, String expect, String comment, TestimonyDraft inner, int k) {
    return outer(name, expect, comment, inner, k, inner.plaintext());
  }

  static Vector outer(
      String name, String expect, String comment, TestimonyDraft inner, int k, byte[] plaintext) {
    EnvelopeDraft draft =
        new EnvelopeDraft(inner.seed.of("outer"), inner.ring, k, 0, new byte[0], plaintext);
    return finish(new Vector("envelope/" + name + ".vec", expect, comment), inner, draft);
  }

  static Vector finish(Vector vector, TestimonyDraft inner, EnvelopeDraft draft) {
    describe(vector, draft);
    vector
        .line("identity-quorum", inner.identityQuorum)
        .line("instance", Bytes.hex(TestimonyDraft.INSTANCE));
    results(vector, draft);
    vector.line("identity", inner.identity);
    return vector.payload(draft.write());
  }

  private Vector ok(String name, String comment, TestimonyDraft inner, int k) {
    return set.add(outer(name, "OK", comment, inner, k));
  }

  private void opening() {
    quorum("ok-1-of-1", 1, 1, 1);
    quorum("ok-1-of-2", 1, 2, 2);
    twoOfThree = quorum("ok-2-of-3", 2, 3, 3);
    quorum("ok-3-of-5", 3, 5, 4);
    quorum("ok-16-of-16", 16, 16, 16);

    TestimonyDraft named = testimony("ok-identity", 1, 1);
    named.identity =
        Json.of(
            "format",
            "taniq.org/v1/identity",
            "submitter",
            Json.of("name", "Ayşə", "relation", "mother", "safe_contact", "Çərşənbə, bazarda"));
    ok(
        "ok-identity",
        "the submitter says who she is; same length as without",
        named.withIdentity(),
        1);

    TestimonyDraft part = TestimonyDraft.part(seed("ok-part"), new Ring("1", 1), 1, 5000);
    part.withIdentity().attach("foto.jpg", "image/jpeg", Bytes.unhex("ffd8ffd9"));
    ok("ok-part", "part.json with the largest number", part, 1);

    TestimonyDraft attached = testimony("ok-attachments", 1, 1).withIdentity();
    attached
        .attach("протокол \"№ 7\"\n.pdf", "application/pdf", Bytes.utf8("ifadə"))
        .attach("../../etc/passwd", "text/plain", new byte[0])
        .attach("\u202efdp.exe", "application/octet-stream", seed("x").bytes("block", 512));
    ok("ok-attachments", "names that are no paths, an empty file, a full block", attached, 1);

    TestimonyDraft sealed = testimony("ok-sealed-attachment", 1, 2).withIdentity();
    sealed.attachSealed("səs.ogg", "audio/ogg", seed("x").bytes("voice", 1000));
    ok("ok-sealed-attachment", "an attachment that shows who somebody is", sealed, 1);

    identity();
    archive();
    nestedUnopened();
  }

  /** Broken inside; k open the outer envelope, and one more what is broken. */
  private void nestedUnopened() {
    TestimonyDraft inner = TestimonyDraft.testimony(seed("nested-broken"), new Ring("3", 3), 3);
    byte[] sealed = inner.identityDraft().write();
    inner.file("identity.sealed", Bytes.flipped(sealed, sealed.length - 1));
    EnvelopeDraft draft =
        new EnvelopeDraft(inner.seed.of("outer"), inner.ring, 2, 0, new byte[0], inner.plaintext());
    byte[] envelope = draft.write();
    for (int hands : new int[] {2, 3}) {
      boolean few = hands == 2;
      Vector vector =
          new Vector(
                  "envelope/" + (few ? "ok-nested-unopened" : "nested-broken") + ".vec",
                  few ? "OK" : "PAYLOAD_TAMPERED",
                  "identity.sealed is broken, and " + hands + " of the 3 who open it are there")
              .line("kind", 0)
              .line("keyset", Bytes.hex(draft.ring.keysetId()))
              .line("quorum", 2)
              .line("slots", 3)
              .line("identity-quorum", 3)
              .line("instance", Bytes.hex(TestimonyDraft.INSTANCE));
      for (int i = 0; i < hands; i++) {
        vector.line("secret", i + "=" + Bytes.hex(draft.ring.secret(i)));
      }
      if (few) {
        results(vector, draft);
      }
      set.add(vector.payload(envelope));
    }
  }

  private Vector quorum(String name, int k, int n, int identityQuorum) {
    TestimonyDraft inner =
        TestimonyDraft.testimony(seed(name), new Ring(String.valueOf(n), n), identityQuorum);
    String comment = k + " of " + n + "; opens with every " + k + " of the secrets";
    return ok(name, comment, inner.withIdentity(), k);
  }

  private void identity() {
    Ring ring = new Ring("3", 3);
    TestimonyDraft inner = TestimonyDraft.testimony(seed("identity-2-of-3"), ring, 2);
    EnvelopeDraft draft = inner.identityDraft();
    Vector vector =
        new Vector(
            "envelope/ok-kind-1.vec", "OK", "an identity envelope by itself, 8192 bytes inside");
    describe(vector, draft);
    results(vector, draft);
    vector.line("identity", inner.identity);
    identityTwoOfThree = set.add(vector.payload(draft.write()));
  }

  private void archive() {
    Ring ring = new Ring("2", 2);
    byte[] context = Bytes.join(Hashes.label("vault"), seed("vault").bytes("id", 16), Bytes.u8(1));
    byte[] plaintext =
        TestimonyDraft.pad(new Tar().entry("key", new byte[32]).end(), Lattice.FLOOR);
    EnvelopeDraft draft = new EnvelopeDraft(seed("ok-kind-3"), ring, 2, 3, context, plaintext);
    Vector vector =
        new Vector(
            "envelope/ok-kind-3.vec", "OK", "an archive envelope; what is inside is its use's");
    describe(vector, draft);
    results(vector, draft);
    set.add(vector.payload(draft.write()));
  }

  static Seed seed(String name) {
    return new Seed("envelope " + name);
  }

  /** A testimony for a ring of n, identity quorum as given. */
  static TestimonyDraft testimony(String name, int n, int identityQuorum) {
    Ring ring = new Ring(String.valueOf(n), Math.max(n, identityQuorum));
    return TestimonyDraft.testimony(seed(name), ring, identityQuorum);
  }

  /** Whole pieces of another cut, for the payload stream. */
  static List<byte[]> cut(byte[] plaintext, int at) {
    return List.of(Bytes.first(plaintext, at), Bytes.slice(plaintext, at, plaintext.length));
  }
}
