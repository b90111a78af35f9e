package org.taniq.cli.inbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.cli.inbox.InboxEntry.State;
import org.taniq.cli.inbox.OpenReport.Failed;
import org.taniq.cli.inbox.OpenReport.Outcome;
import org.taniq.cli.vault.LogEntry;
import org.taniq.cli.vault.Vault;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.open.PayloadOpener;
import org.taniq.protocol.tar.TarWriter;
import org.taniq.protocol.testimony.TestimonyJson;

class OpenRunTest {
  private @TempDir Path home;
  private House house;

  @BeforeEach
  void begin() throws Exception {
    house = new House(home);
  }

  @AfterEach
  void end() throws Exception {
    house.close();
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    house.random.nextBytes(bytes);
    return bytes;
  }

  private State state(String sha256) {
    return house.inbox.entry(sha256).state();
  }

  @Test
  void two_custodians_open_what_was_sealed_small_and_large() throws Exception {
    byte[] photo = random(3 << 20);
    List<String> hashes =
        house.add(
            house.seal("first"),
            house.seal("with a photo", House.file("photo.jpg", photo)),
            house.seal("third", House.file("empty", new byte[0])));
    OpenReport report = house.open(0, 2);
    assertEquals(List.of(), report.failed());
    assertEquals(hashes, report.opened().stream().map(OpenReport.Opened::sha256).toList());
    assertTrue(hashes.stream().allMatch(each -> state(each) == State.OPENED));
    assertEquals(0, house.log.unsigned());
    try (Vault vault = house.vault(house.quorum(1, 2))) {
      TestimonyJson json =
          (TestimonyJson) Contents.head(vault, vault.item(hashes.get(1)), House.INSTANCE);
      assertEquals("with a photo", json.narrative());
      try (InputStream tar = vault.read(vault.item(hashes.get(1)))) {
        assertTrue(contains(tar.readAllBytes(), photo));
      }
    }
  }

