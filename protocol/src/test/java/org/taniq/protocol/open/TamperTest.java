package org.taniq.protocol.open;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;

class TamperTest {

  private static final byte[] NONE = Binding.noContext();
  private static final int N = 3;
  private static final int COMMITMENTS = 32 + N * 1169;
  private static final int MAC = COMMITMENTS + N * 32;
  private static final int STREAM = MAC + 32;

  private static Custodians custodians;
  private static byte[] envelope;

  @BeforeAll
  static void seal() throws Exception {
    custodians = new Custodians(2, 2, N, 21);
    byte[] padded = new byte[196608];
    new Random(1).nextBytes(padded);
    envelope = custodians.seal(Kind.TESTIMONY, NONE, padded);
  }

  @Test
  void a_flipped_bit_at_every_byte_of_the_header_has_its_reason() {
    Random bits = new Random(2);
    for (int at = 0; at < STREAM; at++) {
      byte[] flipped = envelope.clone();
      flipped[at] ^= (byte) (1 << bits.nextInt(8));
      assertReason(expected(at), flipped, 0, 1);
    }
  }

  @Test
  void all_bits_of_the_fixed_header_count() {
    for (int at = 0; at < 32; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = envelope.clone();
        flipped[at] ^= (byte) (1 << bit);
        assertThrows(EnvelopeException.class, () -> custodians.open(flipped, NONE, 0, 1));
      }
    }
  }

  /** Slots 0 and 1 open; slot 2 and its commitment are covered by the MAC alone. */
  private static EnumSet<Reason> expected(int at) {
    if (at < 7) {
      return EnumSet.of(Reason.NOT_AN_ENVELOPE);
    }
    if (at < 32) {
      return switch (at) {
        case 7 -> EnumSet.of(Reason.UNKNOWN_VERSION);
        case 8, 9 -> EnumSet.of(Reason.UNKNOWN_SUITE);
        case 10 -> EnumSet.of(Reason.BAD_QUORUM, Reason.SLOT_UNREADABLE);
        case 11 -> EnumSet.of(Reason.BAD_QUORUM, Reason.SLOT_UNREADABLE, Reason.TRUNCATED);
        case 12 -> EnumSet.of(Reason.BAD_SEGMENT_SIZE);
        case 13 -> EnumSet.of(Reason.UNKNOWN_KIND, Reason.SLOT_UNREADABLE);
        case 14, 15 -> EnumSet.of(Reason.RESERVED_NOT_ZERO);
        default -> EnumSet.of(Reason.SLOT_UNREADABLE);
      };
    }
    if (at < 32 + 2 * 1169) {
      return EnumSet.of(Reason.SLOT_UNREADABLE);
    }
    if (at >= COMMITMENTS && at < COMMITMENTS + 64) {
      return EnumSet.of(Reason.SHARE_DAMAGED_BY_SENDER);
    }
    return EnumSet.of(Reason.HEADER_TAMPERED);
  }

  @Test
  void a_flipped_bit_in_the_stream_is_tampering() {
    Random random = new Random(3);
    for (int i = 0; i < 400; i++) {
      int at = i < 60 ? STREAM + i : STREAM + random.nextInt(envelope.length - STREAM);
      byte[] flipped = envelope.clone();
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      assertReason(EnumSet.of(Reason.PAYLOAD_TAMPERED), flipped, 0, 1);
    }
  }

  @Test
  void a_cut_at_every_boundary_is_refused() {
    int[] boundaries = {
      0,
      1,
      7,
      8,
      10,
      16,
      32,
      32 + 1120,
      32 + 1169,
      COMMITMENTS,
      MAC,
      STREAM,
      STREAM + 1,
      STREAM + 33,
      STREAM + 40,
      STREAM + 56,
      STREAM + 65536,
      STREAM + 131072,
      STREAM + 131072 + 16,
      envelope.length - 16,
      envelope.length
    };
    for (int boundary : boundaries) {
      for (int length = Math.max(0, boundary - 1); length <= boundary + 1; length++) {
        if (length < envelope.length) {
          byte[] cut = Arrays.copyOf(envelope, length);
          assertReason(
              EnumSet.of(length < STREAM ? Reason.TRUNCATED : Reason.PAYLOAD_TAMPERED), cut, 0, 1);
          assertOffTheLattice(length);
        }
      }
    }
  }

  @Test
  void trailing_bytes_are_refused() {
    for (int extra : new int[] {1, 15, 16, 17, 65535, 65536, 65537}) {
      byte[] longer = Arrays.copyOf(envelope, envelope.length + extra);
      assertReason(EnumSet.of(Reason.PAYLOAD_TAMPERED), longer, 0, 1);
    }
    assertOffTheLattice(envelope.length + 1);
  }

  @Test
  void segments_do_not_swap_repeat_or_vanish() {
    int first = STREAM + 65536;
    int second = first + 65536;
    byte[] swapped = envelope.clone();
    System.arraycopy(envelope, first, swapped, STREAM + 40, 60000);
    assertReason(EnumSet.of(Reason.PAYLOAD_TAMPERED), swapped, 0, 1);
    byte[] vanished =
        join(Arrays.copyOf(envelope, first), Arrays.copyOfRange(envelope, second, envelope.length));
    assertReason(EnumSet.of(Reason.PAYLOAD_TAMPERED), vanished, 0, 1);
    byte[] repeated =
        join(Arrays.copyOf(envelope, second), Arrays.copyOfRange(envelope, first, envelope.length));
    assertReason(EnumSet.of(Reason.PAYLOAD_TAMPERED), repeated, 0, 1);
  }

  @Test
  void the_stream_of_another_envelope_does_not_fit() throws Exception {
    byte[] other = custodians.seal(Kind.TESTIMONY, NONE, new byte[196608]);
    byte[] mixed =
        join(Arrays.copyOf(envelope, STREAM), Arrays.copyOfRange(other, STREAM, other.length));
    assertReason(EnumSet.of(Reason.PAYLOAD_TAMPERED), mixed, 0, 1);
  }

  @Test
  void slots_do_not_swap() {
    byte[] swapped = envelope.clone();
    System.arraycopy(envelope, 32, swapped, 32 + 1169, 1169);
    System.arraycopy(envelope, 32 + 1169, swapped, 32, 1169);
    assertReason(EnumSet.of(Reason.SLOT_UNREADABLE), swapped, 0);
  }

  @Test
  void x25519_points_of_low_order_are_an_unreadable_slot() {
    byte[] hostile = envelope.clone();
    Arrays.fill(hostile, 32 + 1088, 32 + 1120, (byte) 0);
    assertReason(EnumSet.of(Reason.SLOT_UNREADABLE), hostile, 0);
    hostile[32 + 1088] = 1;
    assertReason(EnumSet.of(Reason.SLOT_UNREADABLE), hostile, 0);
    Arrays.fill(hostile, 32, 32 + 1169, (byte) 0xff);
    assertReason(EnumSet.of(Reason.SLOT_UNREADABLE), hostile, 0);
  }

  @Test
  void three_thousand_mutations_never_give_an_unchecked_exception() throws Exception {
    Custodians small = new Custodians(1, 1, 1, 22);
    byte[] sealed = small.seal(Kind.IDENTITY, NONE, new byte[8192]);
    Random random = new Random(4);
    EnumSet<Reason> met = EnumSet.noneOf(Reason.class);
    for (int i = 0; i < 3_000; i++) {
      byte[] mutated = mutate(sealed, random);
      try {
        small.open(mutated, NONE, 0);
        assertTrue(Arrays.equals(mutated, sealed), "a mutation was opened");
      } catch (EnvelopeException refused) {
        met.add(refused.reason());
        assertEquals(refused.reason().name(), refused.getMessage());
        assertEquals(null, refused.getCause());
      }
    }
    assertTrue(met.size() >= 8, met.toString());
  }

  /** Each of the 79,000 bits of the smallest envelope that there is. */
  @Test
  @Tag("slow")
  void every_single_flipped_bit_is_refused() throws Exception {
    Custodians small = new Custodians(1, 1, 1, 23);
    byte[] sealed = small.seal(Kind.IDENTITY, NONE, new byte[8192]);
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      String where = "bit " + bit;
      assertThrows(EnvelopeException.class, () -> small.open(flipped, NONE, 0), where);
    }
  }

  private static byte[] mutate(byte[] sealed, Random random) {
    byte[] bytes = sealed.clone();
    switch (random.nextInt(5)) {
      case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[random.nextInt(64)] = (byte) random.nextInt();
      case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 3 -> {
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(1200));
        byte[] noise = new byte[to - from];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, from, noise.length);
      }
      default -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(70_000));
    }
    return bytes;
  }

  private static void assertOffTheLattice(long length) {
    assertThrows(EnvelopeException.class, () -> Lengths.paddedOf(N, length));
  }

  private static void assertReason(EnumSet<Reason> reasons, byte[] bytes, int... slots) {
    Reason reason = assertThrows(EnvelopeException.class, () -> openAll(bytes, slots)).reason();
    assertTrue(reasons.contains(reason), () -> reason + " is not of " + reasons);
  }

  private static void openAll(byte[] bytes, int... slots) throws EnvelopeException, IOException {
    Header header = Header.read(new ByteArrayInputStream(bytes));
    int[] there = Arrays.stream(slots).filter(i -> i < header.fixed().slots()).toArray();
    custodians.open(bytes, NONE, there);
  }

  private static byte[] join(byte[] a, byte[] b) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(a);
    out.writeBytes(b);
    return out.toByteArray();
  }
}
