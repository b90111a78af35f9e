package org.taniq.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.server.store.SizeClass;

class UploadRoutesTest {
  private static final String CHUNK = "Content-Type: application/offset+octet-stream";

  @TempDir Path directory;
  private UploadServer server;
  private final byte[] text = Envelopes.text(7);

  @BeforeEach
  void start() throws Exception {
    server = new UploadServer(directory).start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static void refused(int status, String reason, RawHttp.Reply reply) {
    assertEquals("{\"reason\":\"" + reason + "\"}", reply.text());
    assertEquals(status, reply.status());
    assertEquals("1.0.0", reply.header("tus-resumable"));
  }

  private RawHttp.Reply head(String path) throws IOException {
    return RawHttp.send(server.port, UploadServer.tusHead("HEAD " + path, 0, ""));
  }

  private void assertNothingStored() throws Exception {
    assertEquals(0, server.stored().size());
  }

  @Test
  void an_envelope_in_three_chunks_is_stored_byte_for_byte() throws Exception {
    String path = server.created(text.length);
    assertTrue(path.matches("/uploads/[0-9a-f]{32}"));
    RawHttp.Reply first = server.patch(path, 0, Envelopes.part(text, 0, 20));
    assertEquals(204, first.status());
    assertEquals("20", first.header("upload-offset"));
    assertEquals(
        "30000", server.patch(path, 20, Envelopes.part(text, 20, 30_000)).header("upload-offset"));
    assertNothingStored();
    RawHttp.Reply last = server.patch(path, 30_000, Envelopes.part(text, 30_000, text.length));
    assertEquals(204, last.status());
    assertEquals(String.valueOf(text.length), last.header("upload-offset"));
    assertArrayEquals(text, server.stored().get(0));
    assertNotEquals(
        path.substring("/uploads/".length()), server.store.list(null, 2).get(0).id().hex());
  }

  @Test
  void creation_with_upload_takes_a_whole_text_in_one_request() throws Exception {
    RawHttp.Reply reply =
        server.tus("POST /uploads", text, "Upload-Length: " + text.length + "\n" + CHUNK);
    assertEquals(201, reply.status());
    assertEquals(String.valueOf(text.length), reply.header("upload-offset"));
    ExactHeaders.assertExact(reply, "location", "tus-resumable", "upload-offset", "upload-expires");
    assertArrayEquals(text, server.stored().get(0));
  }

  @Test
  void a_finished_upload_says_its_length_and_cannot_be_ended() throws Exception {
    String path = server.created(text.length);
    server.patch(path, 0, text);
    RawHttp.Reply reply = head(path);
    assertEquals(200, reply.status());
    assertEquals(String.valueOf(text.length), reply.header("upload-offset"));
    assertEquals(String.valueOf(text.length), reply.header("upload-length"));
    refused(403, "FINISHED", server.tus("DELETE " + path, new byte[0], ""));
    assertEquals(204, server.patch(path, text.length, new byte[0]).status());
    refused(409, "WRONG_OFFSET", server.patch(path, 0, text));
    refused(413, "TOO_LARGE", server.patch(path, text.length, new byte[1]));
    assertEquals(1, server.stored().size());
  }

  @Test
  void options_tells_what_is_supported() throws Exception {
    RawHttp.Reply reply = RawHttp.send(server.port, "OPTIONS /uploads HTTP/1.1\nHost: x");
    assertEquals(204, reply.status());
    assertEquals("1.0.0", reply.header("tus-version"));
    assertEquals(
        "creation,creation-with-upload,expiration,termination", reply.header("tus-extension"));
    assertEquals(String.valueOf(20 << 20), reply.header("tus-max-size"));
    ExactHeaders.assertExact(
        reply, "tus-resumable", "tus-version", "tus-extension", "tus-max-size");
  }

  @Test
  void the_day_of_expiry_is_told_without_a_time_of_day() throws Exception {
    RawHttp.Reply reply = server.create(text.length);
    assertEquals("Fri, 27 Nov 2026 00:00:00 GMT", reply.header("upload-expires"));
  }

  @Test
  void metadata_and_other_extensions_are_refused() throws Exception {
    refused(400, "METADATA_REFUSED", server.create(text.length, "Upload-Metadata: filename eA=="));
    refused(400, "METADATA_REFUSED", server.create(text.length, "Upload-Metadata:"));
    refused(400, "BAD_REQUEST", server.create(text.length, "Upload-Defer-Length: 1"));
    refused(400, "BAD_REQUEST", server.create(text.length, "Upload-Concat: partial"));
    assertNothingStored();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Upload-Length: ", "Upload-Length: -1", "Upload-Length: x1"})
  void a_creation_without_a_length_is_refused(String header) throws Exception {
    refused(400, "BAD_REQUEST", server.tus("POST /uploads", new byte[0], header));
  }

  @Test
  void lengths_off_the_lattice_or_over_the_limit_are_refused() throws Exception {
    for (long length : new long[] {0, 1, 31, text.length - 1, text.length + 1, 100_000}) {
      refused(400, "BAD_LENGTH", server.create(length));
    }
    refused(413, "TOO_LARGE", server.create((20 << 20) + 1));
    refused(413, "TOO_LARGE", server.create(999_999_999_999_999_999L));
    assertEquals(201, server.create(Lengths.envelopeLength(16, 1 << 20)).status());
  }

  @Test
  void another_tus_version_is_refused_and_told_ours() throws Exception {
    RawHttp.Reply reply =
        RawHttp.send(
            server.port, "POST /uploads HTTP/1.1\nHost: x\nTus-Resumable: 0.2.2\nUpload-Length: 9");
    refused(412, "TUS_VERSION", reply);
    assertEquals("1.0.0", reply.header("tus-version"));
  }

  @Test
  void a_chunk_at_the_wrong_offset_is_refused_and_changes_nothing() throws Exception {
    String path = server.created(text.length);
    server.patch(path, 0, Envelopes.part(text, 0, 1000));
    refused(409, "WRONG_OFFSET", server.patch(path, 999, Envelopes.part(text, 999, 2000)));
    refused(409, "WRONG_OFFSET", server.patch(path, 1001, Envelopes.part(text, 1001, 2000)));
    refused(400, "BAD_REQUEST", server.tus("PATCH " + path, new byte[1], CHUNK));
    assertEquals("1000", head(path).header("upload-offset"));
  }

  @Test
  void a_chunk_beyond_the_declared_length_is_refused() throws Exception {
    String path = server.created(text.length);
    byte[] more = java.util.Arrays.copyOf(text, text.length + 1);
    refused(413, "TOO_LARGE", server.patch(path, 0, more));
    assertEquals("0", head(path).header("upload-offset"));
    // The same without a told length: bytes are counted.
    String chunked =
        UploadServer.tusHead("PATCH " + path, 0, "Upload-Offset: 0\n" + CHUNK)
            .replace("Content-Length: 0", "Transfer-Encoding: chunked");
    byte[] size = (Integer.toHexString(more.length) + "\r\n").getBytes("US-ASCII");
    byte[] body = new byte[size.length + more.length + 7];
    System.arraycopy(size, 0, body, 0, size.length);
    System.arraycopy(more, 0, body, size.length, more.length);
    System.arraycopy("\r\n0\r\n\r\n".getBytes("US-ASCII"), 0, body, body.length - 7, 7);
    refused(413, "TOO_LARGE", RawHttp.send(server.port, chunked, body));
    assertNothingStored();
    assertEquals(
        204,
        server
            .patch(
                path,
                Long.parseLong(head(path).header("upload-offset")),
                Envelopes.part(
                    text, Integer.parseInt(head(path).header("upload-offset")), text.length))
            .status());
    assertArrayEquals(text, server.stored().get(0));
  }

  @Test
  void another_content_type_is_refused() throws Exception {
    String path = server.created(text.length);
    refused(
        415,
        "UNSUPPORTED_TYPE",
        server.tus("PATCH " + path, text, "Upload-Offset: 0\nContent-Type: text/plain"));
    refused(
        415,
        "UNSUPPORTED_TYPE",
        server.tus("POST /uploads", text, "Upload-Length: " + text.length));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, NOT_AN_ENVELOPE",
    "6, 0, NOT_AN_ENVELOPE",
    "7, 2, UNKNOWN_VERSION",
    "9, 2, UNKNOWN_SUITE",
    "10, 0, BAD_QUORUM",
    "10, 4, BAD_QUORUM",
    "11, 17, BAD_QUORUM",
    "12, 20, BAD_SEGMENT_SIZE",
    "13, 4, UNKNOWN_KIND",
    "13, 1, WRONG_KIND",
    "13, 3, WRONG_KIND",
    "14, 1, RESERVED_NOT_ZERO",
    "16, 255, KEYSET_EXPIRED",
    "10, 3, QUORUM_MISMATCH",
    "11, 4, QUORUM_MISMATCH",
  })
  void a_wrong_header_ends_the_upload_with_its_reason(int at, int value, String reason)
      throws Exception {
    byte[] wrong = Envelopes.with(at, value);
    String path = server.created(wrong.length);
    // As soon as it is there, whatever the chunks.
    assertEquals(204, server.patch(path, 0, Envelopes.part(wrong, 0, 31)).status());
    refused(400, reason, server.patch(path, 31, Envelopes.part(wrong, 31, 32)));
    assertEquals(404, head(path).status());
    refused(
        400,
        reason,
        server.tus("POST /uploads", wrong, "Upload-Length: " + wrong.length + "\n" + CHUNK));
    assertNothingStored();
  }

  @Test
  void a_length_that_is_right_for_another_number_of_custodians_is_refused() throws Exception {
    byte[] four = Envelopes.of(2, 4, Kind.TESTIMONY, Envelopes.KEYSET, Lengths.FLOOR, 1);
    four[11] = 3;
    String path = server.created(four.length);
    refused(400, "BAD_LENGTH", server.patch(path, 0, four));
    assertEquals(404, head(path).status());
  }

  @Test
  void a_keyset_is_judged_as_of_the_day_on_which_the_upload_began() throws Exception {
    server.clock.now = Instant.parse("2027-01-24T23:59:00Z");
    String path = server.created(text.length);
    server.patch(path, 0, Envelopes.part(text, 0, 10));
    server.clock.now = Instant.parse("2027-01-25T00:01:00Z");
    assertEquals(204, server.patch(path, 10, Envelopes.part(text, 10, text.length)).status());
    String late = server.created(text.length);
    refused(400, "KEYSET_EXPIRED", server.patch(late, 0, text));
    assertEquals("2027-01-25", server.store.list(null, 5).get(0).day().toString());
  }

  @Test
  void unknown_expired_and_ended_uploads_are_not_there() throws Exception {
    for (String path :
        new String[] {"/uploads/" + "0".repeat(32), "/uploads/x", "/uploads/" + "A".repeat(32)}) {
      assertEquals(404, head(path).status());
      refused(404, "UNKNOWN_UPLOAD", server.patch(path, 0, text));
      refused(404, "UNKNOWN_UPLOAD", server.tus("DELETE " + path, new byte[0], ""));
    }
    String ended = server.created(text.length);
    server.patch(ended, 0, Envelopes.part(text, 0, 5000));
    RawHttp.Reply reply = server.tus("DELETE " + ended, new byte[0], "");
    assertEquals(204, reply.status());
    ExactHeaders.assertExact(reply, "tus-resumable");
    refused(404, "UNKNOWN_UPLOAD", server.patch(ended, 5000, Envelopes.part(text, 5000, 6000)));
    String idle = server.created(text.length);
    server.clock.now = server.clock.now.plus(Duration.ofDays(2));
    assertTrue(server.store.expire(java.time.LocalDate.of(2026, 11, 27)) >= 1);
    assertEquals(404, head(idle).status());
  }

  private long bytesOnDisk() throws IOException {
    long sum = 0;
    try (var uploads = Files.newDirectoryStream(directory.resolve("uploads"))) {
      for (Path upload : uploads) {
        sum += Files.size(upload);
      }
    }
    return sum;
  }

  @Test
  void a_second_writer_is_told_to_wait_and_a_silent_first_one_is_cut() throws Exception {
    String path = server.created(text.length);
    try (Socket first = RawHttp.connect(server.port)) {
      first
          .getOutputStream()
          .write(
              RawHttp.bytes(
                  UploadServer.tusHead(
                      "PATCH " + path, text.length, "Upload-Offset: 0\n" + CHUNK)));
      first.getOutputStream().write(text, 0, 40_000);
      for (int i = 0; i < 200 && bytesOnDisk() < 40_000; i++) {
        Thread.sleep(20); // asked earlier, the second may be the first
      }
      refused(423, "BUSY", server.patch(path, 0, new byte[0]));
      refused(423, "BUSY", server.tus("DELETE " + path, new byte[0], ""));
      assertEquals(0, first.getInputStream().available(), "the first goes on");
      Thread.sleep(300); // what was written is read
      server.clock.now = server.clock.now.plusSeconds(60);
      refused(423, "BUSY", server.patch(path, 0, text));
      assertEquals(-1, first.getInputStream().read(), "cut");
    }
    long offset = 0;
    RawHttp.Reply reply = null;
    for (int i = 0; i < 100 && (reply == null || reply.status() == 423); i++) {
      Thread.sleep(20);
      offset = Long.parseLong(head(path).header("upload-offset"));
      reply = server.patch(path, offset, Envelopes.part(text, (int) offset, text.length));
    }
    assertEquals(40_000, offset, "what arrived was kept");
    assertEquals(204, reply.status());
    assertArrayEquals(text, server.stored().get(0));
  }

  @Test
  void what_arrived_before_the_connection_was_cut_is_kept() throws Exception {
    String path = server.created(text.length);
    try (Socket socket = RawHttp.connect(server.port)) {
      socket
          .getOutputStream()
          .write(
              RawHttp.bytes(
                  UploadServer.tusHead(
                      "PATCH " + path, text.length, "Upload-Offset: 0\n" + CHUNK)));
      socket.getOutputStream().write(text, 0, 50_000);
    }
    long offset = offsetSoon(path, 50_000);
    assertEquals(50_000, offset);
    assertEquals(
        204, server.patch(path, offset, Envelopes.part(text, 50_000, text.length)).status());
    assertArrayEquals(text, server.stored().get(0));
  }

  private long offsetSoon(String path, long wanted) throws Exception {
    long offset = -1;
    for (int i = 0; i < 200 && offset != wanted; i++) {
      Thread.sleep(10);
      offset = Long.parseLong(head(path).header("upload-offset"));
    }
    return offset;
  }

  @Test
  void an_upload_goes_on_after_a_restart() throws Exception {
    String path = server.created(text.length);
    server.patch(path, 0, Envelopes.part(text, 0, 33_333));
    server.close();
    server = new UploadServer(directory).start();
    assertEquals("33333", head(path).header("upload-offset"));
    assertEquals(
        204, server.patch(path, 33_333, Envelopes.part(text, 33_333, text.length)).status());
    assertArrayEquals(text, server.stored().get(0));
  }

  @Test
  void a_stop_waits_for_the_chunk_on_its_way() throws Exception {
    String path = server.created(text.length);
    try (Socket socket = RawHttp.connect(server.port)) {
      socket
          .getOutputStream()
          .write(
              RawHttp.bytes(
                  UploadServer.tusHead(
                      "PATCH " + path, text.length, "Upload-Offset: 0\n" + CHUNK)));
      socket.getOutputStream().write(text, 0, 50_000);
      Thread.sleep(200);
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> server.side.close());
      Thread.sleep(200);
      socket.getOutputStream().write(text, 50_000, text.length - 50_000);
      assertEquals(204, RawHttp.read(socket.getInputStream(), false).status());
      stopped.get(10, TimeUnit.SECONDS);
    }
    assertArrayEquals(text, server.stored().get(0));
  }

