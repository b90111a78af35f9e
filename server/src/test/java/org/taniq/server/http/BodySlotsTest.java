package org.taniq.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.envelope.Kind;
import org.taniq.server.store.SizeClass;

/** Bodies that drip do not keep others out. */
@Timeout(40)
class BodySlotsTest {
  private static final byte[] TEXT = Envelopes.text(1);
  private static final byte[] LARGE =
      Envelopes.of(2, 3, Kind.TESTIMONY, Envelopes.KEYSET, 1 << 20, 2);

  @TempDir Path directory;
  private final List<Socket> held = Collections.synchronizedList(new ArrayList<>());
  private UploadServer server;

  @BeforeEach
  void start() throws Exception {
    server = new UploadServer(directory);
    server.more.add("max_uploads_at_once = 4");
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : held) {
      socket.close();
    }
    server.close();
  }

  private static String head(byte[] envelope) {
    return UploadServer.tusHead(
        "POST /uploads",
        envelope.length,
        "Upload-Length: " + envelope.length + "\nContent-Type: application/offset+octet-stream");
  }

  private RawHttp.Reply send(byte[] envelope) throws IOException {
    return RawHttp.send(server.port, head(envelope), envelope);
  }

  /** What is said to who has not sent all yet: who is refused would find a closed connection. */
  private RawHttp.Reply ask(byte[] envelope) throws Exception {
    hold(envelope);
    return RawHttp.read(held.get(held.size() - 1).getInputStream(), false);
  }

  /** Begins to send and then does not go on. */
  private void hold(byte[] envelope) throws Exception {
    Socket socket = RawHttp.connect(server.port);
    socket.getOutputStream().write(RawHttp.bytes(head(envelope)));
    socket.getOutputStream().write(envelope, 0, 100);
    held.add(socket);
    Thread.sleep(10);
  }

  @Test
  void large_bodies_leave_a_place_for_a_text() throws Exception {
    for (int i = 0; i < 5; i++) {
      hold(LARGE);
    }
    assertEquals(503, ask(LARGE).status(), "all are young");
    assertEquals(201, send(TEXT).status());
  }

  /** Four places and twenty threads: many times both. */
  @Test
  void texts_that_drip_hold_no_place_and_no_thread() throws Exception {
    for (int i = 0; i < 100; i++) {
      hold(TEXT);
    }
    assertEquals(201, send(TEXT).status());
    assertEquals(201, send(LARGE).status());
    assertEquals(0, server.store.unfinished(SizeClass.FLOOR).size(), "none is begun yet");
  }

  @Test
  void a_body_that_drips_gives_its_place_to_a_new_one_and_its_upload_goes_on_later()
      throws Exception {
    List<String> uploads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      uploads.add(server.created(LARGE.length));
      Socket socket = RawHttp.connect(server.port);
      held.add(socket);
      String more = "Upload-Offset: 0\nContent-Type: application/offset+octet-stream";
      String head = UploadServer.tusHead("PATCH " + uploads.get(i), LARGE.length, more);
      socket.getOutputStream().write(RawHttp.bytes(head));
      socket.getOutputStream().write(LARGE, 0, 100);
    }
    Thread.sleep(100);
    assertEquals(503, ask(LARGE).status(), "all are young");
    Thread.sleep(2_500);
    for (int i = 0; i < 6; i++) {
      assertEquals(201, send(LARGE).status());
    }
    assertTrue(
        server.store.unfinished(SizeClass.LARGE).stream().anyMatch(one -> one.offset() == 100));
  }

  /** Who begins again and again is always young. */
  @Test
  void a_place_is_had_among_those_who_begin_again_and_again() throws Exception {
    Thread floods =
        new Thread(
            () -> {
              try {
                while (!Thread.interrupted()) {
                  hold(LARGE);
                  Thread.sleep(250);
                }
              } catch (Exception ended) {
                // The test is over.
              }
            });
    floods.start();
    try {
      Thread.sleep(1_000);
      int taken = 0;
      for (int i = 0; i < 10; i++) {
        Socket socket = RawHttp.connect(server.port);
        socket.getOutputStream().write(RawHttp.bytes(head(LARGE)));
        try {
          socket.getOutputStream().write(LARGE);
          taken += RawHttp.read(socket.getInputStream(), false).status() == 201 ? 1 : 0;
        } catch (IOException refusedWhileSending) {
          // Told to come later.
        }
        socket.close();
        Thread.sleep(150);
      }
      assertTrue(taken >= 4, taken + " of 10 got in");
    } finally {
      floods.interrupt();
      floods.join();
    }
  }

  @Test
  void a_text_that_breaks_off_leaves_nothing() throws Exception {
    hold(TEXT);
    held.get(0).close();
    Thread.sleep(500);
    assertEquals(0, server.store.unfinished(SizeClass.FLOOR).size());
    assertEquals(201, send(TEXT).status());
    assertArrayEquals(TEXT, server.stored().get(0));
  }

  @Test
  void a_body_that_does_not_tell_its_length_is_taken_small_or_large() throws Exception {
    for (byte[] envelope : new byte[][] {TEXT, LARGE}) {
      String head =
          head(envelope).replaceAll("Content-Length: [0-9]+", "Transfer-Encoding: chunked");
      try (Socket socket = RawHttp.connect(server.port)) {
        socket.getOutputStream().write(RawHttp.bytes(head));
        for (int at = 0; at < envelope.length; at += 50_000) {
          int count = Math.min(50_000, envelope.length - at);
          socket.getOutputStream().write((Integer.toHexString(count) + "\r\n").getBytes(US_ASCII));
          socket.getOutputStream().write(envelope, at, count);
          socket.getOutputStream().write("\r\n".getBytes(US_ASCII));
        }
        socket.getOutputStream().write("0\r\n\r\n".getBytes(US_ASCII));
        assertEquals(201, RawHttp.read(socket.getInputStream(), false).status());
      }
    }
    assertEquals(2, server.stored().size());
  }

  /** A reader of what was first waited for without a thread has to learn of the end. */
  @Test
  void bodies_that_turn_out_large_and_break_off_keep_no_thread() throws Exception {
    String head = "POST /uploads HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 8; i++) {
      Socket socket = RawHttp.connect(server.port);
      held.add(socket);
      socket.getOutputStream().write((head + "1\r\nx\r\n").getBytes(US_ASCII));
    }
    Thread.sleep(500);
    byte[] more = ("44000\r\n" + "x".repeat(0x44000) + "\r\n").getBytes(US_ASCII);
    for (Socket socket : held) {
      try {
        socket.getOutputStream().write(more);
      } catch (IOException e) {
        // It got no place, and was answered.
      }
    }
    Thread.sleep(500);
    assertTrue(readers() > 0, "some are being read");
    for (Socket socket : held) {
      socket.close();
    }
    Thread.sleep(1_000);
    assertEquals(0, readers());
  }

  /** Threads that are within a body handed on. */
  private static long readers() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            frames ->
                Arrays.stream(frames)
                    .anyMatch(frame -> frame.getClassName().equals(SmallBodies.class.getName())))
        .count();
  }

  /** 40 MB where 32 MiB may be kept, sent fast and then not gone on with. */
  @Test
  void more_texts_than_there_is_room_for_do_not_keep_others_out_for_long() throws Exception {
    byte[] most = Arrays.copyOf(LARGE, 200 << 10);
    String head = head(LARGE).replaceAll("Content-Length: [0-9]+", "Content-Length: 250000");
    for (int i = 0; i < 200; i++) {
      Socket socket = RawHttp.connect(server.port);
      held.add(socket);
      socket.getOutputStream().write(RawHttp.bytes(head));
      socket.getOutputStream().write(most);
    }
    Thread.sleep(11_000);
    assertEquals(201, send(TEXT).status());
    assertEquals(201, send(LARGE).status());
  }
}
