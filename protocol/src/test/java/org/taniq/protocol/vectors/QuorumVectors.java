package org.taniq.protocol.vectors;

import java.util.function.Consumer;

/**
 * vectors/envelope: senders who spoil one custodian's share, and what the others can still do. SPEC
 * §2.5.
 */
final class QuorumVectors {

  private final VectorSet set;

  QuorumVectors(VectorSet set) {
    this.set = set;
    together("quorum-polynomial", 2, 3, "share 0 off the polynomial", QuorumVectors::off, 0, 1, 2);
    together("quorum-polynomial-last", 2, 3, "share 2 off the polynomial", d -> off(d, 2), 2, 1, 0);
    together(
        "quorum-polynomial-2-of-5",
        3,
        5,
        "shares 0 and 2 off the polynomial, three left",
        draft -> {
          off(draft, 0);
          off(draft, 2);
        },
        0,
        1,
        2,
        3,
        4);
    together("quorum-1-of-2", 1, 2, "share 0 is another DEK", QuorumVectors::off, 0, 1);
    refused(
        "quorum-polynomial-few",
        "HEADER_TAMPERED",
        "share 0 off the polynomial, one good one at hand",
        QuorumVectors::off,
        0,
        1);
    together("quorum-slot", 2, 3, "slot 0 cannot be read", QuorumVectors::unreadable, 0, 1, 2);
    refused(
        "quorum-slot-few",
        "SLOT_UNREADABLE",
        "slot 0 cannot be read, one good one at hand",
        QuorumVectors::unreadable,
        0,
        1);
    together("quorum-share", 2, 3, "share 0 is not as committed", QuorumVectors::damaged, 0, 1, 2);
    refused(
        "quorum-first-reason",
        "SLOT_UNREADABLE",
        "slot 0 cannot be read and share 1 is not as committed: the lower slot's reason",
        draft -> {
          unreadable(draft);
          draft.shares.set(1, Bytes.flipped(draft.share(1), 32));
        },
        1,
        0,
        2);
    received();
  }

  private static void off(EnvelopeDraft draft) {
    off(draft, 0);
  }

  /** A share that agrees with its commitment and is none of the DEK's. */
  private static void off(EnvelopeDraft draft, int slot) {
    byte[] share = Bytes.flipped(draft.share(slot), 32);
    draft.shares.set(slot, share);
    draft.committed.set(slot, share);
  }

  private static void unreadable(EnvelopeDraft draft) {
    draft.keys.set(0, draft.ring.publicKey(1));
  }

  private static void damaged(EnvelopeDraft draft) {
    draft.shares.set(0, Bytes.flipped(draft.share(0), 32));
  }

  private static EnvelopeDraft draft(String name, int k, int n) {
    Ring ring = new Ring(String.valueOf(n), n);
    return TestimonyDraft.testimony(EnvelopeVectors.seed(name), ring, k).identityDraft();
  }

  private Vector vector(String name, String expect, String comment, EnvelopeDraft draft) {
    return new Vector("envelope/" + name + ".vec", expect, comment)
        .line("kind", draft.kind)
        .line("keyset", Bytes.hex(draft.ring.keysetId()))
        .line("quorum", draft.k)
        .line("slots", draft.ring.size())
        .line("context", Bytes.hex(draft.context));
  }

  private static String secret(EnvelopeDraft draft, int slot) {
    return slot + "=" + Bytes.hex(draft.ring.secret(slot));
  }

  private void together(
      String name, int k, int n, String comment, Consumer<EnvelopeDraft> flaw, int... slots) {
    EnvelopeDraft draft = draft(name, k, n);
    flaw.accept(draft);
    Vector vector = vector(name, "OK", comment, draft);
    for (int slot : slots) {
      vector.line("secret", secret(draft, slot));
    }
    add(vector, draft);
  }

  private void refused(
      String name, String expect, String comment, Consumer<EnvelopeDraft> flaw, int... slots) {
    EnvelopeDraft draft = draft(name, 2, 3);
    flaw.accept(draft);
    Vector vector = vector(name, expect, comment, draft);
    for (int slot : slots) {
      vector.line("secret", secret(draft, slot));
    }
    set.add(vector.payload(draft.write()));
  }

  /** A share off the polynomial, or changed on the way, among those that others sent. */
  private void received() {
    EnvelopeDraft off = draft("quorum-received", 2, 3);
    off(off);
    add(
        vector("quorum-received", "OK", "of the shares received, share 0 is off", off)
            .line("secret", secret(off, 2))
            .line("share", "0=" + Bytes.hex(off.shares.get(0)))
            .line("share", "1=" + Bytes.hex(off.share(1))),
        off);
    EnvelopeDraft changed = draft("quorum-received-changed", 2, 3);
    add(
        vector("quorum-received-changed", "OK", "a share changed on the way, two left", changed)
            .line("secret", secret(changed, 2))
            .line("share", "0=" + Bytes.hex(Bytes.flipped(changed.share(0), 32)))
            .line("share", "1=" + Bytes.hex(changed.share(1))),
        changed);
  }

  private void add(Vector vector, EnvelopeDraft draft) {
    vector.line("together", "yes");
    EnvelopeVectors.results(vector, draft);
    set.add(vector.payload(draft.write()));
  }
}