  @Test
  void a_stop_that_cannot_wait_longer_keeps_what_arrived() throws Exception {
    String path = server.created(text.length);
    try (Socket socket = RawHttp.connect(server.port)) {
      socket
          .getOutputStream()
          .write(
              RawHttp.bytes(
                  UploadServer.tusHead(
                      "PATCH " + path, text.length, "Upload-Offset: 0\n" + CHUNK)));
      socket.getOutputStream().write(text, 0, 50_000);
      Thread.sleep(200);
      server.close();
    }
    server = new UploadServer(directory).start();
    assertEquals("50000", head(path).header("upload-offset"));
  }

  @Test
  void too_many_bodies_at_once_are_told_to_try_later() throws Exception {
    server.close();
    server = new UploadServer(directory);
    server.more.add("max_uploads_at_once = 1");
    server.start();
    String path = server.created(text.length);
    String other = server.created(text.length);
    try (Socket socket = RawHttp.connect(server.port)) {
      socket
          .getOutputStream()
          .write(
              RawHttp.bytes(
                  UploadServer.tusHead(
                      "PATCH " + path, text.length, "Upload-Offset: 0\n" + CHUNK)));
      socket.getOutputStream().write(text, 0, 40_000);
      Thread.sleep(300);
      RawHttp.Reply reply = server.patch(other, 0, Envelopes.part(text, 0, 100));
      refused(503, "TRY_LATER", reply);
      assertEquals("10", reply.header("retry-after"));
      ExactHeaders.assertExact(reply, "content-type", "retry-after", "tus-resumable");
      assertEquals("0", head(other).header("upload-offset"), "other requests are served");
    }
  }

