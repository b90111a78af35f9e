package org.taniq.protocol.vectors;

/** vectors/envelope: what happens to an envelope on its way, as mutations. SPEC §2.1 to §2.7. */
final class HeaderVectors {

  private static final int SLOTS = 3;
  private static final int COMMITMENTS_AT = 32 + 1169 * SLOTS;
  private static final int MAC_AT = COMMITMENTS_AT + 32 * SLOTS;
  private static final int STREAM_AT = MAC_AT + 32;

  private final VectorSet set;
  private final Vector testimony;
  private final Vector identity;
  private final Ring ring = new Ring("3", SLOTS);

  HeaderVectors(VectorSet set, Vector testimony, Vector identity) {
    this.set = set;
    this.testimony = testimony;
    this.identity = identity;
    strangers();
    fixedHeader();
    place();
    lengths();
    slots();
    shares();
    payload();
  }

  private Vector of(Vector base, String name, String expect, String comment) {
    return new Vector("envelope/" + name + ".vec", expect, comment).from(base);
  }

  private Vector of(String name, String expect, String comment) {
    return of(identity, name, expect, comment);
  }

  private void strangers() {
    stranger("jpeg", "a JPEG", Bytes.unhex("ffd8ffe000104a46494600010100000100010000ffdb0043"));
    stranger("png", "a PNG, whose first byte is ours too", Bytes.unhex("89504e470d0a1a0a0000000d"));
    stranger("text", "plain text", Bytes.ascii("Dear custodians, this is not sealed.\n"));
    stranger("pgp", "an OpenPGP message", Bytes.ascii("-----BEGIN PGP MESSAGE-----\n\nhQ=="));
    stranger("age", "an age file", Bytes.ascii("age-encryption.org/v1\n-> X25519 abc\n"));
    set.add(of("not-an-envelope-bit", "NOT_AN_ENVELOPE", "one bit of the magic").flip(6));
    set.add(of("truncated-0", "TRUNCATED", "an empty file").truncate(0));
    set.add(of("truncated-1", "TRUNCATED", "one byte, the magic's").truncate(1));
    set.add(
        of("not-an-envelope-short", "NOT_AN_ENVELOPE", "three bytes, the last not the magic's")
            .set(2, "00")
            .truncate(3));
  }

  private void stranger(String name, String comment, byte[] bytes) {
    set.add(
        of("not-an-envelope-" + name, "NOT_AN_ENVELOPE", comment)
            .truncate(0)
            .append(Bytes.hex(bytes)));
  }

  private void fixedHeader() {
    set.add(of("version-2", "UNKNOWN_VERSION", "the next version").set(7, "02"));
    set.add(of("suite-0002", "UNKNOWN_SUITE", "another suite").set(8, "0002"));
    set.add(of("suite-0101", "UNKNOWN_SUITE", "high byte of the suite").set(8, "0101"));
    set.add(of("quorum-k-0", "BAD_QUORUM", "k = 0").set(10, "00"));
    set.add(of("quorum-k-over-n", "BAD_QUORUM", "k = 4 of n = 3").set(10, "04"));
    set.add(of("quorum-n-0", "BAD_QUORUM", "n = 0").set(10, "0000"));
    set.add(of("quorum-n-17", "BAD_QUORUM", "n = 17").set(11, "11"));
    set.add(of("segment-size-15", "BAD_SEGMENT_SIZE", "segments of 32 KiB").set(12, "0f"));
    set.add(of("kind-4", "UNKNOWN_KIND", "the first kind without a meaning").set(13, "04"));
    set.add(of("kind-255", "UNKNOWN_KIND", "the last kind without a meaning").set(13, "ff"));
    set.add(of("reserved-first", "RESERVED_NOT_ZERO", "first reserved byte").set(14, "01"));
    set.add(of("reserved-second", "RESERVED_NOT_ZERO", "second reserved byte").set(15, "80"));
    set.add(
        of("order-suite-before-kind", "UNKNOWN_SUITE", "two faults: the table's first is named")
            .set(9, "02")
            .set(13, "04"));
    set.add(
        of("order-reserved-before-place", "RESERVED_NOT_ZERO", "the place is asked last")
            .line("kind", 0)
            .set(14, "01"));
    set.add(
        of("order-length-after-place", "WRONG_KIND", "the place is asked before the length")
            .line("kind", 0)
            .append("00"));
  }

  private void place() {
    set.add(
        of("wrong-kind-1-for-0", "WRONG_KIND", "an identity where a testimony is asked for")
            .line("kind", 0));
    set.add(
        of(testimony, "wrong-kind-0-for-1", "WRONG_KIND", "a testimony where an identity is")
            .line("kind", 1));
    set.add(
        of(
                testimony,
                "wrong-kind-2",
                "WRONG_KIND",
                "the reserved kind is known, and asked for nowhere")
            .set(13, "02"));
    set.add(of("wrong-keyset", "WRONG_KEYSET", "one bit of the keyset id").flip(31));
    set.add(of("quorum-mismatch-k", "QUORUM_MISMATCH", "k = 1, the keyset says 2").set(10, "01"));
    set.add(
        of("quorum-mismatch-slots", "QUORUM_MISMATCH", "n = 3, the keyset says 4")
            .line("slots", 4));
    set.add(
        of("quorum-mismatch-n", "BAD_LENGTH", "n = 2 in front of three slots: no such length")
            .set(11, "02"));
  }

