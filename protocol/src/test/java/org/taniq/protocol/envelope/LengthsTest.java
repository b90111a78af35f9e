package org.taniq.protocol.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taniq.protocol.envelope.EnvelopeException.Reason;

class LengthsTest {

  @Test
  void example_of_the_specification_has_its_length() throws Exception {
    assertEquals(3667, Header.length(3));
    assertEquals(69275, Lengths.envelopeLength(3, Lengths.padded(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 65536",
    "1, 65536",
    "65535, 65536",
    "65536, 65536",
    "65537, 67584",
    "67584, 67584",
    "67585, 69632",
    "1048576, 1048576",
    "1048577, 1081344",
    "8589934592, 8589934592"
  })
  void padded_sizes(long used, long padded) throws Exception {
    assertEquals(padded, Lengths.padded(used));
    assertTrue(Lengths.isPadded(padded));
  }

  @Test
  void padding_costs_at_most_an_eighth_and_keeps_order() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      long used = 65536 + (random.nextLong() & (Lengths.MAX_PADDED - 1)) % (8L << (i % 31));
      long padded = Lengths.padded(used);
      assertTrue(padded >= used && padded - used <= used / 8);
      assertEquals(padded, Lengths.padded(padded));
      assertTrue(Lengths.padded(used + 1) >= padded);
    }
  }

  @Test
  void padme_agrees_with_its_definition_in_whole_numbers() {
    for (long used = 2; used < 100_000; used++) {
      int e = BigInteger.valueOf(used).bitLength() - 1;
      int s = BigInteger.valueOf(e).bitLength();
      long step = 1L << Math.max(0, e - s);
      assertEquals((used + step - 1) / step * step, Lengths.padme(used));
    }
  }

  @Test
  void too_large_is_named() {
    var refused =
        assertThrows(EnvelopeException.class, () -> Lengths.padded(Lengths.MAX_PADDED + 1));
    assertEquals(Reason.TOO_LARGE, refused.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 57",
    "65480, 65536",
    "65481, 65553",
    "131000, 131072",
    "131001, 131089",
    "65536, 65608"
  })
  void stream_lengths_around_segments(long plaintext, long stream) {
    assertEquals(stream, Lengths.streamLength(plaintext));
  }

  @Test
  void every_padded_size_is_found_again_and_its_neighbours_are_not() throws Exception {
    for (int n = 1; n <= 16; n++) {
      for (long padded = 65536; padded < 1L << 33; padded = Lengths.padme(padded + 1)) {
        long length = Lengths.envelopeLength(n, padded);
        assertEquals(padded, Lengths.paddedOf(n, length));
        assertTrue(Lengths.onLattice(length));
        for (long off : new long[] {length - 1, length + 1}) {
          int slots = n;
          var refused = assertThrows(EnvelopeException.class, () -> Lengths.paddedOf(slots, off));
          assertEquals(Reason.BAD_LENGTH, refused.reason());
        }
      }
    }
  }

  @Test
  void lattice_begins_with_one_slot_and_ends_at_8_gib() {
    long least = Lengths.envelopeLength(1, 65536);
    long most = Lengths.envelopeLength(16, 1L << 33);
    assertTrue(Lengths.onLattice(least) && Lengths.onLattice(most));
    for (long length = 0; length < least; length++) {
      assertFalse(Lengths.onLattice(length));
    }
    for (long length : new long[] {most + 1, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
      assertFalse(Lengths.onLattice(length));
    }
  }

  @Test
  void the_small_size_is_for_identities_alone() throws Exception {
    long length = Lengths.envelopeLength(3, 8192);
    assertEquals(8192, Lengths.paddedOf(Kind.IDENTITY, 3, length));
    assertThrows(EnvelopeException.class, () -> Lengths.paddedOf(Kind.ARCHIVE, 3, length));
    assertFalse(Lengths.onLattice(length));
    long large = Lengths.envelopeLength(3, 65536);
    assertEquals(8192, Lengths.paddedOfNested(false, 3, length));
    assertEquals(65536, Lengths.paddedOfNested(true, 3, large));
    assertThrows(EnvelopeException.class, () -> Lengths.paddedOfNested(true, 3, length));
    assertThrows(EnvelopeException.class, () -> Lengths.paddedOfNested(false, 3, large));
  }

  @Test
  void an_end_within_the_header_is_truncation() {
    var refused =
        assertThrows(EnvelopeException.class, () -> Lengths.paddedOf(3, Header.length(3) - 1));
    assertEquals(Reason.TRUNCATED, refused.reason());
  }
}
