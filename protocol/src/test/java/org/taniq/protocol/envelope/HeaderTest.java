package org.taniq.protocol.envelope;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.protocol.envelope.EnvelopeException.Reason;

class HeaderTest {

  private static final KeysetId ID = KeysetId.of("a keyset".getBytes(StandardCharsets.US_ASCII));

  @Test
  void fixed_header_has_the_bytes_of_the_specification() {
    byte[] expected =
        HexFormat.of().parseHex("89544e510d0a1a01" + "0001" + "0203" + "1000" + "0000" + ID.hex());
    assertArrayEquals(expected, new FixedHeader(2, 3, Kind.TESTIMONY, ID).bytes());
  }

  @Test
  void every_quorum_and_kind_survives_a_round_trip() throws Exception {
    for (Kind kind : Kind.values()) {
      for (int n = 1; n <= 16; n++) {
        for (int k = 1; k <= n; k++) {
          FixedHeader fixed = new FixedHeader(k, n, kind, ID);
          assertEquals(fixed, FixedHeader.parse(fixed.bytes()));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 88, NOT_AN_ENVELOPE",
    "6, 1b, NOT_AN_ENVELOPE",
    "7, 02, UNKNOWN_VERSION",
    "8, 01, UNKNOWN_SUITE",
    "9, 02, UNKNOWN_SUITE",
    "10, 00, BAD_QUORUM",
    "10, 04, BAD_QUORUM",
    "10, ff, BAD_QUORUM",
    "11, 00, BAD_QUORUM",
    "11, 01, BAD_QUORUM",
    "11, 11, BAD_QUORUM",
    "12, 0f, BAD_SEGMENT_SIZE",
    "13, 04, UNKNOWN_KIND",
    "13, ff, UNKNOWN_KIND",
    "14, 01, RESERVED_NOT_ZERO",
    "15, 80, RESERVED_NOT_ZERO"
  })
  void each_broken_field_has_its_reason(int at, String hex, Reason reason) {
    byte[] header = header(2, 3);
    header[at] = HexFormat.of().parseHex(hex)[0];
    assertReason(reason, () -> Header.parse(header));
    assertReason(reason, () -> Header.read(new ByteArrayInputStream(header)));
  }

  @Test
  void earlier_fields_are_judged_first() {
    byte[] header = header(2, 3);
    int[] order = {0, 7, 8, 10, 12, 13, 14};
    Reason[] reasons = {
      Reason.NOT_AN_ENVELOPE,
      Reason.UNKNOWN_VERSION,
      Reason.UNKNOWN_SUITE,
      Reason.BAD_QUORUM,
      Reason.BAD_SEGMENT_SIZE,
      Reason.UNKNOWN_KIND,
      Reason.RESERVED_NOT_ZERO
    };
    for (int i = order.length - 1; i >= 0; i--) {
      header[order[i]] = 0x77;
      assertReason(reasons[i], () -> Header.parse(header));
    }
  }

  @Test
  void every_cut_is_truncation() {
    byte[] header = header(2, 3);
    for (int length = 0; length < header.length; length++) {
      byte[] cut = Arrays.copyOf(header, length);
      assertReason(Reason.TRUNCATED, () -> Header.read(new ByteArrayInputStream(cut)));
      assertReason(Reason.TRUNCATED, () -> Header.parse(cut));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PGP MESSAGE-----",
        "age-encryption.org/v1\n",
        "hello",
        "\u0089PNG\r\n",
        "J"
      })
  void other_files_are_not_envelopes_even_if_short(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    assertReason(Reason.NOT_AN_ENVELOPE, () -> Header.read(new ByteArrayInputStream(bytes)));
  }

  @Test
  void parts_are_where_the_diagram_puts_them_and_nothing_more_is_read() throws Exception {
    byte[] bytes = header(2, 3);
    var in = new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length + 5));
    Header header = Header.read(in);
    assertEquals(5, in.available());
    assertArrayEquals(bytes, header.bytes());
    assertArrayEquals(Arrays.copyOfRange(bytes, 32 + 1169, 32 + 2 * 1169), header.slot(1));
    int commitments = 32 + 3 * 1169;
    assertArrayEquals(
        Arrays.copyOfRange(bytes, commitments + 64, commitments + 96), header.commitment(2));
    assertArrayEquals(Arrays.copyOfRange(bytes, commitments + 96, bytes.length), header.mac());
    assertArrayEquals(Arrays.copyOf(bytes, bytes.length - 32), header.bytesBeforeMac());
    assertThrows(IllegalArgumentException.class, () -> header.slot(3));
    assertThrows(IllegalArgumentException.class, () -> header.commitment(-1));
  }

  @Test
  void a_header_is_held_against_its_place_and_keyset() throws Exception {
    FixedHeader fixed = new FixedHeader(2, 3, Kind.TESTIMONY, ID);
    KeysetId other = KeysetId.of(new byte[0]);
    fixed.require(Kind.TESTIMONY, ID, 2, 3);
    assertReason(Reason.WRONG_KIND, () -> fixed.require(Kind.IDENTITY, other, 1, 1));
    assertReason(Reason.WRONG_KEYSET, () -> fixed.require(Kind.TESTIMONY, other, 1, 1));
    assertReason(Reason.QUORUM_MISMATCH, () -> fixed.require(Kind.TESTIMONY, ID, 1, 3));
    assertReason(Reason.QUORUM_MISMATCH, () -> fixed.require(Kind.TESTIMONY, ID, 2, 4));
  }

  @Test
  void random_bytes_are_refused_or_read_but_never_an_unchecked_exception() throws Exception {
    Random random = new Random(7);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] header = header(2, 3);
      for (int j = random.nextInt(3); j >= 0; j--) {
        header[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        Header.read(new ByteArrayInputStream(header));
        read++;
      } catch (EnvelopeException refused) {
        assertEquals(refused.reason().name(), refused.getMessage());
      }
    }
    assertEquals(true, read > 0);
  }

  private static byte[] header(int k, int n) {
    byte[] bytes = new byte[Header.length(n)];
    new Random(3).nextBytes(bytes);
    byte[] h0 = new FixedHeader(k, n, Kind.TESTIMONY, ID).bytes();
    System.arraycopy(h0, 0, bytes, 0, h0.length);
    return bytes;
  }

  private static void assertReason(Reason reason, Executable executable) {
    assertEquals(reason, assertThrows(EnvelopeException.class, executable).reason());
  }
}
