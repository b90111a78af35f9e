package org.taniq.courier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.courier.transport.TestSocks;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.signed.Alive;
import org.taniq.protocol.signed.Broadcast;
import org.taniq.protocol.signed.Bulletin;
import org.taniq.protocol.signed.Charter;
import org.taniq.protocol.signed.CurrentFile;
import org.taniq.protocol.signed.DetachedSignature;
import org.taniq.protocol.signed.DocumentType;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.EpochKey;
import org.taniq.protocol.signed.Keyset;
import org.taniq.protocol.signed.LeastQuorum;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.SigningKey;

class FetchTest {
  private static final String ONION = "http://" + "d".repeat(56) + ".onion";
  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
  private static final LeastQuorum LEAST = new LeastQuorum(2, 2);
  private static final SigningKey A = key(1);
  private static final SigningKey B = key(2);

  @TempDir Path temporary;
  private volatile byte[] served = new byte[0];
  private volatile int status = 200;
  private HttpServer server;
  private TestSocks socks;
  private boolean demo;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext(
        "/taniq/current.json",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(status, served.length);
            exchange.getResponseBody().write(served);
          }
        });
    server.start();
    socks = new TestSocks(server.getAddress().getPort());
  }

  @AfterEach
  void stop() throws IOException {
    server.stop(0);
    socks.close();
  }

  @Test
  void what_is_served_is_verified_and_kept_for_sealing() throws Exception {
    served = current(3, DAY, B);
    socks.cut(20, -1);
    socks.cut(-1, 500);
    Path out = temporary.resolve("out.json");
    Run run = fetch("--instance", fingerprint(), "--out", out.toString());
    assertEquals(0, run.exit, run.toString());
    assertTrue(run.out.contains("bulletin 3, age in days 0, valid until 2026-12-07"), run.out);
    assertTrue(run.out.contains("taniq seal can be used until 2026-11-29"), run.out);
    assertArrayEquals(served, Files.readAllBytes(home().resolve("documents/current.json")));
    assertArrayEquals(served, Files.readAllBytes(out));
    assertEquals("2026-11-23\n", Files.readString(home().resolve("newest-date")));

    Run again = fetch("--json");
    assertEquals(0, again.exit, again.toString());
    assertTrue(again.out.contains("\"bulletin\":3"), again.out);
  }

  @Test
  void the_fingerprint_is_needed_once_and_holds_for_ever() throws Exception {
    served = current(3, DAY, B);
    Run none = fetch();
    assertEquals(1, none.exit, none.toString());
    Run typed = fetch("--instance", "abc");
    assertEquals(2, typed.exit, typed.toString());
    assertEquals(0, socks.connections());
    Run wrong = fetch("--instance", "ab".repeat(32));
    assertEquals(1, wrong.exit, wrong.toString());
    assertTrue(wrong.err.contains("belongs to another organisation"), wrong.err);
    assertFalse(Files.exists(home().resolve("documents/current.json")));
  }

  @Test
  void an_older_or_a_second_bulletin_is_an_alarm_and_evidence_is_kept() throws Exception {
    byte[] good = current(3, DAY, B);
    served = good;
    assertEquals(0, fetch("--instance", fingerprint()).exit);
    for (byte[] shown : List.of(current(2, DAY, B), current(3, DAY, A))) {
      served = shown;
      Run run = fetch();
      assertEquals(8, run.exit, run.toString());
      assertTrue(run.err.contains("taniq-courier: ALARM: "), run.err);
      assertArrayEquals(good, Files.readAllBytes(home().resolve("documents/current.json")));
      try (var files = Files.list(home().resolve("documents"))) {
        assertTrue(
            files
                .filter(file -> file.getFileName().toString().startsWith("alarm-"))
                .anyMatch(file -> Arrays.equals(shown, read(file))));
      }
    }
  }

  @Test
  void a_demonstration_is_refused_without_the_switch() throws Exception {
    demo = true;
    served = current(3, DAY, B);
    Run refused = fetch("--instance", fingerprint());
    assertEquals(1, refused.exit, refused.toString());
    assertTrue(refused.err.contains("demonstration"), refused.err);
    assertEquals(0, fetch("--demo").exit);
  }

  @Test
  void an_expired_bulletin_a_flipped_byte_and_other_answers_change_nothing() throws Exception {
    served = current(3, DAY.minusDays(20), B);
    Run expired = fetch("--instance", fingerprint());
    assertEquals(1, expired.exit, expired.toString());
    assertTrue(expired.err.contains("it has expired"), expired.err);
    byte[] flipped = current(3, DAY, B);
    flipped[flipped.length / 2] ^= 1;
    served = flipped;
    assertEquals(1, fetch().exit);
    served = "<html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertEquals(1, fetch().exit);
    served = new byte[(8 << 20) + 1];
    assertEquals(9, fetch("--tries", "2").exit);
    status = 404;
    Run missing = fetch();
    assertEquals(1, missing.exit, missing.toString());
    assertTrue(missing.err.contains("HTTP_404"), missing.err);
    assertFalse(Files.exists(home().resolve("documents/current.json")));
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path home() {
    return temporary.resolve("home");
  }

  private Run fetch(String... more) {
    List<String> all =
        new java.util.ArrayList<>(
            List.of(
                "--home",
                home().toString(),
                "fetch",
                "--server",
                ONION,
                "--proxy",
                socks.address(),
                "--timeout",
                "5"));
    all.addAll(List.of(more));
    Clock clock = Clock.fixed(DAY.atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    return Run.courierAt(clock, all.toArray(String[]::new));
  }

  private String fingerprint() throws SignedException {
    String hex = charter().sha256().hex();
    return hex.substring(0, 8) + " " + hex.substring(8).toUpperCase(java.util.Locale.ROOT);
  }

  private Signed charter() throws SignedException {
    List<Charter.Person> people =
        List.of(
            new Charter.Person("A", Bytes.of(A.publicKey()), List.of(Charter.Role.values())),
            new Charter.Person("B", Bytes.of(B.publicKey()), List.of(Charter.Role.values())));
    byte[] bytes =
        new Charter(
                0,
                null,
                DAY.minusDays(100),
                DAY.minusDays(100),
                DAY.plusDays(300),
                demo,
                new Charter.Organisation("O", "x@example.org"),
                people,
                2,
                1,
                new Charter.Recovery(List.of(), 0))
            .bytes();
    return signed(DocumentType.CHARTER, bytes, A, B);
  }

  private byte[] current(int number, LocalDate date, SigningKey publisher) throws SignedException {
    Signed charter = charter();
    Bytes instance = charter.sha256();
    Epoch epoch = Epoch.live(DAY);
    byte[] other = new byte[EpochKey.PUBLIC_KEY_BYTES];
    byte[] publicKey = other.clone();
    publicKey[0] = 1;
    List<EpochKey> keys =
        List.of(
            EpochKey.sign(A, instance, epoch, LEAST, publicKey),
            EpochKey.sign(B, instance, epoch, LEAST, other));
    Signed keyset =
        signed(DocumentType.KEYSET, new Keyset(instance, epoch, 2, 2, keys).bytes(), A, B);
    Bulletin bulletin =
        new Bulletin(
            instance,
            number,
            number == 0 ? null : Bytes.of(new byte[32]),
            date,
            // Who publishes makes another document of the same number.
            publisher == A ? date.plusDays(13) : date.plusDays(14),
            charter.sha256(),
            List.of(keyset.sha256()),
            List.of(),
            List.of(),
            List.of(Alive.sign(A, instance, date), Alive.sign(B, instance, date)),
            null,
            Broadcast.empty(new byte[32]));
    return new CurrentFile(
            List.of(charter),
            signed(DocumentType.BULLETIN, bulletin.bytes(), publisher),
            List.of(keyset),
            null)
        .bytes();
  }

  private static Signed signed(DocumentType type, byte[] document, SigningKey... keys) {
    return new Signed(
        type,
        Bytes.of(document),
        Arrays.stream(keys).map(key -> DetachedSignature.sign(type, document, key)).toList());
  }

  private static SigningKey key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return new SigningKey(bytes);
  }
}
