package org.taniq.courier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.courier.transport.TestSocks;
import org.taniq.parcel.Parcel;
import org.taniq.parcel.ParcelEntry;
import org.taniq.parcel.ParcelKind;
import org.taniq.parcel.ParcelWriter;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.hatch.HatchGuard;
import org.taniq.protocol.hatch.Horizon;
import org.taniq.protocol.hatch.ReplayMemory;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.SigningKey;

class HatchTest {
  static final String ONION = "http://" + "c".repeat(56) + ".onion";
  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

  @TempDir Path temporary;
  private StubHatch hatch;
  private TestSocks socks;
  private Path parcel;
  private final Random random = new Random(6);

  @BeforeEach
  void start() throws Exception {
    hatch = new StubHatch();
    socks = new TestSocks(hatch.port());
    parcel = temporary.resolve("stick/parcel");
    hatch.guard = guard(key(home()));
  }

  /** Makes a courier's key in a home; gives the public one. */
  static byte[] key(String home) throws Exception {
    Run keygen = Run.courier("--home", home, "keygen");
    assertEquals(0, keygen.exit, keygen.toString());
    String line = keygen.out.lines().filter(l -> l.startsWith("courier_keys = ")).findFirst().get();
    return Spelling.parseB64u(line.substring("courier_keys = ".length()), 32);
  }

  @AfterEach
  void stop() throws IOException {
    hatch.close();
    socks.close();
  }

  @Test
  void all_envelopes_come_into_the_parcel_and_a_second_pull_brings_nothing() throws Exception {
    hatch.pageSize = 3;
    for (int i = 0; i < 10; i++) {
      hatch.add(bytes(1000 + i));
    }
    Run first = courier("pull", parcel.toString());
    assertEquals(0, first.exit, first.toString());
    assertTrue(first.out.contains("envelopes copied: 10,"), first.out);
    assertTrue(first.out.contains("it is safe to unplug the stick"), first.out);
    requireParcel(10);
    assertEquals(4, hatch.requests.stream().filter("GET envelopes"::equals).count());

    for (Path directory : List.of(parcel, temporary.resolve("other"))) {
      Run second = courier("pull", directory.toString());
      assertEquals(0, second.exit, second.toString());
      assertTrue(second.out.contains("nothing new"), second.out);
    }
    requireParcel(10);
    assertFalse(Files.exists(temporary.resolve("other")));
  }

  @Test
  void new_envelopes_are_added_and_all_come_again_when_asked_for() throws Exception {
    hatch.add(bytes(100));
    assertEquals(0, courier("pull", parcel.toString()).exit);
    hatch.add(bytes(200));
    Run added = courier("pull", parcel.toString());
    assertTrue(added.out.contains("envelopes copied: 1,"), added.toString());
    requireParcel(2);
    parcel = temporary.resolve("again");
    Run again = courier("pull", "--again", parcel.toString());
    assertTrue(again.out.contains("envelopes copied: 2,"), again.toString());
    requireParcel(2);
  }

  @Test
  void cuts_within_the_status_the_list_and_the_bytes_cost_what_was_on_the_way() throws Exception {
    for (int i = 0; i < 3; i++) {
      hatch.add(bytes(400_000));
    }
    socks.cut(10, -1); // within the first request
    socks.cut(-1, 100); // within the status
    socks.cut(-1, 900); // within the list
    socks.cut(-1, 100_000); // within the bytes, three times
    socks.cut(-1, 500_000);
    socks.cut(-1, 1);
    Run run = courier("pull", parcel.toString());
    assertEquals(0, run.exit, run.toString());
    requireParcel(3);
    assertTrue(socks.downBytes.get() < 1_400_000, "received " + socks.downBytes.get());
  }

