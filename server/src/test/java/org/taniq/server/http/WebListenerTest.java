package org.taniq.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebListenerTest {
  private static final byte[] FALLBACK = "<!doctype html>lost".getBytes(StandardCharsets.UTF_8);

  private final CountDownLatch reading = new CountDownLatch(1);
  private WebListener listener;

  @AfterEach
  void stop() {
    if (listener != null) {
      listener.stop();
    }
  }

  private WebListener start(UnaryOperator<HttpFields> rewrite) throws IOException {
    var settings =
        new WebListener.Settings(
            "test",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            4,
            8,
            Duration.ofSeconds(120),
            Duration.ofSeconds(5),
            new SmallBodies(1 << 20));
    FailurePages pages =
        new FailurePages(
            (status, load) ->
                load == PageLoad.PAGE
                    ? Answer.bytes(status, "text/html; charset=utf-8", FALLBACK)
                    : Answer.json(status, "{\"s\":" + status + "}"));
    listener =
        WebListener.start(
            settings,
            routes -> {
              routes.get("/ok", WebListener.handler(ctx -> Answer.json(200, "{}")));
              routes.get(
                  "/leaky",
                  WebListener.handler(
                      ctx ->
                          new Answer(
                              200,
                              Map.of(
                                  "Set-Cookie",
                                  "a=b",
                                  "Server",
                                  "x",
                                  "Link",
                                  "</>",
                                  "Refresh",
                                  "1"),
                              0,
                              null)));
              routes.get(
                  "/moved",
                  WebListener.handler(ctx -> Answer.empty(303).with("Location", "/az/sent.html")));
              routes.get(
                  "/bug",
                  WebListener.handler(
                      ctx -> {
                        throw new IllegalStateException("swordfish");
                      }));
              routes.get(
                  "/error",
                  WebListener.handler(
                      ctx -> {
                        throw new StackOverflowError("swordfish");
                      }));
              routes.post(
                  "/slow",
                  WebListener.handler(
                      ctx -> {
                        InputStream in = ctx.req().getInputStream();
                        in.read();
                        reading.countDown();
                        return Answer.json(200, "{\"n\":" + (1 + in.readAllBytes().length) + "}");
                      }));
            },
            pages,
            rewrite);
    return listener;
  }

  private RawHttp.Reply get(String path, String... headers) throws IOException {
    String more = headers.length == 0 ? "" : "\n" + String.join("\n", headers);
    return RawHttp.send(listener.port(), "GET " + path + " HTTP/1.1\nHost: x" + more);
  }

  @Test
  void every_answer_has_exactly_the_fixed_headers() throws IOException {
    start(FixedHeaders::rewrite);
    ExactHeaders.assertExact(get("/ok"), "content-type");
    ExactHeaders.assertExact(get("/leaky"));
    RawHttp.Reply moved = get("/moved");
    ExactHeaders.assertExact(moved, "location");
    assertEquals("/az/sent.html", moved.header("location"));
    ExactHeaders.assertExact(get("/nowhere"), "content-type");
    ExactHeaders.assertExact(get("/bug"), "content-type");
    ExactHeaders.assertExact(get("/error"), "content-type");
    ExactHeaders.assertExact(get("/ok", "Sec-WebSocket-Version: 13"), "content-type");
    ExactHeaders.assertExact(
        get("/ok", "Upgrade: h2c", "Connection: Upgrade", "HTTP2-Settings: AAAA"), "content-type");
  }

  @Test
  void what_jetty_refuses_while_parsing_has_the_same_headers_and_tells_nothing()
      throws IOException {
    start(FixedHeaders::rewrite);
    String[] bad = {
      "NONSENSE",
      "GET /ok",
      "GET /ok HTTP/9.9\nHost: x",
      "GET /ok HTTP/1.1",
      "GET /ok HTTP/1.1\nHost: x\nHost: y",
      "GET /ok HTTP/1.1\nHost: x\nCookie: " + "c".repeat(9000),
      "GET /" + "p".repeat(9000) + " HTTP/1.1\nHost: x",
      "GET /%2e%2e/ok HTTP/1.1\nHost: x\nAccept: text/html",
      "GET /ok HTTP/1.1\nHost: x\nContent-Length: -1",
      "GET /ok HTTP/1.1\nHost: x\nAccept: text/html\nExpect: swordfish",
    };
    for (String head : bad) {
      RawHttp.Reply reply = RawHttp.send(listener.port(), head);
      assertTrue(reply.status() >= 400 && reply.status() < 600, head);
      ExactHeaders.assertExact(reply, "content-type");
      assertEquals(new String(FALLBACK, StandardCharsets.UTF_8), reply.text(), head);
    }
  }

  @Test
  void a_page_load_that_fails_gets_the_fallback_page_and_a_script_the_reason() throws IOException {
    start(FixedHeaders::rewrite);
    for (String path : new String[] {"/nowhere", "/bug", "/error"}) {
      assertEquals("<!doctype html>lost", get(path, "Accept: text/html").text());
      assertEquals("<!doctype html>lost", get(path, "Sec-Fetch-Dest: document").text());
    }
    assertEquals("{\"s\":404}", get("/nowhere", "Accept: */*").text());
    assertEquals("{\"s\":500}", get("/bug").text());
    assertEquals("{\"s\":404}", get("/uploads/x", "Accept: text/html").text());
  }

  @Test
  void a_header_that_somebody_adds_is_caught() throws IOException {
    start(given -> HttpFields.build(FixedHeaders.rewrite(given)).add("X-Taniq-Trace", "1"));
    RawHttp.Reply reply = get("/ok");
    assertEquals("1", reply.header("x-taniq-trace"));
    assertThrows(AssertionError.class, () -> ExactHeaders.assertExact(reply, "content-type"));
  }

  /** It has no headers at all, so none of the fixed ones either. */
  @Test
  void an_interim_answer_is_its_first_line_alone() throws Exception {
    start(FixedHeaders::rewrite);
    for (String path : new String[] {"/slow", "/uploads"}) {
      try (Socket socket = RawHttp.connect(listener.port())) {
        String head =
            "POST " + path + " HTTP/1.1\nHost: x\nContent-Length: 3\nExpect: 100-continue";
        socket.getOutputStream().write(RawHttp.bytes(head));
        String interim = "HTTP/1.1 100 Continue\r\n\r\n";
        byte[] came = socket.getInputStream().readNBytes(interim.length());
        assertEquals(interim, new String(came, java.nio.charset.StandardCharsets.US_ASCII));
        Thread.sleep(200);
        assertEquals(0, socket.getInputStream().available());
        socket.getOutputStream().write(new byte[] {'a', 'b', 'c'});
        RawHttp.Reply reply = RawHttp.read(socket.getInputStream(), false);
        assertEquals(path.equals("/slow") ? 200 : 404, reply.status());
        ExactHeaders.assertExact(reply, "content-type");
      }
    }
  }

  @Test
  void a_running_request_ends_well_when_the_server_stops() throws Exception {
    start(FixedHeaders::rewrite);
    int port = listener.port();
    try (Socket socket = RawHttp.connect(port)) {
      socket
          .getOutputStream()
          .write(RawHttp.bytes("POST /slow HTTP/1.1\nHost: x\nContent-Length: 3"));
      socket.getOutputStream().write('a');
      assertTrue(reading.await(10, TimeUnit.SECONDS));
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(listener::stop);
      Thread.sleep(300);
      socket.getOutputStream().write(new byte[] {'b', 'c'});
      RawHttp.Reply reply = RawHttp.read(socket.getInputStream(), false);
      assertEquals("{\"n\":3}", reply.text());
      stopped.get(10, TimeUnit.SECONDS);
    }
    assertThrows(IOException.class, () -> RawHttp.connect(port).close());
  }

  @Test
  void a_port_in_use_is_a_clear_error() throws IOException {
    start(FixedHeaders::rewrite);
    var taken =
        new WebListener.Settings(
            "second",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()),
            4,
            8,
            Duration.ofSeconds(120),
            Duration.ofSeconds(1),
            null);
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                WebListener.start(
                    taken,
                    routes -> {},
                    new FailurePages((s, l) -> Answer.empty(s)),
                    FixedHeaders::rewrite));
    assertTrue(e.getMessage().contains("cannot be opened"), e.getMessage());
  }

  /** Short lines cost far more memory than bytes, for as long as a body drips. */
  @Test
  void fields_that_nobody_reads_are_dropped_and_too_many_others_refused() throws Exception {
    start(FixedHeaders::rewrite);
    String head = "GET /ok HTTP/1.1\nHost: x\nConnection: close";
    assertEquals(200, RawHttp.send(listener.port(), head + "\na:b".repeat(1000)).status());
    RawHttp.Reply reply = RawHttp.send(listener.port(), head + "\nAccept: a".repeat(40));
    assertEquals(431, reply.status());
    ExactHeaders.assertExact(reply, "content-type");
  }
}
