package org.taniq.server.store;

import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;

/** What the store takes for an envelope: a true header and length, random bytes behind. */
final class Samples {
  static final LocalDate DAY = LocalDate.of(2026, 11, 23);
  static final KeysetId KEYSET = KeysetId.of(new byte[] {1, 2, 3});

  /** A text for three custodians, 69275 bytes. */
  static final int TEXT = (int) Lengths.envelopeLength(3, Lengths.FLOOR);

  private Samples() {}

  static byte[] text(long seed) {
    return envelope(seed, Lengths.FLOOR);
  }

  /** An envelope for three custodians around so many padded bytes. */
  static byte[] envelope(long seed, long padded) {
    byte[] bytes = new byte[(int) Lengths.envelopeLength(3, padded)];
    new Random(seed).nextBytes(bytes);
    byte[] header = new FixedHeader(2, 3, Kind.TESTIMONY, KEYSET).bytes();
    System.arraycopy(header, 0, bytes, 0, header.length);
    return bytes;
  }

  /** Submits in one go. */
  static StoredEnvelope submit(EnvelopeStore store, byte[] envelope, LocalDate day)
      throws Exception {
    Upload upload = store.begin(envelope.length, day);
    try (UploadWriter writer = store.write(upload.token(), day)) {
      writer.append(envelope, 0, envelope.length);
      return writer.finish();
    }
  }

  static StoredEnvelope submit(EnvelopeStore store, byte[] envelope) throws Exception {
    return submit(store, envelope, DAY);
  }

  static byte[] read(EnvelopeStore store, EnvelopeId id) throws Exception {
    try (var in = store.read(id, 0)) {
      return in.readAllBytes();
    }
  }

  static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