  @Test
  void a_later_pull_goes_on_after_one_that_gave_up_and_a_server_that_restarted() throws Exception {
    hatch.add(bytes(1_000_000));
    socks.cut(-1, 600_000);
    Run first = courier("pull", "--tries", "1", parcel.toString());
    assertEquals(9, first.exit, first.toString());
    assertFalse(Files.exists(parcel.resolve("parcel.json")));
    long before = socks.downBytes.get();
    hatch.restart();
    socks.lead(hatch.port());
    Run second = courier("pull", parcel.toString());
    assertEquals(0, second.exit, second.toString());
    requireParcel(1);
    assertTrue(socks.downBytes.get() - before < 500_000, "resumed");
  }

  @Test
  void an_envelope_that_is_damaged_on_the_server_is_named_and_the_others_come() throws Exception {
    String bad = hatch.add(bytes(5000));
    String shorter = hatch.add(bytes(6000));
    hatch.add(bytes(7000));
    byte[] flipped = hatch.envelopes.get(bad).clone();
    flipped[99] ^= 1;
    hatch.damaged.put(bad, flipped);
    hatch.damaged.put(shorter, Arrays.copyOf(hatch.envelopes.get(shorter), 100));
    Run run = courier("pull", parcel.toString());
    assertEquals(1, run.exit, run.toString());
    assertTrue(run.err.contains("not what its list says: " + bad), run.err);
    requireParcel(1);
  }

  @Test
  void an_envelope_that_is_deleted_meanwhile_is_left_out() throws Exception {
    hatch.add(bytes(100));
    String gone = hatch.add(bytes(200));
    hatch.gone.add(gone);
    Run run = courier("pull", "--json", parcel.toString());
    assertEquals(0, run.exit, run.toString());
    assertTrue(run.out.contains("\"gone\":1"), run.out);
    hatch.envelopes.remove(gone);
    requireParcel(1);
  }

  @Test
  void a_list_that_does_not_end_or_rise_is_refused() throws Exception {
    String status =
        "{\"instance\":\""
            + StubHatch.INSTANCE
            + "\",\"envelopes\":1,\"bytes\":1,\"free\":1,"
            + "\"day\":\"2026-11-23\",\"clock\":\""
            + Clock.systemUTC().millis() / 1000
            + "\"}";
    for (String list :
        List.of(
            "{\"envelopes\":[],\"more\":true}",
            "{\"envelopes\":{},\"more\":false}",
            "{\"envelopes\":[{\"id\":\"../../x\",\"sha256\":\"\",\"keyset\":\"\",\"size\":1,"
                + "\"day\":\"2026-11-20\"}],\"more\":false}")) {
      hatch.instead.add(new String[] {"200", status});
      hatch.instead.add(new String[] {"200", list});
      Run run = courier("pull", parcel.toString());
      assertEquals(9, run.exit, run.toString());
      assertTrue(run.err.contains("makes no sense"), run.err);
    }
  }

  @Test
  void every_refusal_of_the_hatch_is_told_apart() throws Exception {
    String[][] cases = {
      {"401", "{\"reason\":\"STALE\"}", "7", "differ by more than 5 minutes"},
      {"401", "{\"reason\":\"UNAUTHORISED\"}", "1", "does not know this courier's key"},
      {"401", "nonsense", "1", "does not know this courier's key"},
      {"401", "{\"reason\":\"WRONG_AUTHORITY\"}", "1", "does not go by the name ccc"},
      {"302", "", "1", "HTTP_302"},
      {"404", "<html>", "1", "HTTP_404"}
    };
    for (String[] each : cases) {
      hatch.instead.add(each);
      Run run = courier("status");
      assertEquals(Integer.parseInt(each[2]), run.exit, run.toString());
      assertTrue(run.err.contains(each[3]), run.err);
    }
  }

