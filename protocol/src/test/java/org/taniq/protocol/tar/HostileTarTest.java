package org.taniq.protocol.tar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.EnvelopeIOException;

class HostileTarTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a",
        "a/../../b",
        "/etc/passwd",
        "./a",
        "a/",
        "a//b",
        ".",
        "..",
        "a\\..\\b",
        "\u0001"
      })
  void names_that_lead_elsewhere_are_refused(String name) throws Exception {
    byte[] tar = single(header("x"));
    byte[] bytes = name.getBytes(US_ASCII);
    Arrays.fill(tar, 0, 100, (byte) 0);
    System.arraycopy(bytes, 0, tar, 0, bytes.length);
    assertRefused(Reason.BAD_TAR, checksummed(tar));
  }

  @ParameterizedTest
  @ValueSource(chars = {'1', '2', '3', '4', '5', '6', '7', 'x', 'g', 'L', 'K', 'S', '\0', 'V'})
  void links_devices_directories_pax_and_gnu_records_are_refused(char type) throws Exception {
    byte[] tar = single(header("attachments/001"));
    tar[156] = (byte) type;
    assertRefused(Reason.BAD_TAR, checksummed(tar));
  }

  @Test
  void any_other_byte_of_a_header_is_refused_even_with_a_good_checksum() throws Exception {
    byte[] good = single(header("a"));
    read(good);
    for (int at = 0; at < 512; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = good.clone();
        flipped[at] ^= (byte) (1 << bit);
        assertReasonIsNamed(flipped);
        if (at >= 100 && (at < 124 || at >= 136)) {
          assertRefused(Reason.BAD_TAR, checksummedUnlessThere(flipped, at));
        }
      }
    }
  }

  @Test
  void a_name_twice_is_refused() throws Exception {
    byte[] entry = header("a");
    assertRefused(Reason.BAD_TAR, concat(entry, entry, new byte[1024]));
  }

  @Test
  void a_claim_of_ten_gib_is_refused_before_anything_is_read() throws Exception {
    byte[] claim = TarHeader.write("a", TarEntry.MAX_SIZE);
    assertRefused(Reason.BAD_TAR, concat(claim, new byte[4096]));
    byte[] base256 = TarHeader.write("a", 0);
    base256[124] = (byte) 0x80;
    base256[133] = 2;
    base256[132] = (byte) 0x80;
    assertRefused(Reason.BAD_TAR, checksummed(concat(base256, new byte[4096])));
  }

  @Test
  void a_size_must_leave_room_for_the_end_blocks() throws Exception {
    byte[] tar = concat(TarHeader.write("a", 512), new byte[512 + 1024]);
    read(tar);
    TarReader reader = new TarReader(new ByteArrayInputStream(tar), tar.length - 1, 9, TarTest.ANY);
    assertEquals(Reason.BAD_TAR, assertThrows(EnvelopeIOException.class, reader::next).reason());
  }

  @Test
  void one_hundred_thousand_entries_stop_at_the_limit() throws Exception {
    TarReader reader =
        new TarReader(
            new SequenceInputStream(
                Collections.enumeration(
                    java.util.stream.IntStream.range(0, 100_000)
                        .mapToObj(i -> new ByteArrayInputStream(header("f" + i)))
                        .toList())),
            Long.MAX_VALUE,
            1002,
            TarTest.ANY);
    int entries = 0;
    Reason reason = null;
    while (reason == null) {
      try {
        reader.next();
        entries++;
      } catch (EnvelopeIOException refused) {
        reason = refused.reason();
      }
    }
    assertEquals(1002, entries);
    assertEquals(Reason.BAD_TAR, reason);
    assertEquals(1003 * 512, reader.position());
  }

  @Test
  void the_rule_of_names_decides() throws Exception {
    byte[] tar = TarTest.tar(TarTest.files(), 0);
    NameRule rule = (index, entry) -> !(index == 2 && entry.name().equals("attachments/001"));
    TarReader reader = new TarReader(new ByteArrayInputStream(tar), tar.length, 9, rule);
    reader.next();
    reader.next();
    assertEquals(Reason.BAD_TAR, assertThrows(EnvelopeIOException.class, reader::next).reason());
  }

  @Test
  void data_after_the_end_is_refused() throws Exception {
    byte[] tar = TarTest.tar(TarTest.files(), 65536);
    for (int at : new int[] {TarTest.tar(TarTest.files(), 0).length, 65535}) {
      byte[] dirty = tar.clone();
      dirty[at] = 1;
      assertRefused(Reason.PADDING_NOT_ZERO, dirty);
    }
  }

  @Test
  void an_unpadded_tar_ends_with_its_end_blocks() throws Exception {
    byte[] tar = TarTest.tar(TarTest.files(), 0);
    TarReader reader = TarTest.reader(Arrays.copyOf(tar, tar.length + 1));
    while (reader.next() != null) {}
    assertEquals(Reason.BAD_TAR, assertThrows(EnvelopeIOException.class, reader::finish).reason());
  }

  @Test
  void padding_of_an_entry_is_zero() throws Exception {
    byte[] tar = TarTest.tar(Map.of("a", new byte[10]), 0);
    for (int at = 512 + 10; at < 1024; at++) {
      byte[] dirty = tar.clone();
      dirty[at] = (byte) 0x80;
      assertRefused(Reason.PADDING_NOT_ZERO, dirty);
    }
  }

  @Test
  void content_ends_when_the_reader_goes_on() throws Exception {
    byte[] tar = concat(header("a"), header("b"), new byte[1024]);
    TarReader reader = new TarReader(new ByteArrayInputStream(tar), tar.length, 9, TarTest.ANY);
    reader.next();
    InputStream first = reader.content();
    assertEquals(-1, first.read());
    reader.next();
    assertThrows(EOFException.class, first::read);
  }

  @Test
  void second_end_block_is_zero() throws Exception {
    byte[] tar = concat(header("a"), new byte[512], header("b"), new byte[1024]);
    assertRefused(Reason.BAD_TAR, tar);
  }

  @Test
  void every_cut_is_refused() throws Exception {
    byte[] tar = TarTest.tar(TarTest.files(), 0);
    for (int length = 0; length < tar.length; length++) {
      assertRefused(Reason.BAD_TAR, Arrays.copyOf(tar, length));
    }
  }

  @Test
  void archives_of_commons_compress_are_refused_by_name() throws Exception {
    assertRefused(Reason.BAD_TAR, foreign(TarConstants.LF_NORMAL, "a"));
    assertRefused(Reason.BAD_TAR, foreign(TarConstants.LF_SYMLINK, "a"));
    assertRefused(Reason.BAD_TAR, foreign(TarConstants.LF_CHR, "a"));
    assertRefused(Reason.BAD_TAR, foreign(TarConstants.LF_NORMAL, "a".repeat(150)));
  }

  @Test
  void mutations_never_give_an_unchecked_exception() throws Exception {
    byte[] tar = TarTest.tar(TarTest.files(), 0);
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] mutated = tar.clone();
      int at = random.nextInt(mutated.length);
      mutated[at] = (byte) random.nextInt();
      assertReasonIsNamed(random.nextBoolean() ? mutated : checksummed(mutated));
    }
  }

  private static byte[] foreign(byte type, String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(out)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      TarArchiveEntry entry = new TarArchiveEntry(name, type);
      entry.setSize(0);
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  private static void assertReasonIsNamed(byte[] tar) throws IOException {
    try {
      read(tar);
    } catch (EnvelopeIOException refused) {
      assertTrue(refused.reason() == Reason.BAD_TAR || refused.reason() == Reason.PADDING_NOT_ZERO);
    }
  }

  private static void assertRefused(Reason reason, byte[] tar) {
    assertEquals(reason, assertThrows(EnvelopeIOException.class, () -> read(tar)).reason());
  }

  private static void read(byte[] tar) throws IOException {
    TarReader reader = TarTest.reader(tar);
    while (reader.next() != null) {
      reader.content().readAllBytes();
    }
    reader.finishPadded();
  }

  private static byte[] header(String name) {
    return TarHeader.write(name, 0);
  }

  private static byte[] single(byte[] header) {
    return concat(header, new byte[1024]);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] checksummedUnlessThere(byte[] tar, int changed) {
    return changed >= 148 && changed < 156 ? tar : checksummed(tar);
  }

  /** Repairs the checksum of the first header in place. */
  private static byte[] checksummed(byte[] tar) {
    Arrays.fill(tar, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += Byte.toUnsignedInt(tar[i]);
    }
    byte[] digits = String.format("%06o\0 ", sum).getBytes(US_ASCII);
    System.arraycopy(digits, 0, tar, 148, digits.length);
    return tar;
  }
}
