package org.taniq.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.signed.DeletionOrder;
import org.taniq.server.Running.Request;
import org.taniq.server.http.Envelopes;
import org.taniq.server.http.ExactHeaders;
import org.taniq.server.http.RawHttp;
import org.taniq.server.site.House;

class CourierTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private Running running;

  @BeforeEach
  void start() throws Exception {
    running = new Running(directory, new House(false)).start().published();
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private static JsonNode json(RawHttp.Reply reply) throws Exception {
    assertEquals("application/json", reply.header("content-type"));
    return JSON.readTree(reply.body());
  }

  private static void refused(int status, String reason, RawHttp.Reply reply) {
    assertEquals("{\"reason\":\"" + reason + "\"}", reply.text());
    assertEquals(status, reply.status());
  }

  private byte[] upload(long seed) throws Exception {
    byte[] envelope =
        Envelopes.of(2, 3, Kind.TESTIMONY, running.house.keysetId(), Lengths.FLOOR, seed);
    RawHttp.Reply reply =
        RawHttp.send(
            running.port,
            "POST /uploads HTTP/1.1\nHost: x\nTus-Resumable: 1.0.0\nContent-Type:"
                + " application/offset+octet-stream\nUpload-Length: "
                + envelope.length
                + "\nContent-Length: "
                + envelope.length,
            envelope);
    assertEquals(201, reply.status(), reply.text());
    return envelope;
  }

  @Test
  void status_tells_what_is_published_and_stored() throws Exception {
    byte[] envelope = upload(1);
    RawHttp.Reply reply = running.courier("status");
    ExactHeaders.assertExact(reply, "content-type");
    JsonNode status = json(reply);
    assertEquals(running.house.instance.hex(), status.get("instance").asText());
    assertEquals(0, status.get("bulletin").get("number").asInt());
    assertTrue(status.get("bulletin").get("sha256").asText().matches("[0-9a-f]{64}"));
    assertEquals("2026-11-25", status.get("bulletin").get("date").asText());
    assertEquals("2026-12-09", status.get("bulletin").get("valid_until").asText());
    assertEquals(1, status.get("site").get("version").asInt());
    assertEquals(1, status.get("envelopes").asInt());
    assertEquals(envelope.length, status.get("bytes").asInt());
    assertEquals((1L << 30) - envelope.length, status.get("free").asLong());
    assertEquals("2026-11-25", status.get("day").asText());
    assertEquals(String.valueOf(running.clock.now.getEpochSecond()), status.get("clock").asText());
  }

  @Test
  void envelopes_are_listed_by_random_id_page_by_page() throws Exception {
    for (int i = 0; i < 5; i++) {
      upload(i);
    }
    String last = "";
    int seen = 0;
    boolean more = true;
    while (more) {
      String query = "?limit=2" + (last.isEmpty() ? "" : "&after=" + last);
      JsonNode page = json(running.courier("envelopes" + query));
      for (JsonNode one : page.get("envelopes")) {
        assertTrue(last.compareTo(one.get("id").asText()) < 0);
        last = one.get("id").asText();
        assertEquals(running.house.keysetId().hex(), one.get("keyset").asText());
        assertEquals("2026-11-25", one.get("day").asText());
        seen++;
      }
      more = page.get("more").asBoolean();
    }
    assertEquals(5, seen);
    for (String bad :
        List.of("?limit=0", "?limit=1001", "?limit=x", "?after=x", "?after=" + "A".repeat(32))) {
      refused(400, "BAD_REQUEST", running.courier("envelopes" + bad));
    }
  }

  @Test
  void an_envelope_is_downloaded_whole_or_from_where_it_stopped() throws Exception {
    byte[] envelope = upload(1);
    JsonNode entry = json(running.courier("envelopes")).get("envelopes").get(0);
    String path = "envelopes/" + entry.get("id").asText();
    RawHttp.Reply whole = running.courier(path);
    assertEquals(200, whole.status());
    assertArrayEquals(envelope, whole.body());
    assertEquals(
        HexFormat.of().formatHex(Running.sha256(whole.body())), entry.get("sha256").asText());
    ExactHeaders.assertExact(whole, "content-type");
    RawHttp.Reply rest = running.courier(path, "Range: bytes=60000-");
    assertEquals(206, rest.status());
    assertEquals(
        "bytes 60000-" + (envelope.length - 1) + "/" + envelope.length,
        rest.header("content-range"));
    assertArrayEquals(Arrays.copyOfRange(envelope, 60000, envelope.length), rest.body());
    ExactHeaders.assertExact(rest, "content-type", "content-range");
    assertArrayEquals(
        Arrays.copyOfRange(envelope, 10, 21), running.courier(path, "Range: bytes=10-20").body());
    assertEquals(1, running.courier(path, "Range: bytes=0-0").body().length);
    for (String bad :
        List.of("bytes=" + envelope.length + "-", "bytes=5-4", "bytes=-5", "bytes=0-1,3-4", "x")) {
      RawHttp.Reply reply = running.courier(path, "Range: " + bad);
      refused(416, "BAD_RANGE", reply);
      assertEquals("bytes */" + envelope.length, reply.header("content-range"));
    }
    refused(404, "UNKNOWN_ENVELOPE", running.courier("envelopes/" + "0".repeat(32)));
    refused(404, "UNKNOWN_ENVELOPE", running.courier("envelopes/x"));
  }

  private Request status() {
    return new Request("GET", "/courier/v1/status", new byte[0]);
  }

  @Test
  void every_request_that_is_not_signed_as_it_must_be_is_refused() throws Exception {
    for (String path : List.of("/courier/v1/status", "/courier/v1/envelopes", "/", "/nowhere")) {
      RawHttp.Reply reply =
          RawHttp.send(
              running.courierPort, "GET " + path + " HTTP/1.1\nHost: x\nAccept: text/html");
      refused(401, "UNAUTHORISED", reply);
      ExactHeaders.assertExact(reply, "content-type");
    }
    Request stranger = status();
    stranger.key = House.STRANGER;
    refused(401, "UNAUTHORISED", running.courier(stranger));

    Request elsewhere = status();
    elsewhere.signedTarget = "/courier/v1/envelopes";
    refused(401, "UNAUTHORISED", running.courier(elsewhere));

    Request query = new Request("GET", "/courier/v1/envelopes?limit=2", new byte[0]);
    query.signedTarget = "/courier/v1/envelopes?limit=1";
    refused(401, "UNAUTHORISED", running.courier(query));

    Request other = status();
    other.authority = "evil.onion";
    refused(401, "WRONG_AUTHORITY", running.courier(other));
    Request named = status();
    named.authority = "ABC.onion:80";
    assertEquals(200, running.courier(named).status());

    Request twice = status();
    assertEquals(200, running.courier(twice).status());
    refused(401, "REPLAYED", running.courier(twice));

    Request body = new Request("PUT", "/courier/v1/publication", new byte[] {1});
    body.sent = new byte[] {2};
    refused(401, "DIGEST_MISMATCH", running.courier(body));
    Request unexpected = status();
    unexpected.sent = new byte[] {1};
    refused(401, "DIGEST_MISMATCH", running.courier(unexpected));

    String doubled = status().head(running);
    doubled += "\n" + doubled.lines().filter(l -> l.startsWith("Signature:")).findFirst().get();
    refused(401, "UNAUTHORISED", RawHttp.send(running.courierPort, doubled));
  }

  @Test
  void a_courier_who_announces_bodies_and_sends_none_holds_up_nobody() throws Exception {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        Request silent =
            i % 2 == 0 ? status() : new Request("PUT", "/courier/v1/site", new byte[] {1});
        Socket socket = RawHttp.connect(running.courierPort);
        String head = silent.head(running).replaceAll("Content-Length: \\d", "Content-Length: 9");
        socket.getOutputStream().write(RawHttp.bytes(head));
        held.add(socket);
      }
      Thread.sleep(500);
      assertEquals(200, running.courier("status").status());
      RawHttp.Reply busy = running.put("site", new byte[513], 503);
      refused(503, "TRY_LATER", busy);
      assertEquals("10", busy.header("retry-after"));
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  @Test
  void a_request_of_another_time_is_stale_and_told_the_servers_clock() throws Exception {
    running.clock.now = running.clock.now.plusSeconds(3600);
    for (long off : new long[] {-301, 301}) {
      Request request = status();
      request.secondsOff = off;
      RawHttp.Reply reply = running.courier(request);
      assertEquals(401, reply.status());
      assertEquals(
          "{\"reason\":\"STALE\",\"clock\":\"" + running.clock.now.getEpochSecond() + "\"}",
          reply.text());
    }
    for (long off : new long[] {-300, 300}) {
      Request request = status();
      request.secondsOff = off;
      assertEquals(200, running.courier(request).status());
    }
  }

  @Test
  void what_was_signed_before_a_restart_is_not_taken_after_it() throws Exception {
    Request old = status();
    String head = old.head(running);
    int port = running.courierPort;
    assertEquals(200, RawHttp.send(port, head).status());
    running.clock.now = running.clock.now.plusSeconds(2);
    running.restart();
    Request again = status();
    again.nonce = old.nonce;
    again.secondsOff = -2;
    assertEquals(401, running.courier(again).status());
  }

  @Test
  void what_was_signed_ahead_and_let_in_before_a_restart_is_not_taken_after_it() throws Exception {
    Request ahead = status();
    ahead.secondsOff = 200;
    assertEquals(200, running.courier(ahead).status());
    long dated = running.clock.now.getEpochSecond() + 200;
    running.clock.now = running.clock.now.plusSeconds(60);
    running.restart();
    Request again = status();
    again.nonce = ahead.nonce;
    again.secondsOff = 140;
    RawHttp.Reply reply = running.courier(again);
    assertEquals(401, reply.status());
    assertTrue(reply.text().startsWith("{\"reason\":\"STALE\""), reply.text());
    Request later = status();
    later.secondsOff = 141;
    assertEquals(dated + 1, running.clock.now.getEpochSecond() + later.secondsOff);
    assertEquals(200, running.courier(later).status());
  }

  @Test
  void a_new_publication_and_site_switch_whole_and_survive_a_restart() throws Exception {
    running.house.previous =
        Bytes.of(
            HexFormat.of()
                .parseHex(json(running.courier("status")).get("bulletin").get("sha256").asText()));
    running.house.pages.put("/index.html", "second".getBytes(StandardCharsets.UTF_8));
    var site = running.house.site(2);
    assertEquals(
        "{\"served\":false}", running.put("site", running.house.siteTar(site), 200).text());
    assertEquals("page /index.html", running.get("/").text());
    running.put("publication", running.house.publication(1, site), 200);
    assertEquals("second", running.get("/").text());
    running.restart();
    assertEquals("second", running.get("/").text());
    assertEquals(1, json(running.courier("status")).get("bulletin").get("number").asInt());
  }

  @Test
  void wrong_publications_and_sites_are_refused_by_name() throws Exception {
    House house = running.house;
    byte[] before = running.get("/taniq/current.json").body();
    refused(400, "BAD_TAR", running.put("publication", new byte[0], 400));
    refused(400, "BAD_TAR", running.put("site", new byte[513], 400));
    house.previous = Bytes.of(new byte[32]);
    refused(409, "FORK", running.put("publication", house.publication(1, house.site(1)), 409));
    house.withdrawn = List.of(house.keyset.sha256());
    refused(409, "FORK", running.put("publication", house.publication(0, house.site(1)), 409));
    byte[] tampered = house.publication(0, house.site(1));
    tampered[600] ^= 1;
    assertEquals(400, running.put("publication", tampered, 400).status());
    house.pages.put("/new.html", new byte[1]);
    refused(409, "FORK", running.put("site", house.siteTar(house.site(1)), 409));
    refused(409, "ROLLBACK", running.put("site", house.siteTar(house.site(0)), 409));
    var one =
        House.signed(
            org.taniq.protocol.signed.DocumentType.SITE,
            house.site(9).document().toArray(),
            House.B);
    refused(400, "TOO_FEW_SIGNATURES", running.put("site", house.siteTar(one), 400));
    assertArrayEquals(before, running.get("/taniq/current.json").body());
    try (var left = Files.list(directory.resolve("data/deliveries"))) {
      assertEquals(0, left.count(), "nothing is left behind");
    }
  }

  private byte[] order(
      List<DeletionOrder.Entry> entries, org.taniq.protocol.signed.SigningKey... keys) {
    return running.house.order(House.DAY, entries, keys).bundle();
  }

  private static DeletionOrder.Entry entry(String id, byte[] bytes) {
    return new DeletionOrder.Entry(
        Bytes.of(HexFormat.of().parseHex(id)),
        Bytes.of(Running.sha256(bytes)),
        DeletionOrder.Why.ARCHIVED);
  }

  @Test
  void only_a_deletion_order_of_two_custodians_deletes_and_only_what_it_may() throws Exception {
    byte[] old = upload(1);
    String oldId = json(running.courier("envelopes")).get("envelopes").get(0).get("id").asText();
    running.clock.now = running.clock.now.plus(Duration.ofDays(7));
    byte[] young = upload(2);
    TreeMap<String, byte[]> byId = new TreeMap<>();
    for (JsonNode one : json(running.courier("envelopes")).get("envelopes")) {
      String id = one.get("id").asText();
      byId.put(id, id.equals(oldId) ? old : young);
    }
    String youngId = byId.keySet().stream().filter(id -> !id.equals(oldId)).findFirst().get();
    List<DeletionOrder.Entry> entries =
        List.of(entry(oldId, old), entry(youngId, young), entry("ab".repeat(16), old));
    refused(400, "TOO_FEW_SIGNATURES", running.put("deletion-order", order(entries, House.A), 400));
    refused(
        400,
        "UNKNOWN_SIGNER",
        running.put("deletion-order", order(entries, House.A, House.STRANGER), 400));
    byte[] tampered = order(entries, House.A, House.B);
    tampered[tampered.length / 2] ^= 1;
    assertNotEquals(
        200, running.courier(new Request("PUT", "/courier/v1/deletion-order", tampered)).status());
    assertEquals(2, json(running.courier("status")).get("envelopes").asInt());

    RawHttp.Reply wrong =
        running.put("deletion-order", order(List.of(entry(oldId, young)), House.A, House.B), 200);
    assertEquals(
        "{\"entries\":[{\"id\":\"" + oldId + "\",\"result\":\"hash_differs\"}]}", wrong.text());
    RawHttp.Reply reply = running.put("deletion-order", order(entries, House.A, House.B), 200);
    JsonNode results = json(reply).get("entries");
    assertEquals("deleted", results.get(0).get("result").asText());
    assertEquals("too_young", results.get(1).get("result").asText());
    assertEquals("unknown_id", results.get(2).get("result").asText());
    assertEquals(404, running.courier("envelopes/" + oldId).status());
    assertArrayEquals(young, running.courier("envelopes/" + youngId).body());
  }

  @Test
  void a_withdrawn_custodian_orders_no_deletion() throws Exception {
    byte[] bytes = upload(1);
    String id = json(running.courier("envelopes")).get("envelopes").get(0).get("id").asText();
    running.clock.now = running.clock.now.plus(Duration.ofDays(7));
    running.house.withdrawnCustodians = List.of(House.A.id());
    String newest = json(running.courier("status")).get("bulletin").get("sha256").asText();
    running.house.previous = Bytes.of(HexFormat.of().parseHex(newest));
    running.put("publication", running.house.publication(1, null), 200);
    List<DeletionOrder.Entry> entries = List.of(entry(id, bytes));
    refused(
        400,
        "TOO_FEW_SIGNATURES",
        running.put("deletion-order", order(entries, House.A, House.B), 400));
    assertArrayEquals(bytes, running.courier("envelopes/" + id).body());
    JsonNode results =
        json(running.put("deletion-order", order(entries, House.A, House.B, House.C), 200));
    assertEquals("deleted", results.get("entries").get(0).get("result").asText());
  }

  @Test
  void nothing_public_answers_at_the_hatch_and_no_hatch_on_the_public_side() throws Exception {
    assertEquals(404, running.get("/courier/v1/status").status());
    refused(404, "NOT_FOUND", running.courier(new Request("GET", "/index.html", new byte[0])));
    refused(404, "NOT_FOUND", running.courier(new Request("POST", "/uploads", new byte[0])));
    assertFalse(running.log.stream().anyMatch(line -> line.contains("courier/v1")));
  }

  /** Nothing is waited for or kept of it, whatever it may begin on the public side. */
  @Test
  void a_stranger_is_refused_before_any_of_a_body_came() throws Exception {
    for (String path : List.of("/uploads", "/send/az", "/courier/v1/site")) {
      String method = path.startsWith("/courier") ? "PUT " : "POST ";
      try (Socket socket = RawHttp.connect(running.courierPort)) {
        socket
            .getOutputStream()
            .write(RawHttp.bytes(method + path + " HTTP/1.1\nHost: x\nContent-Length: 60000"));
        refused(401, "UNAUTHORISED", RawHttp.read(socket.getInputStream(), false));
      }
    }
  }

  @Test
  void a_delivery_that_is_no_http_is_the_senders_fault() throws Exception {
    String head =
        new Request("PUT", "/courier/v1/site", new byte[9])
            .head(running)
            .replaceAll("Content-Length: [0-9]+", "Transfer-Encoding: chunked");
    refused(400, "BAD_REQUEST", RawHttp.send(running.courierPort, head, "1\r\nxzz".getBytes()));
  }

  @Test
  void bringing_the_same_again_writes_no_line() throws Exception {
    int before = running.log.size();
    for (int i = 0; i < 3; i++) {
      running.put("publication", running.house.publication(0, running.house.site(1)), 200);
      running.put("site", running.house.siteTar(running.house.site(1)), 200);
    }
    assertEquals(before, running.log.size(), running.log.toString());
  }
}