  @Test
  void a_full_store_says_try_later_and_keeps_what_it_has() throws Exception {
    server.close();
    server = new UploadServer(directory.resolve("small"));
    server.storeLimit = 300_000;
    server.start();
    int taken = 0;
    RawHttp.Reply reply = null;
    for (int i = 0; i < 6; i++) {
      reply =
          server.tus(
              "POST /uploads", Envelopes.text(i), "Upload-Length: " + text.length + "\n" + CHUNK);
      taken += reply.status() == 201 ? 1 : 0;
    }
    refused(503, "TRY_LATER", reply);
    assertEquals("600", reply.header("retry-after"), "space is not soon there again");
    assertTrue(taken >= 1, "some fitted");
    assertEquals(taken, server.stored().size());
  }

  @Test
  void another_sites_script_is_refused() throws Exception {
    refused(403, "CROSS_SITE", server.create(text.length, "Sec-Fetch-Site: cross-site"));
    refused(403, "CROSS_SITE", server.create(text.length, "Sec-Fetch-Site: none"));
    assertEquals(201, server.create(text.length, "Sec-Fetch-Site: same-origin").status());
  }

  @Test
  void clients_that_know_no_patch_send_post() throws Exception {
    String path = server.created(text.length);
    RawHttp.Reply reply =
        server.tus(
            "POST " + path, text, "X-HTTP-Method-Override: PATCH\nUpload-Offset: 0\n" + CHUNK);
    assertEquals(204, reply.status());
    assertArrayEquals(text, server.stored().get(0));
    refused(400, "BAD_REQUEST", server.tus("POST " + path, text, ""));
  }