  private void lengths() {
    int[] header = {
      6, 7, 8, 11, 31, 32, 32 + 1120, 32 + 1169, COMMITMENTS_AT, MAC_AT, STREAM_AT - 1
    };
    for (int length : header) {
      set.add(of("truncated-" + length, "TRUNCATED", "ends inside the header").truncate(length));
    }
    int[] payload = {
      STREAM_AT,
      STREAM_AT + 1,
      STREAM_AT + 40,
      identity.payload().length - 16,
      identity.payload().length - 1
    };
    for (int length : payload) {
      set.add(of("truncated-" + length, "BAD_LENGTH", "ends inside the payload").truncate(length));
    }
    int whole = testimony.payload().length;
    set.add(
        of(testimony, "truncated-segment", "BAD_LENGTH", "ends after the first segment")
            .truncate(STREAM_AT + 65536));
    set.add(
        of(testimony, "truncated-testimony", "BAD_LENGTH", "the last byte is missing")
            .truncate(whole - 1));
    set.add(of("trailing-byte", "BAD_LENGTH", "a zero byte after the end").append("00"));
    set.add(
        of(testimony, "trailing-testimony", "BAD_LENGTH", "a zero byte after the end")
            .append("00"));
  }

  private void slots() {
    set.add(mine("slot-ml-kem", "SLOT_UNREADABLE", "one bit of the ML-KEM ciphertext").flip(32));
    set.add(mine("slot-x25519", "SLOT_UNREADABLE", "one bit of the X25519 key").flip(32 + 1119));
    set.add(mine("slot-share", "SLOT_UNREADABLE", "one bit of the sealed x").flip(32 + 1120));
    set.add(mine("slot-tag", "SLOT_UNREADABLE", "one bit of the slot's tag").flip(32 + 1168));
    set.add(
        of("slot-other", "HEADER_TAMPERED", "one bit of the slot that nobody here opens")
            .line("secret", secret(0))
            .line("secret", secret(1))
            .flip(32 + 2 * 1169));
    set.add(
        mine("commitment-own", "SHARE_DAMAGED_BY_SENDER", "one bit of the own commitment")
            .flip(COMMITMENTS_AT));
    set.add(
        of("commitment-other", "HEADER_TAMPERED", "one bit of another's commitment")
            .line("secret", secret(0))
            .line("secret", secret(1))
            .flip(COMMITMENTS_AT + 64));
    set.add(of("header-mac", "HEADER_TAMPERED", "one bit of the header MAC").flip(MAC_AT + 31));
    set.add(
        of("context-other", "SLOT_UNREADABLE", "an identity lifted into another envelope")
            .line("context", Bytes.hex(new Seed("other").bytes("context", 64))));
    set.add(
        of("not-for-us", "NOT_FOR_US", "the key at hand is none of the keyset's")
            .line("secret", "-=" + Bytes.hex(new Ring("other", 1).secret(0))));
    set.add(
        of("slot-wrong-key", "SLOT_UNREADABLE", "slot 0 with the key of slot 1")
            .line("secret", "0=" + Bytes.hex(ring.secret(1))));
  }

  /** As {@link #of}, with the key of slot 0 alone. */
  private Vector mine(String name, String expect, String comment) {
    return of(name, expect, comment).line("secret", secret(0));
  }

  private String secret(int i) {
    return i + "=" + Bytes.hex(ring.secret(i));
  }

  private void shares() {
    byte[] share = identityDraft().share(1);
    set.add(
        mine("share-received", "OK", "one share opened here, one received")
            .line("share", "1=" + Bytes.hex(share)));
    set.add(
        mine("share-changed-y", "SHARE_CHANGED_ON_THE_WAY", "one bit of a received share's y")
            .line("share", "1=" + Bytes.hex(Bytes.flipped(share, 32))));
    set.add(
        mine("share-changed-x", "SHARE_CHANGED_ON_THE_WAY", "a received share under another x")
            .line("share", "1=03" + Bytes.hex(share).substring(2)));
    set.add(
        mine("share-x-0", "SHARE_CHANGED_ON_THE_WAY", "x = 0 belongs to k = 1")
            .line("share", "1=00" + Bytes.hex(share).substring(2)));
    set.add(
        mine("share-x-over-n", "SHARE_CHANGED_ON_THE_WAY", "x = 4 of 3")
            .line("share", "1=04" + Bytes.hex(share).substring(2)));
    set.add(mine("too-few-shares", "TOO_FEW_SHARES", "one share where two are needed"));
    set.add(
        mine("too-few-shares-twice", "TOO_FEW_SHARES", "one share twice is one share")
            .line("share", "0=" + Bytes.hex(identityDraft().share(0))));
  }

  private EnvelopeDraft identityDraft() {
    return TestimonyDraft.testimony(EnvelopeVectors.seed("identity-2-of-3"), ring, 2)
        .identityDraft();
  }

  private void payload() {
    set.add(
        of("payload-header-size", "PAYLOAD_TAMPERED", "first byte is not 40").set(STREAM_AT, "29"));
    set.add(of("payload-salt", "PAYLOAD_TAMPERED", "one bit of the salt").flip(STREAM_AT + 1));
    set.add(of("payload-prefix", "PAYLOAD_TAMPERED", "one bit of the prefix").flip(STREAM_AT + 39));
    set.add(of("payload-first", "PAYLOAD_TAMPERED", "first byte").flip(STREAM_AT + 40));
    int end = identity.payload().length;
    set.add(of("payload-tag", "PAYLOAD_TAMPERED", "last bit of the last tag").flip(end - 1));
    set.add(
        of(testimony, "payload-segment-0-tag", "PAYLOAD_TAMPERED", "the first segment's tag")
            .flip(STREAM_AT + 65535));
    set.add(
        of(testimony, "payload-segment-1", "PAYLOAD_TAMPERED", "the second segment")
            .flip(STREAM_AT + 65536));
  }
}
