package org.taniq.protocol.open;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.seal.EnvelopeSealer;
import org.taniq.protocol.seal.SealingStream;

class RoundTripTest {

  private static final byte[] NONE = Binding.noContext();
  private static final byte[] NESTED = Binding.nestedContext(new byte[32], new byte[32]);

  @ParameterizedTest
  @ValueSource(longs = {65536, 67584, 69632, 1048576, 1081344, 131072, 135168, 524288, 4194304})
  void what_is_sealed_is_opened(long size) throws Exception {
    Custodians custodians = new Custodians(2, 3, 3, 1);
    byte[] padded = random((int) size);
    byte[] envelope = custodians.seal(Kind.TESTIMONY, NONE, padded);
    assertEquals(Lengths.envelopeLength(3, size), envelope.length);
    assertTrue(Lengths.onLattice(envelope.length));
    assertArrayEquals(padded, custodians.open(envelope, NONE, 0, 2));
  }

  @Test
  void identity_size_is_one_segment() throws Exception {
    Custodians custodians = new Custodians(1, 2, 3, 2);
    byte[] padded = random(8192);
    byte[] envelope = custodians.seal(Kind.IDENTITY, NESTED, padded);
    assertEquals(3667 + 40 + 8192 + 16, envelope.length);
    assertArrayEquals(padded, custodians.open(envelope, NESTED, 1, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "1,1", "1,2", "2,2", "2,3", "3,3", "3,5", "5,9", "1,16", "2,16", "8,16", "15,16", "16,16"
  })
  void any_k_of_n_open_and_fewer_do_not(int k, int n) throws Exception {
    Custodians custodians = new Custodians(k, k, n, 100 * k + n);
    byte[] padded = random(65536);
    byte[] envelope = custodians.seal(Kind.TESTIMONY, NONE, padded);
    Random choice = new Random(n);
    for (int round = 0; round < 4; round++) {
      int[] slots = choose(choice, k, n);
      assertArrayEquals(padded, custodians.open(envelope, NONE, slots));
      int[] fewer = Arrays.copyOf(slots, k - 1);
      Reason reason = fewer.length == 0 ? Reason.NOT_FOR_US : Reason.TOO_FEW_SHARES; // SPEC §2.5
      assertReason(reason, () -> custodians.open(envelope, NONE, fewer));
    }
  }

  @Test
  void every_pair_of_four_gives_one_key() throws Exception {
    Custodians custodians = new Custodians(2, 2, 4, 5);
    Header header = header(custodians.seal(Kind.TESTIMONY, NONE, random(65536)));
    Set<String> keys = new HashSet<>();
    for (int a = 0; a < 4; a++) {
      for (int b = 0; b < 4; b++) {
        if (a != b) {
          try (Dek dek = custodians.dek(header, NONE, a, b)) {
            keys.add(HexFormat.of().formatHex(dek.bytes()));
          }
        }
      }
    }
    assertEquals(1, keys.size());
  }

  @Test
  void one_share_twice_is_one_share_and_more_than_enough_is_fine() throws Exception {
    Custodians custodians = new Custodians(2, 2, 3, 6);
    byte[] padded = random(65536);
    byte[] envelope = custodians.seal(Kind.TESTIMONY, NONE, padded);
    assertReason(Reason.TOO_FEW_SHARES, () -> custodians.open(envelope, NONE, 1, 1));
    assertArrayEquals(padded, custodians.open(envelope, NONE, 2, 1, 0, 1));
  }

  @Test
  void another_context_opens_nothing() throws Exception {
    Custodians custodians = new Custodians(1, 1, 2, 7);
    byte[] envelope = custodians.seal(Kind.IDENTITY, NESTED, random(8192));
    byte[] nonce = new byte[32];
    nonce[31] = 1;
    byte[] other = Binding.nestedContext(new byte[32], nonce);
    assertReason(Reason.SLOT_UNREADABLE, () -> custodians.open(envelope, other, 0));
    assertReason(Reason.SLOT_UNREADABLE, () -> custodians.open(envelope, NONE, 0));
  }

  @Test
  void another_custodians_slot_is_unreadable() throws Exception {
    Custodians custodians = new Custodians(1, 1, 2, 8);
    Header header = header(custodians.seal(Kind.TESTIMONY, NONE, random(65536)));
    EpochSecret second = custodians.secrets.get(1);
    assertReason(Reason.SLOT_UNREADABLE, () -> SlotOpener.open(header, NONE, 0, second));
  }

  @Test
  void a_share_changed_on_the_way_is_named_for_each_byte() throws Exception {
    Custodians custodians = new Custodians(2, 2, 3, 9);
    Header header = header(custodians.seal(Kind.TESTIMONY, NONE, random(65536)));
    Share mine = SlotOpener.open(header, NONE, 0, custodians.secrets.get(0));
    Share hers = SlotOpener.open(header, NONE, 1, custodians.secrets.get(1));
    for (int at = 0; at < 33; at++) {
      byte[] bytes = hers.bytes();
      bytes[at] ^= 0x10;
      Share changed = new Share(1, bytes);
      assertReason(
          Reason.SHARE_CHANGED_ON_THE_WAY,
          () -> DekOpener.open(header, NONE, List.of(), List.of(mine, changed)));
    }
    for (int slot : new int[] {0, 2, 3, 15, 255}) {
      Share moved = new Share(slot, hers.bytes());
      assertReason(
          Reason.SHARE_CHANGED_ON_THE_WAY,
          () -> DekOpener.open(header, NONE, List.of(), List.of(mine, moved)));
    }
  }

  @Test
  void same_plaintext_twice_shares_no_segment() throws Exception {
    Custodians custodians = new Custodians(2, 2, 3, 10);
    byte[] padded = new byte[65536];
    byte[] a = custodians.seal(Kind.TESTIMONY, NONE, padded);
    byte[] b = custodians.seal(Kind.TESTIMONY, NONE, padded);
    assertArrayEquals(Arrays.copyOf(a, 32), Arrays.copyOf(b, 32));
    for (int at = 32; at + 32 <= a.length; at += 32) {
      assertFalse(Arrays.equals(a, at, at + 32, b, at, at + 32));
    }
  }

  @Test
  void an_envelope_that_was_not_finished_is_refused_on_both_sides() throws Exception {
    Custodians custodians = new Custodians(1, 1, 1, 11);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IOException abandoned =
        assertThrows(
            IOException.class,
            () -> {
              try (SealingStream stream = start(custodians, out)) {
                stream.write(new byte[131072]);
              }
            });
    assertEquals("the envelope was abandoned", abandoned.getMessage());
    assertReason(Reason.PAYLOAD_TAMPERED, () -> custodians.open(out.toByteArray(), NONE, 0));
  }

  @Test
  void a_plaintext_off_the_padded_sizes_is_never_finished() throws Exception {
    Custodians custodians = new Custodians(1, 1, 1, 12);
    for (int size : new int[] {0, 1, 65480, 65481, 65535, 65537, 8192}) {
      SealingStream stream = start(custodians, new ByteArrayOutputStream());
      stream.write(new byte[size]);
      assertThrows(IllegalStateException.class, stream::finish);
      assertThrows(IOException.class, () -> stream.write(0));
      assertThrows(IOException.class, stream::finish);
      assertThrows(IOException.class, stream::close);
    }
  }

  @Test
  void nothing_is_sealed_after_the_end() throws Exception {
    Custodians custodians = new Custodians(1, 1, 1, 13);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SealingStream stream = start(custodians, out);
    stream.write(new byte[65536]);
    stream.finish();
    assertThrows(IOException.class, () -> stream.write(1));
    assertThrows(IOException.class, stream::finish);
    stream.close();
    assertEquals(Lengths.envelopeLength(1, 65536), out.size());
  }

  @Test
  void byte_by_byte_streams_give_the_same() throws Exception {
    Custodians custodians = new Custodians(1, 1, 1, 14);
    byte[] padded = random(131072);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SealingStream stream = start(custodians, out)) {
      for (byte b : padded) {
        stream.write(b);
      }
      stream.finish();
    }
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(out.toByteArray())) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(1, length));
          }
        };
    Header header = Header.read(slow);
    InputStream plaintext = PayloadOpener.open(header, NONE, custodians.dek(header, NONE, 0), slow);
    ByteArrayOutputStream opened = new ByteArrayOutputStream();
    for (int b = plaintext.read(); b >= 0; b = plaintext.read()) {
      opened.write(b);
    }
    assertArrayEquals(padded, opened.toByteArray());
    assertEquals(-1, plaintext.read());
  }

  @Test
  void a_broken_disk_is_not_called_tampering() throws Exception {
    Custodians custodians = new Custodians(1, 1, 1, 15);
    byte[] envelope = custodians.seal(Kind.TESTIMONY, NONE, random(131072));
    InputStream in = new ByteArrayInputStream(envelope);
    Header header = Header.read(in);
    InputStream broken =
        new FilterInputStream(in) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            if (in.available() < 70_000) {
              throw new IOException("the disk");
            }
            return super.read(target, offset, Math.min(length, 1000));
          }
        };
    InputStream plaintext =
        PayloadOpener.open(header, NONE, custodians.dek(header, NONE, 0), broken);
    var failure = assertThrows(IOException.class, plaintext::readAllBytes);
    assertEquals("the disk", failure.getMessage());
  }

  @Test
  void closed_secrets_are_of_no_use_and_say_nothing() throws Exception {
    Custodians custodians = new Custodians(1, 1, 1, 16);
    Header header = header(custodians.seal(Kind.TESTIMONY, NONE, random(65536)));
    EpochSecret secret = custodians.secrets.get(0);
    Share share = SlotOpener.open(header, NONE, 0, secret);
    Dek dek = DekOpener.open(header, NONE, List.of(), List.of(share));
    assertEquals(
        "EpochSecret[REDACTED] Share[REDACTED] Dek[REDACTED]", secret + " " + share + " " + dek);
    secret.close();
    share.close();
    dek.close();
    assertTrue(secret.isDestroyed() && share.isDestroyed() && dek.isDestroyed());
    assertThrows(IllegalStateException.class, secret::seed);
    assertThrows(IllegalStateException.class, share::bytes);
    assertThrows(IllegalStateException.class, dek::bytes);
    assertThrows(IllegalStateException.class, () -> SlotOpener.open(header, NONE, 0, secret));
  }

  @Test
  void an_epoch_secret_is_its_seed() {
    EpochSecret secret = EpochSecret.generate(Custodians.seeded(1));
    assertArrayEquals(secret.publicKey(), new EpochSecret(secret.seed()).publicKey());
    assertEquals(1216, secret.publicKey().length);
  }

  private static SealingStream start(Custodians custodians, ByteArrayOutputStream out)
      throws Exception {
    return EnvelopeSealer.start(
        custodians.recipients, Kind.TESTIMONY, NONE, custodians.random, out);
  }

  private static int[] choose(Random random, int k, int n) {
    return random.ints(0, n).distinct().limit(k).toArray();
  }

  private static Header header(byte[] envelope) throws Exception {
    return Header.read(new ByteArrayInputStream(envelope));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static void assertReason(
      Reason reason, org.junit.jupiter.api.function.Executable executable) {
    assertEquals(reason, assertThrows(EnvelopeException.class, executable).reason());
  }
}
