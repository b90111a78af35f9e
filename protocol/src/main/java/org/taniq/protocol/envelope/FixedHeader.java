package org.taniq.protocol.envelope;

import java.util.Arrays;
import org.taniq.protocol.envelope.EnvelopeException.Reason;

/**
 * H0, the first 32 bytes of an envelope, SPEC §2.1.
 *
 * @param quorum k, shares needed, 1..slots
 * @param slots n, custodians sealed to, 1..16
 * @param kind what the envelope holds
 * @param keysetId the keyset it is sealed to
 */
public record FixedHeader(int quorum, int slots, Kind kind, KeysetId keysetId) {

  /** Length of H0. */
  public static final int BYTES = 32;

  /** The most custodians one envelope is sealed to. */
  public static final int MAX_SLOTS = 16;

  /** log2 of the 65536 bytes of a ciphertext segment. */
  static final byte SEGMENT_LOG2 = 16;

  private static final int MAGIC_BYTES = 7;
  private static final byte[] MAGIC_AND_VERSION = {
    (byte) 0x89, 'T', 'N', 'Q', 0x0d, 0x0a, 0x1a, 0x01
  };

  public FixedHeader {
    if (quorum < 1 || quorum > slots || slots > MAX_SLOTS) {
      throw new IllegalArgumentException("quorum out of 1..slots, or slots out of 1..16");
    }
  }

  /** The 32 bytes as written on the wire. */
  public byte[] bytes() {
    byte[] h0 = Arrays.copyOf(MAGIC_AND_VERSION, BYTES);
    h0[9] = 1;
    h0[10] = (byte) quorum;
    h0[11] = (byte) slots;
    h0[12] = SEGMENT_LOG2;
    h0[13] = kind.code();
    System.arraycopy(keysetId.bytes(), 0, h0, 16, KeysetId.BYTES);
    return h0;
  }

  /**
   * Reads H0, judging the fields in the order of SPEC §2.1's table.
   *
   * @param bytes the first 32 bytes of an envelope; fewer are judged as far as the magic goes, more
   *     are ignored
   * @throws EnvelopeException NOT_AN_ENVELOPE, UNKNOWN_VERSION, TRUNCATED, UNKNOWN_SUITE,
   *     BAD_QUORUM, BAD_SEGMENT_SIZE, UNKNOWN_KIND, RESERVED_NOT_ZERO
   */
  public static FixedHeader parse(byte[] bytes) throws EnvelopeException {
    int magic = Math.min(bytes.length, MAGIC_BYTES);
    require(Arrays.equals(bytes, 0, magic, MAGIC_AND_VERSION, 0, magic), Reason.NOT_AN_ENVELOPE);
    if (bytes.length > MAGIC_BYTES) {
      require(bytes[MAGIC_BYTES] == MAGIC_AND_VERSION[MAGIC_BYTES], Reason.UNKNOWN_VERSION);
    }
    require(bytes.length >= BYTES, Reason.TRUNCATED);
    require(bytes[8] == 0 && bytes[9] == 1, Reason.UNKNOWN_SUITE);
    int quorum = Byte.toUnsignedInt(bytes[10]);
    int slots = Byte.toUnsignedInt(bytes[11]);
    require(quorum >= 1 && quorum <= slots && slots <= MAX_SLOTS, Reason.BAD_QUORUM);
    require(bytes[12] == SEGMENT_LOG2, Reason.BAD_SEGMENT_SIZE);
    Kind kind = Kind.of(bytes[13]);
    require(bytes[14] == 0 && bytes[15] == 0, Reason.RESERVED_NOT_ZERO);
    return new FixedHeader(
        quorum, slots, kind, KeysetId.ofBytes(Arrays.copyOfRange(bytes, 16, BYTES)));
  }

  /**
   * Holds the header against the place it stands in and the keyset in hand.
   *
   * @throws EnvelopeException WRONG_KIND, WRONG_KEYSET, QUORUM_MISMATCH, in this order
   */
  public void require(Kind kind, KeysetId keysetId, int quorum, int slots)
      throws EnvelopeException {
    require(this.kind == kind, Reason.WRONG_KIND);
    require(this.keysetId.equals(keysetId), Reason.WRONG_KEYSET);
    require(this.quorum == quorum && this.slots == slots, Reason.QUORUM_MISMATCH);
  }

  private static void require(boolean holds, Reason reason) throws EnvelopeException {
    if (!holds) {
      throw new EnvelopeException(reason);
    }
  }
}
