package org.taniq.protocol.vectors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.function.Consumer;

/** vectors/envelope: senders that do one thing wrong, everything else right. SPEC §2.3 to §2.6. */
final class SenderVectors {

  private final VectorSet set;

  SenderVectors(VectorSet set) {
    this.set = set;
    identity(
        "sender-commitment",
        2,
        "SHARE_DAMAGED_BY_SENDER",
        "commits to another y",
        draft -> draft.committed.set(0, Bytes.flipped(draft.share(0), 32)));
    identity(
        "sender-y",
        2,
        "SHARE_DAMAGED_BY_SENDER",
        "seals another y than it commits to",
        draft -> draft.shares.set(0, Bytes.flipped(draft.share(0), 32)));
    identity(
        "sender-x-of-another",
        2,
        "SHARE_DAMAGED_BY_SENDER",
        "slot 0 holds the share of slot 1 and commits to it",
        draft -> both(draft, draft.share(1)));
    identity(
        "sender-x-0",
        2,
        "SHARE_DAMAGED_BY_SENDER",
        "x = 0 although k = 2",
        draft -> both(draft, Bytes.join(Bytes.u8(0), draft.dek)));
    identity(
        "sender-x-1-for-k-1",
        1,
        "SHARE_DAMAGED_BY_SENDER",
        "x = 1 although k = 1",
        draft -> both(draft, Bytes.join(Bytes.u8(1), draft.dek)));
    identity(
        "sender-slot-index",
        2,
        "SLOT_UNREADABLE",
        "slot 0 sealed with the info of slot 1",
        draft -> draft.indexes.set(0, 1));
    identity(
        "sender-slot-key",
        2,
        "SLOT_UNREADABLE",
        "slot 0 sealed to the key of slot 1",
        draft -> draft.keys.set(0, draft.ring.publicKey(1)));
    identity(
        "sender-low-order",
        2,
        "SLOT_UNREADABLE",
        "slot 0 with the X25519 point 0: it would open for who takes a secret of zeros",
        draft -> draft.lowOrderSlot = 0);
    allSecrets(
        "sender-polynomial",
        "HEADER_TAMPERED",
        "shares that agree with their commitments and combine to another DEK",
        draft -> both(draft, Bytes.flipped(draft.share(0), 32)));
    new QuorumVectors(set);
    allSecrets(
        "sender-payload-key",
        "PAYLOAD_TAMPERED",
        "payload under another key",
        draft -> draft.payloadKey = Bytes.flipped(draft.payloadKey, 0));
    allSecrets(
        "sender-payload-aad",
        "PAYLOAD_TAMPERED",
        "payload with another aad",
        draft -> draft.wrongAad = true);
    pieces();
  }

  /** The flaw shows with the key of slot 0. */
  private void identity(
      String name, int k, String expect, String comment, Consumer<EnvelopeDraft> flaw) {
    EnvelopeDraft draft = draft(name, k);
    flaw.accept(draft);
    Vector vector = new Vector("envelope/" + name + ".vec", expect, comment);
    vector
        .line("kind", draft.kind)
        .line("keyset", Bytes.hex(draft.ring.keysetId()))
        .line("quorum", k)
        .line("slots", draft.ring.size())
        .line("context", Bytes.hex(draft.context))
        .line("secret", "0=" + Bytes.hex(draft.ring.secret(0)));
    set.add(vector.payload(draft.write()));
  }

  /** The flaw shows with two keys, the first one's among them. */
  private void allSecrets(
      String name, String expect, String comment, Consumer<EnvelopeDraft> flaw) {
    EnvelopeDraft draft = draft(name, 2);
    flaw.accept(draft);
    Vector vector = new Vector("envelope/" + name + ".vec", expect, comment);
    set.add(EnvelopeVectors.describe(vector, draft).payload(draft.write()));
  }

  private static EnvelopeDraft draft(String name, int k) {
    Ring ring = new Ring("2", 2);
    return TestimonyDraft.testimony(EnvelopeVectors.seed(name), ring, k).identityDraft();
  }

  private static void both(EnvelopeDraft draft, byte[] share) {
    draft.shares.set(0, share);
    draft.committed.set(0, share);
  }

  private void pieces() {
    stream(
        "sender-short-piece",
        "first piece one byte short, the second one longer",
        draft -> draft.pieces = EnvelopeVectors.cut(draft.plaintext, 65479));
    stream(
        "sender-pieces-swapped",
        "the two pieces in the other order, each sealed in its place",
        draft -> {
          draft.pieces = new ArrayList<>(draft.pieces);
          Collections.reverse(draft.pieces);
        });
  }

  private void stream(String name, String comment, Consumer<EnvelopeDraft> flaw) {
    TestimonyDraft inner = EnvelopeVectors.testimony(name, 1, 1).withIdentity();
    byte[] plaintext = inner.plaintext();
    EnvelopeDraft draft =
        new EnvelopeDraft(inner.seed.of("outer"), inner.ring, 1, 0, new byte[0], plaintext);
    flaw.accept(draft);
    Vector vector = new Vector("envelope/" + name + ".vec", "PAYLOAD_TAMPERED", comment);
    set.add(EnvelopeVectors.finish(vector, inner, draft));
  }

  /** One plaintext of each kind of fault, sealed by a sender who does the rest right. */
  static void sealed(VectorSet set, Vector... plaintexts) {
    for (Vector plaintext : plaintexts) {
      String name = plaintext.path.replace('/', '-').replace(".vec", "");
      EnvelopeDraft draft =
          new EnvelopeDraft(
              EnvelopeVectors.seed(name), new Ring("1", 1), 1, 0, new byte[0], plaintext.payload());
      Vector vector =
          new Vector(
              "envelope/sealed-" + name + ".vec", plaintext.expect, plaintext.comment + ", sealed");
      EnvelopeVectors.describe(vector, draft)
          .line("identity-quorum", 1)
          .line("instance", Bytes.hex(TestimonyDraft.INSTANCE));
      set.add(vector.payload(draft.write()));
    }
  }
}
