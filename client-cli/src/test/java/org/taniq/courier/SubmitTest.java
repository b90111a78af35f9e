package org.taniq.courier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.courier.transport.TestSocks;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;

class SubmitTest {
  private static final String ONION = "http://" + "b".repeat(56) + ".onion";

  @TempDir Path temporary;
  private StubTus server;
  private TestSocks socks;
  private final Random random = new Random(5);

  @BeforeEach
  void start() throws IOException {
    server = new StubTus();
    socks = new TestSocks(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    socks.close();
  }

  @Test
  void a_small_envelope_arrives_in_one_request() throws Exception {
    Path file = envelope("a.tnq", 65536);
    Run run = submit(file);
    assertEquals(0, run.exit, run.toString());
    assertEquals(List.of("POST /uploads"), server.requests);
    requireStored(0, file);
    assertTrue(run.out.contains("arrived: "), run.out);
    assertEquals(List.of("b".repeat(56) + ".onion:80"), socks.names);
  }

  @Test
  void several_envelopes_travel_on_several_circuits() throws Exception {
    Run run = submit(envelope("a.tnq", 65536), envelope("b.tnq", 1 << 20), envelope("c", 65536));
    assertEquals(0, run.exit, run.toString());
    assertEquals(3, server.uploads.size());
    assertEquals(3, socks.tokens.stream().distinct().count());
  }

  @Test
  void a_large_envelope_goes_in_pieces_and_leaves_nothing_beside_it() throws Exception {
    Path file = envelope("large.tnq", 20 << 20);
    Run run = submit(file);
    assertEquals(0, run.exit, run.toString());
    requireStored(0, file);
    assertEquals(3, server.requests.stream().filter(r -> r.startsWith("PATCH")).count());
    assertFalse(Files.exists(temporary.resolve("large.tnq.upload")));
  }

  @Test
  void a_cut_at_any_place_costs_only_what_was_on_the_way() throws Exception {
    Path file = envelope("cut.tnq", 3 << 20);
    long size = Files.size(file);
    socks.cut(50, -1); // within the creation
    socks.cut(-1, 30); // within its answer
    socks.cut(1_000_000, -1); // within the bytes
    socks.cut(-1, 0); // all sent, no answer
    socks.cut(-1, 100); // within the answer to a HEAD
    Run run = submit(file);
    assertEquals(0, run.exit, run.toString());
    requireStored(server.uploads.size() - 1, file);
    assertTrue(run.err.contains("the connection was cut; going on in"), run.err);
    assertTrue(socks.upBytes.get() < size + size / 2, "sent " + socks.upBytes.get());
  }

  @Test
  void an_answer_lost_after_the_last_byte_is_asked_for_and_nothing_is_sent_twice()
      throws Exception {
    Path file = envelope("last.tnq", 1 << 20);
    socks.cut(-1, 250); // the creation's answer passes, the PATCH's is cut short
    Run run = submit(file);
    assertEquals(0, run.exit, run.toString());
    assertEquals(1, server.uploads.size());
    requireStored(0, file);
    assertTrue(socks.upBytes.get() < Files.size(file) + 5000, "sent " + socks.upBytes.get());
    assertEquals("HEAD /uploads/t0", server.requests.get(server.requests.size() - 1));
  }

  @Test
  void a_later_run_goes_on_where_an_earlier_one_gave_up() throws Exception {
    Path file = envelope("later.tnq", 2 << 20);
    socks.cut(1_500_000, -1);
    Run first = submit("--tries", "1", file.toString());
    assertEquals(9, first.exit, first.toString());
    assertTrue(first.err.contains("run the same command again"), first.err);
    assertTrue(Files.exists(temporary.resolve("later.tnq.upload")));
    long before = socks.upBytes.get();

    server.restart();
    socks.lead(server.port());
    Run second = submit(file);
    assertEquals(0, second.exit, second.toString());
    assertEquals(1, server.uploads.size());
    requireStored(0, file);
    assertTrue(socks.upBytes.get() - before < Files.size(file) * 2 / 3, "resumed");
    assertFalse(Files.exists(temporary.resolve("later.tnq.upload")));
  }

  @Test
  void another_envelope_under_the_same_name_is_not_mixed_with_the_first() throws Exception {
    Path file = envelope("same.tnq", 2 << 20);
    socks.cut(1_500_000, -1);
    assertEquals(9, submit("--tries", "1", file.toString()).exit);
    envelope("same.tnq", 2 << 20);
    Run run = submit(file);
    assertEquals(0, run.exit, run.toString());
    assertEquals(2, server.uploads.size());
    requireStored(1, file);
  }

  @Test
  void an_upload_that_the_server_forgot_begins_anew() throws Exception {
    Path file = envelope("forgot.tnq", 2 << 20);
    socks.cut(1_500_000, -1);
    assertEquals(9, submit("--tries", "1", file.toString()).exit);
    server.uploads.clear();
    Run run = submit(file);
    assertEquals(0, run.exit, run.toString());
    requireStored(0, file);
  }

  @Test
  void a_busy_server_is_waited_for_as_long_as_it_asks() throws Exception {
    server.instead.add(new String[] {"503", "40", "{\"reason\":\"TRY_LATER\"}"});
    server.instead.add(new String[] {"423", null, "{\"reason\":\"BUSY\"}"});
    server.instead.add(new String[] {"503", "999999", "{\"reason\":\"STORE_FAILED\"}"});
    Run run = submit(envelope("busy.tnq", 65536));
    assertEquals(0, run.exit, run.toString());
    assertEquals(3, run.waits.size());
    assertTrue(run.waits.get(0).compareTo(Duration.ofSeconds(40)) >= 0);
    assertTrue(run.waits.get(2).compareTo(Duration.ofMinutes(13)) < 0);
  }

  @Test
  void waits_grow_and_tries_without_progress_end() throws Exception {
    socks.refuse(4);
    Run run = submit("--tries", "9", envelope("none.tnq", 65536).toString());
    assertEquals(9, run.exit, run.toString());
    assertEquals(8, run.waits.size());
    assertTrue(run.waits.get(7).compareTo(run.waits.get(0)) > 0);
    assertTrue(run.waits.get(7).compareTo(Duration.ofSeconds(76)) < 0);
    assertTrue(run.err.contains("taniq-courier: error: the server is not reached"), run.err);
    assertTrue(run.err.contains("taniq-courier: hint: "), run.err);
  }

  @Test
  void a_server_that_always_confirms_the_same_ends_too() throws Exception {
    Path file = envelope("stuck.tnq", 2 << 20);
    server.stuck = true;
    Run run = submit(file);
    assertEquals(9, run.exit, run.toString());
  }

  @Test
  void a_refusal_is_said_in_plain_words_and_not_tried_again() throws Exception {
    server.instead.add(new String[] {"400", null, "{\"reason\":\"KEYSET_EXPIRED\"}"});
    Path file = envelope("old.tnq", 65536);
    Run run = submit(file);
    assertEquals(1, run.exit, run.toString());
    assertTrue(
        run.err.contains("it was sealed too long ago; seal it again (KEYSET_EXPIRED)"), run.err);
    assertTrue(Files.exists(file));
    assertEquals(1, server.requests.size());
  }

  @Test
  void what_a_server_writes_is_never_shown_but_for_the_name_of_a_reason() throws Exception {
    server.instead.add(new String[] {"400", null, "{\"reason\":\"\\u001b[2Jpwned\"}"});
    Run run = submit(envelope("x.tnq", 65536));
    assertEquals(1, run.exit);
    assertTrue(run.err.contains("HTTP_400"), run.err);
    assertFalse(run.err.contains("pwned"), run.err);
  }

  @Test
  void nothing_leaves_if_one_of_the_files_is_no_envelope() throws Exception {
    Path good = envelope("good.tnq", 65536);
    Path cut = temporary.resolve("cut.tnq");
    Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(good), 60_000));
    Path photo = Files.write(temporary.resolve("photo.jpg"), new byte[] {-1, -40, -1, 0, 0, 0, 0});
    for (Path bad : List.of(cut, photo)) {
      Run run = submit(good, bad);
      assertEquals(1, run.exit, run.toString());
      assertTrue(run.err.contains("not a sealed envelope: "), run.err);
    }
    assertEquals(5, submit(temporary.resolve("absent")).exit);
    assertEquals(0, socks.connections());
  }

  @Test
  void json_tells_what_arrived() throws Exception {
    Run run = submit("--json", envelope("j.tnq", 65536).toString());
    assertEquals(0, run.exit, run.toString());
    assertTrue(run.out.startsWith("{\"arrived\":[{\"file\":"), run.out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.org", "http://abc.onion", "x", "https://h/p"})
  void an_unsafe_address_is_a_wrong_command_line(String address) throws Exception {
    Run run =
        Run.courier("submit", "--server", address, "--direct", envelope("u.tnq", 65536).toString());
    assertEquals(2, run.exit, run.toString());
  }

  @Test
  void an_onion_address_is_never_looked_up_and_this_machine_not_asked_of_tor() throws Exception {
    Path file = envelope("u.tnq", 65536);
    Run onion = Run.courier("submit", "--server", ONION, "--direct", file.toString());
    assertEquals(2, onion.exit, onion.toString());
    String local = "http://127.0.0.1:" + server.port();
    Run proxied =
        Run.courier("submit", "--server", local, "--proxy", socks.address(), file.toString());
    assertEquals(2, proxied.exit, proxied.toString());
    Run direct = Run.courier("submit", "--server", local, "--direct", file.toString());
    assertEquals(0, direct.exit, direct.toString());
    assertEquals(0, socks.connections());
  }

  @Test
  void tor_may_go_and_come_back_in_the_middle_but_must_be_there_at_first() throws Exception {
    Path file = envelope("a.tnq", 3 << 20);
    String[] command = {
      "submit", "--server", ONION, "--proxy", socks.address(), "--timeout", "5", file.toString()
    };
    socks.cut(1_000_000, -1);
    AtomicInteger waits = new AtomicInteger();
    Waiting restart =
        time -> {
          try {
            switch (waits.incrementAndGet()) {
              case 1 -> socks.close();
              case 3 -> socks = TestSocks.again(socks);
              default -> {}
            }
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        };
    Run run = Run.courierWaiting(restart, command);
    assertEquals(0, run.exit, run.toString());
    assertTrue(run.err.contains("Tor is gone"), run.err);
    requireStored(0, file);

    socks.close();
    Run never = Run.courier(command);
    assertEquals(9, never.exit, never.toString());
    assertEquals(List.of(), never.waits);
    assertTrue(never.err.contains("hint: start Tor"), never.err);
  }

  private Run submit(Path... files) {
    return submit(java.util.Arrays.stream(files).map(Path::toString).toArray(String[]::new));
  }

  private Run submit(String... more) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of("submit", "--server", ONION, "--proxy", socks.address(), "--timeout", "5"));
    arguments.addAll(List.of(more));
    return Run.courier(arguments.toArray(String[]::new));
  }

  private void requireStored(int index, Path file) throws IOException {
    assertArrayEquals(
        Files.readAllBytes(file), server.uploads.get("t" + index).bytes.toByteArray());
  }

  /** A file with the header and length of an envelope, filled at random. */
  private Path envelope(String name, long padded) throws IOException {
    int slots = 3;
    byte[] bytes = new byte[(int) Lengths.envelopeLength(slots, padded)];
    random.nextBytes(bytes);
    byte[] header =
        new FixedHeader(2, slots, Kind.TESTIMONY, KeysetId.parse("ab".repeat(16))).bytes();
    System.arraycopy(header, 0, bytes, 0, header.length);
    return Files.write(temporary.resolve(name), bytes);
  }
}
