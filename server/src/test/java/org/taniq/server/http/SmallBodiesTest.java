package org.taniq.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What bodies that wait may keep in memory, and when it is free again. */
@Timeout(40)
class SmallBodiesTest {
  private static final int ROOM = 4 * SmallBody.PIECE_BYTES;
  private static final int BODY = 2 * SmallBody.PIECE_BYTES;

  /** After which a body of these bytes came too slowly. */
  private static final int SLOW_MILLIS = 4_500;

  private final SmallBodies bodies = new SmallBodies(ROOM);
  private final List<Socket> held = new ArrayList<>();
  private WebListener listener;

  @BeforeEach
  void start() throws IOException {
    listener =
        WebListener.start(
            new WebListener.Settings(
                "test",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                4,
                32,
                Duration.ofSeconds(120),
                Duration.ofSeconds(1),
                bodies),
            this::routes,
            new FailurePages((status, load) -> Problem.answer(status)),
            FixedHeaders::rewrite);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : held) {
      socket.close();
    }
    listener.stop();
  }

  private void routes(RoutesConfig routes) {
    routes.post(
        "/uploads",
        WebListener.handler(
            ctx -> {
              int bytes = new RequestChunk(ctx).stream().readAllBytes().length;
              return Answer.json(200, String.valueOf(bytes));
            }));
    // Never reads what came; its answer is longer than what a peer's system takes unread.
    routes.post(
        "/send/{lang}",
        WebListener.handler(ctx -> Answer.bytes(404, "text/plain", new byte[64 << 20])));
  }

  private Socket begin(String path, int length, int sent) throws IOException {
    Socket socket = RawHttp.connect(listener.port());
    held.add(socket);
    socket
        .getOutputStream()
        .write(RawHttp.bytes("POST " + path + " HTTP/1.1\nHost: x\nContent-Length: " + length));
    socket.getOutputStream().write(new byte[sent]);
    return socket;
  }

  private void assertRoom(int bytes) throws InterruptedException {
    for (int i = 0; i < 100 && bodies.roomLeft() != bytes; i++) {
      Thread.sleep(50);
    }
    assertEquals(bytes, bodies.roomLeft());
  }

  private static boolean ended(Socket socket) throws IOException {
    socket.setSoTimeout(5_000);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void a_body_that_breaks_off_gives_its_room_back() throws Exception {
    Socket socket = begin("/uploads", BODY, BODY - 1);
    assertRoom(ROOM - BODY);
    socket.close();
    assertRoom(ROOM);
  }

  /** With nobody to read the answer. */
  @Test
  void a_body_that_nobody_reads_gives_its_room_back_before_its_answer_is_taken() throws Exception {
    begin("/send/xx", BODY, BODY);
    Thread.sleep(500);
    assertRoom(ROOM);
  }

  @Test
  void the_slowest_is_cut_where_no_room_is_left_and_those_who_come_next_get_in() throws Exception {
    Socket slow = begin("/uploads", BODY, BODY - 1);
    Thread.sleep(SLOW_MILLIS);
    Socket young = begin("/uploads", BODY, BODY - 1);
    assertRoom(0);
    try (Socket next = begin("/uploads", BODY, BODY)) {
      assertEquals("" + BODY, RawHttp.read(next.getInputStream(), false).text());
    }
    assertTrue(ended(slow));
    assertRoom(ROOM - BODY);
    young.getOutputStream().write(0);
    assertEquals("" + BODY, RawHttp.read(young.getInputStream(), false).text());
    assertRoom(ROOM);
  }

  @Test
  void what_is_no_http_is_answered_400_small_or_large() throws Exception {
    for (String body : new String[] {"x", "1\r\nx\r\nz", "50000\r\n" + "x".repeat(0x50000) + "z"}) {
      Socket socket = RawHttp.connect(listener.port());
      held.add(socket);
      socket
          .getOutputStream()
          .write(RawHttp.bytes("POST /uploads HTTP/1.1\nHost: x\nTransfer-Encoding: chunked"));
      socket.getOutputStream().write((body + "\r\n\r\n").getBytes("US-ASCII"));
      RawHttp.Reply reply = RawHttp.read(socket.getInputStream(), false);
      assertEquals("400 {\"reason\":\"BAD_REQUEST\"}", reply.status() + " " + reply.text());
    }
    assertRoom(ROOM);
  }

  /** A relay, or a circuit, may end one direction first. */
  @Test
  void who_breaks_off_and_still_reads_is_told_to_send_it_again() throws Exception {
    for (int length : new int[] {BODY, 1 << 20}) {
      Socket socket = begin("/uploads", length, BODY - 1);
      socket.shutdownOutput();
      RawHttp.Reply reply = RawHttp.read(socket.getInputStream(), false);
      assertEquals("503 {\"reason\":\"TRY_LATER\"}", reply.status() + " " + reply.text());
      assertEquals("10", reply.header("retry-after"));
      ExactHeaders.assertExact(reply, "content-type", "retry-after");
    }
    assertRoom(ROOM);
  }
}