  @Test
  void nothing_that_was_sent_comes_back_in_an_answer() throws Exception {
    RawHttp.Reply reply = server.create(text.length, "Upload-Metadata: swordfish");
    assertFalse(reply.text().contains("swordfish"));
    assertNull(reply.header("set-cookie"));
    reply = server.tus("PATCH /uploads/swordfish", new byte[0], "Upload-Offset: 0\n" + CHUNK);
    assertFalse((reply.text() + reply.headers()).contains("swordfish"));
  }

  @Test
  void several_megabytes_arrive_whole() throws Exception {
    byte[] large = Envelopes.of(2, 3, Kind.TESTIMONY, Envelopes.KEYSET, 5 << 20, 3);
    String path = server.created(large.length);
    int chunk = 1 << 20;
    for (int at = 0; at < large.length; at += chunk) {
      assertEquals(
          204,
          server
              .patch(path, at, Envelopes.part(large, at, Math.min(large.length, at + chunk)))
              .status());
    }
    assertArrayEquals(large, server.stored().get(0));
    assertEquals(
        KeysetId.parse(Envelopes.KEYSET.hex()), server.store.list(null, 1).get(0).keyset());
  }

  /** Nobody was told its token. */
  @Test
  void a_creation_that_is_refused_or_breaks_off_leaves_nothing() throws Exception {
    byte[] large = Envelopes.of(2, 3, Kind.TESTIMONY, Envelopes.KEYSET, 1 << 20, 2);
    String chunk = "Content-Type: application/offset+octet-stream\nUpload-Length: ";
    byte[] longer = Arrays.copyOf(text, text.length + 1);
    refused(413, "TOO_LARGE", server.tus("POST /uploads", longer, chunk + text.length));
    try (Socket socket = RawHttp.connect(server.port)) {
      String head = UploadServer.tusHead("POST /uploads", large.length, chunk + large.length);
      socket.getOutputStream().write(RawHttp.bytes(head));
      socket.getOutputStream().write(large, 0, 600_000);
      for (int i = 0; i < 100 && server.store.unfinished(SizeClass.LARGE).isEmpty(); i++) {
        Thread.sleep(20);
      }
      assertEquals(1, server.store.unfinished(SizeClass.LARGE).size());
    }
    for (int i = 0; i < 100 && !server.store.unfinished(SizeClass.LARGE).isEmpty(); i++) {
      Thread.sleep(20);
    }
    assertEquals(0, server.store.unfinished(SizeClass.LARGE).size());
    assertEquals(0, server.store.unfinished(SizeClass.FLOOR).size());
  }

  @Test
  void a_creation_with_bytes_of_another_type_is_refused_however_they_are_framed() throws Exception {
    String head =
        UploadServer.tusHead("POST /uploads", 0, "Upload-Length: " + text.length)
            .replace("Content-Length: 0", "Content-Type: text/plain\nTransfer-Encoding: chunked");
    byte[] body = "1\r\nx\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    refused(415, "UNSUPPORTED_TYPE", RawHttp.send(server.port, head, body));
  }
}
