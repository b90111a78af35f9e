package org.taniq.road;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.cli.terminal.Environment;
import org.taniq.courier.CourierMain;
import org.taniq.parcel.Parcel;
import org.taniq.parcel.ParcelEntry;
import org.taniq.parcel.ParcelKind;
import org.taniq.parcel.ParcelWriter;
import org.taniq.parcel.Sha256;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.signed.DeletionOrder;

/** The real courier at the real server, over a line that is cut again and again. */
class CourierRoadTest {
  private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC);

  @TempDir Path temporary;
  private final Random random = new Random(8);
  private Instance instance;
  private Relay front;
  private Relay hatch;
  private Path config;
  private ServerProcess server;
  private Clock clock = Clock.systemUTC();

  private record Run(int exit, String out, String err) {}

  @BeforeEach
  void start() throws Exception {
    instance = new Instance(DAY);
    front = new Relay();
    hatch = new Relay();
    Run keygen = courier("keygen");
    String line = keygen.out.lines().filter(l -> l.startsWith("courier_keys")).findFirst().get();
    config =
        Files.writeString(
            temporary.resolve("server.conf"),
            String.join(
                "\n",
                "instance = " + instance.id().hex(),
                "data_dir = " + temporary.resolve("data"),
                "listen = 127.0.0.1:0",
                "courier_listen = 127.0.0.1:0",
                line,
                "courier_authorities = " + hatch.authority(),
                ""));
    startServer();
  }

  private void startServer() throws IOException {
    server = new ServerProcess(config);
    front.lead(server.publicPort());
    hatch.lead(server.courierPort());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    front.close();
    hatch.close();
  }

  @Test
  void envelopes_travel_from_submit_to_a_parcel_byte_for_byte() throws Exception {
    publish();
    Run fetched = atFront("fetch", "--instance", instance.id().hex());
    assertEquals(0, fetched.exit, fetched.toString());
    assertTrue(fetched.out.contains("bulletin 0, age in days 0"), fetched.out);

    Path small = envelope("small.tnq", 65536);
    Path medium = envelope("medium.tnq", 3 << 20);
    Path large = envelope("large.tnq", 20 << 20);
    front.cut(20_000, -1);
    front.cut(-1, 40);
    front.cut(1_500_000, -1);
    front.cut(-1, 0);
    front.cut(4_000_000, -1);
    Run submitted = atFront("submit", small.toString(), medium.toString(), large.toString());
    assertEquals(0, submitted.exit, submitted.toString());

    Path parcel = temporary.resolve("stick/in");
    hatch.cut(-1, 100);
    hatch.cut(-1, 2_000_000);
    hatch.cut(-1, 9_000_000);
    Run pulled = atHatch("pull", parcel.toString());
    assertEquals(0, pulled.exit, pulled.toString());
    requireCarried(parcel, small, medium, large);
    Run again = atHatch("pull", parcel.toString());
    assertTrue(again.out.contains("nothing new"), again.toString());
    Run status = atHatch("status", "--json");
    assertTrue(status.out.contains("\"envelopes\":3"), status.toString());
    assertTrue(status.out.contains("\"bulletinDate\":\"" + DAY), status.toString());
  }

  @Test
  void a_server_that_is_killed_in_the_middle_costs_an_upload_little() throws Exception {
    publish();
    Path file = envelope("killed.tnq", 12 << 20);
    front.cut(9_500_000, -1);
    Run first = atFront("submit", "--tries", "1", file.toString());
    assertEquals(9, first.exit, first.toString());
    long before = front.upBytes.get();
    server.kill();
    startServer();
    Run second = atFront("submit", file.toString());
    assertEquals(0, second.exit, second.toString());
    assertTrue(front.upBytes.get() - before < Files.size(file) / 2, "resumed after the chunk");
    Path parcel = temporary.resolve("in");
    assertEquals(0, atHatch("pull", parcel.toString()).exit);
    requireCarried(parcel, file);
  }

  @Test
  void refusals_of_the_server_come_in_plain_words() throws Exception {
    Path file = envelope("early.tnq", 65536);
    Run early = atFront("submit", "--tries", "2", file.toString());
    assertEquals(9, early.exit, early.toString());
    assertTrue(early.err.contains("asks to wait"), early.err);

    Path site = temporary.resolve("site-first");
    put(site, "site.tar", instance.siteTar());
    Run unready = atHatch("push", site.toString());
    assertEquals(1, unready.exit, unready.toString());
    assertTrue(unready.err.contains("the server has no bulletin yet"), unready.err);

    publish();
    Path stranger = envelope("stranger.tnq", 65536, KeysetId.parse("ff".repeat(16)));
    Run unknown = atFront("submit", stranger.toString());
    assertEquals(1, unknown.exit, unknown.toString());
    assertTrue(unknown.err.contains("(KEYSET_NOT_LISTED)"), unknown.err);

    Path second = temporary.resolve("fork");
    put(second, "publication.tar", instance.publication(13));
    Run fork = atHatch("push", second.toString());
    assertEquals(8, fork.exit, fork.toString());
    assertTrue(fork.err.contains("two were signed"), fork.err);
  }

  @Test
  void a_wrong_clock_and_a_wrong_key_are_explained() throws Exception {
    clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-21));
    Run behind = atHatch("status");
    assertEquals(7, behind.exit, behind.toString());
    assertTrue(behind.err.contains("your clock is 21 minutes behind the server's"), behind.err);
    clock = Clock.systemUTC();
    Path other = temporary.resolve("other.key");
    assertEquals(0, courier("keygen", "--key", other.toString()).exit);
    Run stranger = atHatch("status", "--key", other.toString());
    assertEquals(1, stranger.exit, stranger.toString());
    assertTrue(stranger.err.contains("does not know this courier's key"), stranger.err);
  }

  @Test
  void a_deletion_order_is_answered_entry_by_entry() throws Exception {
    publish();
    Path file = envelope("keep.tnq", 65536);
    assertEquals(0, atFront("submit", file.toString()).exit);
    Path parcel = temporary.resolve("in");
    assertEquals(0, atHatch("pull", parcel.toString()).exit);
    ParcelEntry entry = Parcel.open(parcel, ParcelKind.INCOMING).manifest().entries().get(0);
    Bytes id = Bytes.of(java.util.HexFormat.of().parseHex(entry.name().substring(0, 32)));
    Bytes sha256 = Bytes.of(java.util.HexFormat.of().parseHex(entry.sha256()));
    Bytes order = Bytes.of(new byte[16]);
    byte[] bundle =
        instance.deletionOrder(
            order,
            List.of(
                new DeletionOrder.Entry(id, sha256, DeletionOrder.Why.ARCHIVED),
                new DeletionOrder.Entry(order, sha256, DeletionOrder.Why.ARCHIVED)));
    Path out = temporary.resolve("out");
    put(out, "deletion-" + order.hex() + ".json", bundle);
    Run pushed = atHatch("push", out.toString());
    assertEquals(1, pushed.exit, pushed.toString());
    assertTrue(pushed.out.contains("kept, not seven days old yet: 1"), pushed.out);
    assertTrue(pushed.out.contains("not there, perhaps deleted before: 1"), pushed.out);
  }

  private void publish() throws Exception {
    Path parcel = temporary.resolve("stick/out");
    put(parcel, "site.tar", instance.siteTar());
    put(parcel, "publication.tar", instance.publication(14));
    hatch.cut(-1, 50);
    hatch.cut(1500, -1);
    hatch.cut(-1, 450);
    Run pushed = atHatch("push", parcel.toString());
    assertEquals(0, pushed.exit, pushed.toString());
    assertTrue(pushed.out.contains("the server serves the new bulletin"), pushed.out);
    assertTrue(pushed.out.contains("the server serves the new site"), pushed.out);
  }

  private void put(Path parcel, String name, byte[] content) throws Exception {
    Path file = Files.write(temporary.resolve("source"), content);
    ParcelWriter writer = ParcelWriter.open(parcel, ParcelKind.OUTGOING, instance.id().hex());
    writer.put(name, file, DAY, n -> {});
    writer.finish(DAY);
  }

  private static void requireCarried(Path directory, Path... files) throws Exception {
    Map<String, byte[]> expected = new HashMap<>();
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      expected.put(Sha256.hex(bytes), bytes);
    }
    Parcel parcel = Parcel.open(directory, ParcelKind.INCOMING);
    parcel.verify(n -> {});
    for (ParcelEntry entry : parcel.manifest().entries()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      parcel.copy(entry, out, n -> {});
      assertArrayEquals(expected.remove(entry.sha256()), out.toByteArray());
    }
    assertTrue(expected.isEmpty());
  }

  private Path envelope(String name, int padded) throws IOException {
    return envelope(name, padded, instance.keysetId());
  }

  /** What a server can judge of an envelope is right: header and length. */
  private Path envelope(String name, int padded, KeysetId keyset) throws IOException {
    byte[] bytes = new byte[(int) Lengths.envelopeLength(2, padded)];
    random.nextBytes(bytes);
    byte[] header = new FixedHeader(2, 2, Kind.TESTIMONY, keyset).bytes();
    System.arraycopy(header, 0, bytes, 0, header.length);
    return Files.write(temporary.resolve(name), bytes);
  }

  private Run atFront(String command, String... more) {
    return direct(command, "--server", front.address(), more);
  }

  private Run atHatch(String command, String... more) {
    return direct(command, "--hatch", hatch.address(), more);
  }

  private Run direct(String command, String option, String address, String... more) {
    List<String> all = new ArrayList<>(List.of(command, option, address));
    all.addAll(List.of("--direct", "--timeout", "10"));
    all.addAll(List.of(more));
    return courier(all.toArray(String[]::new));
  }

  private Run courier(String... command) {
    List<String> all = new ArrayList<>(List.of("--home", temporary.resolve("home").toString()));
    all.addAll(List.of(command));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Environment real = Environment.ofThisProcess();
    Environment environment =
        new Environment(
            InputStream.nullInputStream(),
            out,
            false,
            err,
            false,
            "en",
            clock,
            real.random(),
            real.network(),
            real.terminal(),
            real.cost());
    int exit =
        CourierMain.assemble(environment, time -> Thread.sleep(20)).run(all.toArray(String[]::new));
    return new Run(exit, out.toString(UTF_8), err.toString(UTF_8));
  }
}
