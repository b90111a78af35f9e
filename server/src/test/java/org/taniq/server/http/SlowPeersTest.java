package org.taniq.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who reads slowly, or drips, takes nothing from the others. */
@Timeout(30)
class SlowPeersTest {
  private static final byte[] LARGE = new byte[8 << 20];
  private static final byte[] PAGE = new byte[300 << 10];

  static {
    new Random(1).nextBytes(LARGE);
    new Random(2).nextBytes(PAGE);
  }

  private final List<Socket> held = new ArrayList<>();
  private WebListener listener;

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : held) {
      socket.close();
    }
    if (listener != null) {
      listener.stop();
    }
  }

  private void start(int threads, int connections, Duration patience) throws IOException {
    listener =
        WebListener.start(
            new WebListener.Settings(
                "test",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                threads,
                connections,
                patience,
                Duration.ofMillis(500),
                null),
            routes -> {
              routes.get("/ok", WebListener.handler(ctx -> Answer.json(200, "{}")));
              routes.get("/large", WebListener.handler(ctx -> Answer.bytes(200, "x/x", LARGE)));
              routes.get("/page", WebListener.handler(ctx -> Answer.bytes(200, "x/x", PAGE)));
              routes.post(
                  "/count",
                  WebListener.handler(
                      ctx ->
                          Answer.json(200, "" + ctx.req().getInputStream().readAllBytes().length)));
            },
            new FailurePages((status, load) -> Answer.bytes(status, "x/x", LARGE)),
            FixedHeaders::rewrite);
  }

  /** Sends this much and then neither reads nor writes. */
  private Socket hold(String text) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()));
    socket.getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    held.add(socket);
    return socket;
  }

  private void hold(int count, String text) throws IOException {
    for (int i = 0; i < count; i++) {
      hold(text);
    }
  }

  private void assertServedAtOnce() throws IOException {
    long began = System.nanoTime();
    assertEquals("{}", RawHttp.send(listener.port(), "GET /ok HTTP/1.1\nHost: x").text());
    assertArrayEquals(PAGE, RawHttp.send(listener.port(), "GET /page HTTP/1.1\nHost: x").body());
    assertTrue(System.nanoTime() - began < 5_000_000_000L, "served late");
  }

  private static boolean ended(Socket socket) {
    try {
      byte[] buffer = new byte[65536];
      for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
        Thread.onSpinWait();
      }
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void readers_who_do_not_read_hold_no_thread() throws IOException {
    start(4, 1000, Duration.ofSeconds(120));
    hold(200, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    assertServedAtOnce();
  }

  @Test
  void failure_pages_that_nobody_reads_hold_no_thread_and_little_memory() throws Exception {
    start(4, 1000, Duration.ofSeconds(120));
    hold(100, "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n");
    hold(100, "NONSENSE\r\n\r\n");
    assertServedAtOnce();
  }

  @Test
  void many_requests_in_one_whose_answers_nobody_reads_hold_no_thread() throws IOException {
    start(4, 1000, Duration.ofSeconds(120));
    for (int i = 0; i < 20; i++) {
      hold("GET /page HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100));
    }
    assertServedAtOnce();
  }

  @Test
  void who_does_not_read_is_cut_when_the_patience_is_over() throws Exception {
    start(4, 100, Duration.ofSeconds(2));
    Socket silent = hold("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    Thread.sleep(4_000);
    assertTrue(ended(silent));
  }

  @Test
  void who_reads_a_byte_now_and_then_is_cut_too() throws Exception {
    start(4, 100, Duration.ofSeconds(2));
    Socket drip = hold("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThrows(
        IOException.class,
        () -> {
          for (int i = 0; i < 100; i++) {
            if (drip.getInputStream().read() < 0) {
              throw new IOException("ended");
            }
            drip.getOutputStream().write('x'); // tells a closed connection
            Thread.sleep(100);
          }
        });
  }

  @Test
  void a_slow_reader_who_stalls_gets_the_whole_page() throws Exception {
    start(4, 100, Duration.ofSeconds(3));
    Socket slow = hold("GET /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    InputStream in = slow.getInputStream();
    ByteArrayOutputStream came = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
      came.write(piece, 0, n);
      boolean stalls = came.size() > PAGE.length / 2 && came.size() - n <= PAGE.length / 2;
      Thread.sleep(stalls ? 2_000 : 100);
    }
    byte[] all = came.toByteArray();
    assertArrayEquals(
        PAGE, java.util.Arrays.copyOfRange(all, all.length - PAGE.length, all.length));
  }

  @Test
  void a_head_must_come_whole_in_the_time_though_it_drips() throws Exception {
    start(4, 100, Duration.ofSeconds(2));
    Socket drip = hold("GET /ok HTTP/1.1\r\nHost: x\r\nX: ");
    assertThrows(
        IOException.class,
        () -> {
          for (int i = 0; i < 80; i++) {
            drip.getOutputStream().write('x');
            Thread.sleep(100);
          }
        });
  }

  @Test
  void a_body_must_come_faster_than_drop_by_drop() throws Exception {
    start(4, 100, Duration.ofSeconds(2));
    Socket drip = hold("POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
    assertThrows(
        IOException.class,
        () -> {
          for (int i = 0; i < 80; i++) {
            drip.getOutputStream().write('x');
            Thread.sleep(100);
          }
        });
  }

  @Test
  void heads_that_drip_on_every_place_do_not_close_the_form() throws IOException {
    start(4, 64, Duration.ofSeconds(120));
    hold(100, "GET /ok HTTP/1.1\r\nHost: x\r\nX: ");
    for (int i = 0; i < 10; i++) {
      assertServedAtOnce();
    }
  }

  @Test
  void more_heads_that_drip_than_the_default_has_places_do_not_close_the_form() throws IOException {
    start(82, 1024, Duration.ofSeconds(180));
    hold(1_100, "GET /ok HTTP/1.1\r\nHost: x\r\nX: ");
    hold(200, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    assertServedAtOnce();
  }

  @Test
  void silent_readers_and_kept_connections_on_every_place_do_not_close_the_form()
      throws IOException {
    start(4, 64, Duration.ofSeconds(120));
    hold(70, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    assertServedAtOnce();
    hold(70, "GET /ok HTTP/1.1\r\nHost: x\r\n\r\n");
    assertServedAtOnce();
  }

  @Test
  void the_one_that_is_furthest_behind_gives_its_place() throws Exception {
    start(4, 16, Duration.ofSeconds(120));
    Socket oldest = hold("GET /ok HTTP/1.1\r\nHost: x\r\nX: ");
    Thread.sleep(200);
    Socket next = hold("GET /ok HTTP/1.1\r\nHost: x\r\n");
    Thread.sleep(200);
    hold(15, "GET /ok HTTP/1.1\r\nHost: x\r\n");
    assertTrue(ended(oldest));
    next.getOutputStream().write("\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertEquals("{}", RawHttp.read(next.getInputStream(), false).text());
  }

  @Test
  void kept_connections_with_a_small_request_now_and_then_do_not_outlast_a_phone_that_stalls()
      throws Exception {
    start(4, 16, Duration.ofSeconds(120));
    List<Socket> kept = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      kept.add(hold(""));
    }
    for (int round = 0; round < 10; round++) {
      ask(kept);
    }
    Socket phone = hold("POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345");
    for (int round = 0; round < 3; round++) {
      ask(kept);
    }
    hold(10, "GET /ok HTTP/1.1\r\nHost: x\r\n\r\n");
    phone.getOutputStream().write("67890".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertEquals("10", RawHttp.read(phone.getInputStream(), false).text());
  }

  /** Each makes one more small request, after a while in which it is silent. */
  private static void ask(List<Socket> kept) throws Exception {
    Thread.sleep(300);
    for (Socket socket : kept) {
      socket.getOutputStream().write(RawHttp.bytes("GET /ok HTTP/1.1\nHost: x"));
      assertEquals("{}", RawHttp.read(socket.getInputStream(), false).text());
    }
  }
}