  @Test
  void a_wrong_clock_is_told_in_minutes() throws Exception {
    for (int minutes : new int[] {17, -90}) {
      Clock here = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
      Run run = Run.courierAt(here, arguments("status"));
      assertEquals(7, run.exit, run.toString());
      String words =
          minutes > 0
              ? "your clock is 17 minutes ahead of the server's"
              : "your clock is 90 minutes behind the server's";
      assertTrue(run.err.contains(words), run.err);
    }
    Clock little = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(120));
    Run run = Run.courierAt(little, arguments("status"));
    assertEquals(0, run.exit, run.toString());
    assertTrue(run.err.contains("warning: this clock and the server's differ by 1"), run.err);
  }

  @Test
  void the_wrong_key_and_the_wrong_name_of_the_server_are_told_apart() throws Exception {
    HatchGuard right = hatch.guard;
    hatch.guard = guard(new SigningKey(bytes(32)).publicKey());
    Run key = courier("pull", parcel.toString());
    assertEquals(1, key.exit, key.toString());
    assertTrue(key.err.contains("does not know this courier's key"), key.err);
    assertTrue(key.err.contains("taniq-courier keygen --show"), key.err);
    hatch.guard = right;
    Run name =
        Run.courier(
            "--home", home(), "status", "--direct", "--hatch", "http://127.0.0.1:" + hatch.port());
    assertEquals(1, name.exit, name.toString());
    assertTrue(name.err.contains("does not go by the name 127.0.0.1:"), name.err);
  }

  @Test
  void a_server_that_has_just_started_is_waited_for() throws Exception {
    hatch.instead.add(
        new String[] {
          "401", "{\"reason\":\"STALE\",\"clock\":\"" + Instant.now().getEpochSecond() + "\"}"
        });
    Run run = courier("status");
    assertEquals(0, run.exit, run.toString());
    assertEquals(1, run.waits.size());
  }

  @Test
  void a_replayed_nonce_and_a_busy_server_are_tried_again() throws Exception {
    hatch.instead.add(new String[] {"401", "{\"reason\":\"REPLAYED\"}"});
    hatch.instead.add(new String[] {"503", "{\"reason\":\"TRY_LATER\"}"});
    Run run = courier("status");
    assertEquals(0, run.exit, run.toString());
    assertTrue(run.out.contains("bulletin    number 12"), run.out);
    assertTrue(run.out.contains("free space  5.0 GiB"), run.out);
    assertEquals(2, run.waits.size());
  }

  @Test
  void a_server_of_another_instance_than_the_pinned_one_is_refused() throws Exception {
    Files.writeString(Path.of(home()).resolve("instance"), "34".repeat(32) + "\n");
    Run run = courier("status");
    assertEquals(1, run.exit, run.toString());
    assertTrue(run.err.contains("belongs to another organisation"), run.err);
  }

  @Test
  void push_brings_the_bulletin_first_then_the_site_then_orders() throws Exception {
    byte[] publication = bytes(3000);
    byte[] site = bytes(700_000);
    byte[] order = bytes(500);
    outgoing("site.tar", site);
    outgoing("publication.tar", publication);
    outgoing("deletion-" + "ab".repeat(16) + ".json", order);
    hatch.orderAnswer =
        "{\"entries\":[{\"id\":\""
            + "ab".repeat(16)
            + "\",\"result\":\"deleted\"},{\"id\":\""
            + "cd".repeat(16)
            + "\",\"result\":\"too_young\"}]}";
    socks.cut(-1, 400); // within the status
    socks.cut(300_000, -1); // within the site
    socks.cut(-1, 0); // all of it arrived, no answer came
    Run run = courier("push", parcel.toString());
    assertEquals(1, run.exit, run.toString());
    assertTrue(run.out.contains("the server serves the new bulletin"), run.out);
    assertTrue(run.out.contains("deleted: 1"), run.out);
    assertTrue(run.out.contains("kept, not seven days old yet: 1"), run.out);
    assertArrayEquals(publication, hatch.taken.get("publication"));
    assertArrayEquals(site, hatch.taken.get("site"));
    assertArrayEquals(order, hatch.taken.get("deletion-order"));
    List<String> puts =
        hatch.requests.stream().filter(r -> r.startsWith("PUT")).distinct().toList();
    assertEquals(List.of("PUT publication", "PUT site", "PUT deletion-order"), puts);
  }

  @Test
  void a_damaged_parcel_is_not_pushed_and_each_fault_is_named() throws Exception {
    outgoing("site.tar", bytes(100));
    outgoing("publication.tar", bytes(100));
    Files.delete(parcel.resolve("site.tar"));
    Files.write(parcel.resolve("publication.tar"), bytes(100));
    Files.writeString(parcel.resolve("notes.txt"), "x");
    Run run = courier("push", parcel.toString());
    assertEquals(1, run.exit, run.toString());
    assertTrue(run.err.contains("missing: site.tar"), run.err);
    assertTrue(run.err.contains("altered: publication.tar"), run.err);
    assertTrue(run.err.contains("does not belong there: notes.txt"), run.err);
    assertEquals(0, socks.connections());
  }

  @Test
  void a_refused_publication_is_said_in_plain_words() throws Exception {
    outgoing("publication.tar", bytes(100));
    assertEquals(0, courier("status").exit);
    hatch.instead.add(new String[] {"503", "{}"});
    hatch.instead.add(new String[] {"409", "{\"reason\":\"ROLLBACK\"}"});
    Run run = courier("push", parcel.toString());
    assertEquals(1, run.exit, run.toString());
    assertTrue(run.err.contains("the server has a newer one already (ROLLBACK)"), run.err);
  }

  @Test
  void the_key_is_for_its_owner_alone_and_is_not_written_over() throws Exception {
    Path key = Path.of(home()).resolve("courier.key");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    byte[] before = Files.readAllBytes(key);
    Run again = Run.courier("--home", home(), "keygen");
    assertEquals(5, again.exit, again.toString());
    assertArrayEquals(before, Files.readAllBytes(key));
    Run shown = Run.courier("--home", home(), "keygen", "--show");
    assertTrue(shown.out.matches("courier_keys = [A-Za-z0-9_-]{43}\n"), shown.out);

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    Run open = courier("status");
    assertEquals(1, open.exit, open.toString());
    assertTrue(open.err.contains("others on this machine can read"), open.err);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(key, new String(before, UTF_8).replace("\"public\": \"", "\"public\": \"A"));
    assertTrue(courier("status").err.contains("key is damaged"));
    Files.delete(key);
    Run missing = courier("status");
    assertEquals(5, missing.exit, missing.toString());
    assertTrue(missing.err.contains("hint: make one: taniq-courier keygen"), missing.err);
    assertEquals(0, socks.connections());
  }

  static HatchGuard guard(byte[] publicKey) {
    return new HatchGuard(
        Map.of(SignerId.of(publicKey), Bytes.of(publicKey)),
        Set.of("c".repeat(56) + ".onion"),
        new ReplayMemory(Instant.EPOCH, 10_000, Horizon.none()));
  }

  private void outgoing(String name, byte[] content) throws Exception {
    Path file = Files.write(temporary.resolve("source"), content);
    ParcelWriter writer = ParcelWriter.open(parcel, ParcelKind.OUTGOING, StubHatch.INSTANCE);
    writer.put(name, file, DAY, n -> {});
    writer.finish(DAY);
  }

  private void requireParcel(int count) throws Exception {
    Parcel read = Parcel.open(parcel, ParcelKind.INCOMING);
    read.verify(n -> {});
    assertEquals(count, read.manifest().entries().size());
    for (ParcelEntry entry : read.manifest().entries()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      read.copy(entry, out, n -> {});
      assertArrayEquals(hatch.envelopes.get(entry.name().substring(0, 32)), out.toByteArray());
    }
  }

  private String home() {
    return temporary.resolve("home").toString();
  }

  private Run courier(String... command) {
    return Run.courier(arguments(command));
  }

  private String[] arguments(String... command) {
    List<String> all = new ArrayList<>(List.of("--home", home(), command[0]));
    all.addAll(List.of("--hatch", ONION, "--proxy", socks.address(), "--timeout", "5"));
    all.addAll(List.of(command).subList(1, command.length));
    return all.toArray(String[]::new);
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