  private static boolean contains(byte[] whole, byte[] part) {
    for (int i = 0; i + part.length <= whole.length; i += 512) {
      if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void one_custodian_alone_cannot_open_even_the_vault() throws Exception {
    house.add(house.seal("text"));
    EnvelopeException refused = assertThrows(EnvelopeException.class, () -> house.open(1));
    assertEquals(EnvelopeException.Reason.TOO_FEW_SHARES, refused.reason());
  }

  @Test
  void broken_envelopes_are_named_and_the_others_go_on() throws Exception {
    byte[] good = house.seal("good");
    byte[] flipped = house.seal("flipped", House.file("a", random(700_000)));
    flipped[flipped.length - 100] ^= 1;
    byte[] mac = house.seal("mac");
    mac[Header.length(3) - 1] ^= 1;
    byte[] cut = Arrays.copyOf(house.seal("cut"), 65536);
    byte[] longer = Arrays.copyOf(house.seal("longer"), 70000);
    byte[] jpeg = random(5000);
    jpeg[0] = (byte) 0xff;
    List<String> hashes = house.add(flipped, good, mac, cut, longer, jpeg);
    OpenReport report = house.open(0, 1);
    assertEquals(List.of(hashes.get(1)), report.opened().stream().map(o -> o.sha256()).toList());
    assertEquals(
        List.of(
            "PAYLOAD_TAMPERED", "HEADER_TAMPERED", "BAD_LENGTH", "BAD_LENGTH", "NOT_AN_ENVELOPE"),
        report.failed().stream()
            .sorted((a, b) -> hashes.indexOf(a.sha256()) - hashes.indexOf(b.sha256()))
            .map(Failed::reason)
            .toList());
    for (Failed failed : report.failed()) {
      boolean others = failed.reason().equals("HEADER_TAMPERED"); // Slot 2 was not tried.
      assertEquals(others ? Outcome.WAITS : Outcome.UNDECIPHERABLE, failed.outcome());
    }
    assertEquals(State.UNDECIPHERABLE, state(hashes.get(0)));
    assertEquals("PAYLOAD_TAMPERED", house.inbox.entry(hashes.get(0)).detail());
    assertEquals(State.OPENED, state(hashes.get(1)));
  }

  @Test
  void a_slot_damaged_by_the_sender_leaves_the_envelope_to_the_others() throws Exception {
    byte[] envelope = house.seal("text");
    envelope[32 + 1169 + 500] ^= 1;
    String sha256 = house.add(envelope).get(0);
    OpenReport first = house.open(0, 1);
    assertEquals(Outcome.WAITS, first.failed().get(0).outcome());
    assertEquals("SLOT_UNREADABLE", first.failed().get(0).reason());
    assertEquals(State.SEALED, state(sha256));
    // The header's MAC covers the slots: the change is found once enough shares are there.
    OpenReport second = house.open(0, 2);
    assertEquals("HEADER_TAMPERED", second.failed().get(0).reason());
    assertEquals(Outcome.WAITS, second.failed().get(0).outcome());
    OpenReport third = house.open(0, 1, 2);
    assertEquals("HEADER_TAMPERED", third.failed().get(0).reason());
    assertEquals(Outcome.UNDECIPHERABLE, third.failed().get(0).outcome());
    assertEquals(State.UNDECIPHERABLE, state(sha256));
  }

  @Test
  void an_envelope_on_which_the_program_fails_is_named_logged_and_stays_sealed() throws Exception {
    byte[] photo = random(700_000);
    List<String> hashes =
        house.add(
            house.seal("first"),
            house.seal("second"),
            house.seal("large", House.file("photo.jpg", photo)),
            house.seal("last"));
    AtomicInteger looks = new AtomicInteger();
    Set<Integer> seeded = Set.of(1, 3);
    house.beforeFind =
        () -> {
          if (seeded.contains(looks.incrementAndGet())) {
            throw new ArrayIndexOutOfBoundsException("what she told");
          }
        };
    OpenReport report = house.open(0, 1);
    house.beforeFind = () -> {};
    assertEquals(2, report.opened().size());
    assertEquals(2, report.failed().size());
    assertTrue(report.hasFault());
    for (Failed failed : report.failed()) {
      assertEquals(Outcome.FAULT, failed.outcome());
      assertTrue(failed.reason().startsWith("ArrayIndexOutOfBoundsException OpenRunTest.java:"));
      assertEquals(State.SEALED, state(failed.sha256()));
      LogEntry logged =
          house.log.entries().stream()
              .filter(e -> e.what().equals("fault") && e.field("envelope").equals(failed.sha256()))
              .findAny()
              .orElseThrow();
      assertEquals(failed.reason(), logged.field("reason"));
    }
    assertEquals(0, house.log.unsigned());
    assertEquals(2, house.open(0, 1).opened().size(), "the next run tries them again");
    assertTrue(hashes.stream().allMatch(each -> state(each) == State.OPENED));
  }

  @Test
  void what_fails_in_another_thread_of_a_large_envelope_is_the_same_failure() {
    InputStream breaks =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalArgumentException("reading");
          }
        };
    assertThrows(
        IllegalArgumentException.class,
        () -> new SideBySide(House.INSTANCE).run(breaks, OutputStream.nullOutputStream()));
    OutputStream refuses =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new UnsupportedOperationException("writing");
          }
        };
    assertThrows(
        UnsupportedOperationException.class,
        () -> new SideBySide(House.INSTANCE).run(new ByteArrayInputStream(tar()), refuses));
  }

  /** The plaintext of an envelope. */
  private byte[] tar() throws Exception {
    byte[] envelope = house.seal("text", House.file("a", random(3 << 20)));
    ByteArrayInputStream sealed = new ByteArrayInputStream(envelope);
    Header header = Header.read(sealed);
    EnvelopeOpener opener = new EnvelopeOpener(house.quorum(0, 1), house::find, House.INSTANCE);
    try (Dek dek = opener.dek(header)) {
      return PayloadOpener.open(header, Binding.noContext(), dek, sealed).readAllBytes();
    }
  }

  @Test
  void a_header_that_two_cannot_prove_waits_for_the_third() throws Exception {
    byte[] mac = house.seal("mac");
    mac[Header.length(3) - 1] ^= 1;
    String sha256 = house.add(mac).get(0);
    assertEquals(Outcome.WAITS, house.open(0, 1).failed().get(0).outcome());
    assertEquals(State.SEALED, state(sha256));
    Failed failed = house.open(0, 1, 2).failed().get(0);
    assertEquals(Outcome.UNDECIPHERABLE, failed.outcome());
    assertEquals("HEADER_TAMPERED", failed.reason());
    assertEquals(State.UNDECIPHERABLE, state(sha256));
  }

  @Test
  void a_file_that_rotted_in_the_inbox_is_put_aside_and_imported_again() throws Exception {
    byte[] envelope = house.seal("text");
    String sha256 = house.add(envelope).get(0);
    byte[] rotten = envelope.clone();
    rotten[50_000] ^= 1;
    Files.write(house.inbox.file(sha256), rotten);
    assertEquals(Outcome.ALTERED, house.open(0, 1).failed().get(0).outcome());
    assertEquals(State.GONE, state(sha256));
    assertTrue(Files.exists(home.resolve("inbox/" + sha256 + ".altered")));
    house.add(envelope);
    assertEquals(1, house.open(0, 1).opened().size());
    assertEquals(State.OPENED, state(sha256));
  }

  @Test
  void importing_and_opening_again_changes_nothing() throws Exception {
    byte[] envelope = house.seal("text");
    house.add(envelope);
    house.open(0, 1);
    int lines = house.log.entries().size();
    house.add(envelope);
    assertEquals(lines, house.log.entries().size());
    assertEquals(0, house.open(0, 1).opened().size());
  }

  @Test
  void an_envelope_of_an_unknown_keyset_waits() throws Exception {
    byte[] envelope = house.seal("text");
    envelope[20] ^= 1;
    String sha256 = house.add(envelope).get(0);
    Failed failed = house.open(0, 1).failed().get(0);
    assertEquals(Outcome.WAITS, failed.outcome());
    assertEquals("WRONG_KEYSET", failed.reason());
    assertEquals(State.SEALED, state(sha256));
  }

  @Test
  void no_temporary_file_is_left_and_none_holds_plaintext() throws Exception {
    byte[] marked = "MARKED-PLAINTEXT".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
    byte[] broken = house.seal("MARKED-PLAINTEXT", House.file("a", marked));
    broken[broken.length - 20] ^= 1;
    house.add(house.seal("MARKED-PLAINTEXT", House.file("a", marked)), broken);
    house.open(0, 1);
    List<Path> files = new ArrayList<>();
    try (var all = Files.walk(home)) {
      all.filter(Files::isRegularFile).forEach(files::add);
    }
    for (Path file : files) {
      assertFalse(file.toString().endsWith(".part"), file.toString());
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertFalse(bytes.contains("MARKED-PLAINTEXT"), file.toString());
    }
  }

  @Test
  void many_small_ones_come_in_few_packs() throws Exception {
    byte[][] envelopes = new byte[150][];
    for (int i = 0; i < envelopes.length; i++) {
      envelopes[i] = house.seal("text " + i);
    }
    house.add(envelopes);
    assertEquals(150, house.open(0, 1).opened().size());
    try (var packs = Files.walk(home.resolve("vault"))) {
      assertEquals(1, packs.filter(f -> f.toString().endsWith(".pack")).count());
    }
    try (Vault vault = house.vault(house.quorum(0, 1))) {
      assertEquals(150, vault.items().size());
      assertArrayEquals(
          new String[] {"text 77"},
          new String[] {
            ((TestimonyJson)
                    Contents.head(vault, vault.item(House.sha256(envelopes[77])), House.INSTANCE))
                .narrative()
          });
    }
  }

  @Test
  void no_more_than_16_mib_of_envelopes_wait_for_the_first_one() throws Exception {
    byte[] photo = random(400_000);
    byte[][] envelopes = new byte[60][];
    for (int i = 0; i < envelopes.length; i++) {
      envelopes[i] = house.seal("text", House.file("photo.jpg", photo));
    }
    house.add(envelopes);
    // Any of those that are opened side by side may be the first to look for its keyset.
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    CountDownLatch tooMany = new CountDownLatch((16 << 20) / envelopes[0].length + threads);
    AtomicInteger looks = new AtomicInteger();
    house.beforeFind =
        () -> {
          tooMany.countDown();
          if (looks.incrementAndGet() == 1) {
            assertFalse(reached(tooMany, Duration.ofSeconds(3)));
          }
        };
    assertEquals(List.of(), house.open(0, 1).failed());
    assertEquals(envelopes.length, looks.get());
  }

  private static boolean reached(CountDownLatch latch, Duration time) {
    try {
      return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_hostile_tar_under_a_good_seal_is_named_and_nothing_of_it_is_kept() throws Exception {
    List<byte[]> hostile = new ArrayList<>();
    for (String name : List.of("../evil", "/etc/passwd", "attachments/../../evil")) {
      hostile.add(sealed(tar -> put(tar, 0, name + "\0")));
    }
    for (String type : List.of("1", "2", "3", "5", "x", "g", "L")) {
      hostile.add(sealed(tar -> put(tar, 156, type)));
    }
    hostile.add(sealed(tar -> put(tar, 124, "120000000000")));
    byte[] good = house.seal("good");
    List<String> hashes = house.add(hostile.toArray(byte[][]::new));
    house.add(good);
    OpenReport report = house.open(0, 1);
    assertEquals(hostile.size(), report.failed().size());
    for (Failed failed : report.failed()) {
      assertEquals("BAD_TAR", failed.reason());
      assertEquals(Outcome.UNDECIPHERABLE, failed.outcome());
      assertTrue(hashes.contains(failed.sha256()));
    }
    assertEquals(1, report.opened().size());
    assertFalse(Files.exists(home.resolve("evil")) || Files.exists(home.resolveSibling("evil")));
    try (Vault vault = house.vault(house.quorum(0, 1))) {
      assertEquals(1, vault.items().size());
    }
  }

  private static void put(byte[] tar, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, tar, at, bytes.length);
  }

  /** A tar of one file whose header was changed, its checksum right again, under a good seal. */
  private byte[] sealed(Consumer<byte[]> change) throws Exception {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(plain);
    writer.entry("testimony.json", new byte[] {'{', '}'});
    writer.finish(65536);
    byte[] tar = plain.toByteArray();
    change.accept(tar);
    put(tar, 148, "        ");
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[i] & 0xff;
    }
    put(tar, 148, String.format("%06o\0 ", sum));
    return house.sealTar(tar);
  }
}
