package org.taniq.protocol.vectors;

import java.util.ArrayList;
import java.util.List;

/**
 * One envelope in the making, SPEC §2. Every step can be replaced before {@link #write}, which is
 * how the vectors get senders that do one thing wrong.
 */
final class EnvelopeDraft {

  final Seed seed;
  final Ring ring;
  final int k;
  final int kind;
  final byte[] context;
  final byte[] plaintext;
  final byte[] dek;

  /** What is sealed into the slots, 33 bytes each. */
  final List<byte[]> shares = new ArrayList<>();

  /** What the commitments are made over; the same as the shares with an honest sender. */
  final List<byte[]> committed = new ArrayList<>();

  /** Whose key each slot is sealed to. */
  final List<byte[]> keys = new ArrayList<>();

  /** The index in each slot's info. */
  final List<Integer> indexes = new ArrayList<>();

  /** The slot whose X25519 half is of low order; -1 for none. */
  int lowOrderSlot = -1;

  /** The pieces of the payload; SPEC's unless replaced. */
  List<byte[]> pieces;

  /** Key of the payload stream. */
  byte[] payloadKey;

  /** First byte of the payload stream's associated data turned around by a wrong sender. */
  boolean wrongAad;

  EnvelopeDraft(Seed seed, Ring ring, int k, int kind, byte[] context, byte[] plaintext) {
    this.seed = seed;
    this.ring = ring;
    this.k = k;
    this.kind = kind;
    this.context = context;
    this.plaintext = plaintext;
    dek = seed.bytes("dek", 32);
    payloadKey = Hashes.hkdf(dek, Hashes.label("payload"));
    pieces = StreamWriter.pieces(plaintext);
    for (int i = 0; i < ring.size(); i++) {
      shares.add(share(i));
      committed.add(share(i));
      keys.add(ring.publicKey(i));
      indexes.add(i);
    }
  }

  /** x ‖ y of slot i, SPEC §2.3. */
  byte[] share(int i) {
    if (k == 1) {
      return Bytes.join(Bytes.u8(0), dek);
    }
    byte[][] coefficients = new byte[k - 1][];
    for (int c = 0; c < coefficients.length; c++) {
      coefficients[c] = seed.bytes("coefficient " + (c + 1), 32);
    }
    return Bytes.join(Bytes.u8(i + 1), Shamir.shareAt(i + 1, dek, coefficients));
  }

  byte[] fixedHeader() {
    return Bytes.join(
        Bytes.unhex("89544e510d0a1a01"),
        Bytes.u16(1),
        Bytes.u8(k),
        Bytes.u8(ring.size()),
        Bytes.u8(16),
        Bytes.u8(kind),
        Bytes.u16(0),
        ring.keysetId());
  }

  byte[] write() {
    byte[] h0 = fixedHeader();
    byte[] slots = new byte[0];
    byte[] commitments = new byte[0];
    for (int i = 0; i < ring.size(); i++) {
      byte[] info = Bytes.join(Hashes.label("slot"), Bytes.u8(indexes.get(i)), h0, context);
      byte[] randomness = seed.bytes("encapsulation " + i, 64);
      XWing.Encapsulated encapsulated =
          i == lowOrderSlot
              ? XWing.encapsulateLowOrder(keys.get(i), randomness)
              : XWing.encapsulate(keys.get(i), randomness);
      slots = Bytes.join(slots, HpkeSender.seal(encapsulated, info, shares.get(i)));
      byte[] label = Hashes.label("commitment");
      commitments =
          Bytes.join(commitments, Hashes.sha256(label, h0, context, Bytes.u8(i), committed.get(i)));
    }
    byte[] beforeMac = Bytes.join(h0, slots, commitments);
    byte[] macKey = Hashes.hkdf(dek, Hashes.label("header"));
    byte[] header = Bytes.join(beforeMac, Hashes.hmac(macKey, context, beforeMac));
    byte[] aad = Hashes.sha256(context, header);
    if (wrongAad) {
      aad = Bytes.flipped(aad, 0);
    }
    byte[] salt = seed.bytes("salt", 32);
    byte[] prefix = seed.bytes("prefix", 7);
    return Bytes.join(header, StreamWriter.seal(payloadKey, aad, salt, prefix, pieces));
  }
}
