package org.taniq.courier.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.courier.transport.Origin.AddressException;
import org.taniq.courier.transport.Origin.Fault;
import org.taniq.courier.transport.TransportException.Reason;

class HttpTest {
  private static final String ONION = "a".repeat(56) + ".onion";
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final AtomicInteger counter = new AtomicInteger();
  private RawServer server;
  private TestSocks socks;

  @BeforeEach
  void start() throws IOException {
    server = new RawServer();
    socks = new TestSocks(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    socks.close();
  }

  @Test
  void a_name_travels_to_the_proxy_and_is_not_looked_up() throws Exception {
    server.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    try (Http http = onion();
        Answer answer = http.exchange(Request.of("GET", "/x?y=1", Map.of("X-A", "b")))) {
      assertEquals(200, answer.status());
      assertEquals("hi", new String(answer.bytes(10), US_ASCII));
    }
    assertEquals(java.util.List.of(ONION + ":80"), socks.names);
    assertEquals(
        "GET /x?y=1 HTTP/1.1\r\nHost: " + ONION + "\r\nX-A: b\r\n\r\n", server.heads.get(0));
  }

  @Test
  void each_client_has_its_own_token_and_keeps_it_over_connections() throws Exception {
    server.closeAfterEach();
    for (int i = 0; i < 4; i++) {
      server.answer("HTTP/1.1 204 No Content\r\n\r\n");
    }
    for (int i = 0; i < 2; i++) {
      try (Http http = onion()) {
        http.exchange(Request.of("GET", "/", Map.of())).close();
        http.exchange(Request.of("GET", "/", Map.of())).close();
      }
    }
    assertEquals(4, socks.tokens.size());
    assertEquals(socks.tokens.get(0), socks.tokens.get(1));
    assertEquals(socks.tokens.get(2), socks.tokens.get(3));
    assertNotEquals(socks.tokens.get(0), socks.tokens.get(2));
  }

  @Test
  void a_proxy_without_passwords_works_too() throws Exception {
    socks.withoutPasswords();
    server.answer("HTTP/1.0 404 Not Found\r\n\r\nup to the end");
    server.closeAfterEach();
    try (Http http = onion();
        Answer answer = http.exchange(Request.of("GET", "/", Map.of()))) {
      assertEquals(404, answer.status());
      assertEquals("up to the end", new String(answer.bytes(100), US_ASCII));
    }
  }

  @Test
  void a_connection_is_kept_for_the_next_request() throws Exception {
    server.answer("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\na");
    server.answer(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x\r\nbc\r\n1\r\nd\r\n0\r\n\r\n");
    server.answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    try (Http http = onion()) {
      assertEquals("a", text(http));
      assertEquals("bcd", text(http));
      assertEquals("", text(http));
    }
    assertEquals(1, socks.connections());
  }

  @Test
  void a_kept_connection_that_died_costs_a_get_nothing_and_a_post_its_answer() throws Exception {
    server.closeAfterEach();
    server.answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
    server.answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb");
    try (Http http = onion()) {
      assertEquals("a", text(http));
      Thread.sleep(100);
      assertEquals("b", text(http));
      Thread.sleep(100);
      Request post = Request.of("POST", "/", Map.of());
      assertEquals(
          Reason.CUT, assertThrows(TransportException.class, () -> http.exchange(post)).reason());
    }
    assertEquals(2, server.heads.size());
  }

  @Test
  void a_body_that_ends_too_early_is_an_error() throws Exception {
    server.closeAfterEach();
    for (String body :
        new String[] {"Content-Length: 3\r\n\r\nab", "Transfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
      server.answer("HTTP/1.1 200 OK\r\n" + body);
      try (Http http = onion();
          Answer answer = http.exchange(Request.of("GET", "/", Map.of()))) {
        assertEquals(
            Reason.CUT, assertThrows(TransportException.class, () -> answer.bytes(10)).reason());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-x\r\n\r\n",
        "HTTP/1.1 99 No\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno field\r\n\r\n",
        "HTTP/1.1 200 OK\r\n folded: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n"
      })
  void what_is_not_http_is_refused(String text) throws Exception {
    server.answer(text);
    try (Http http = onion()) {
      Request get = Request.of("GET", "/", Map.of());
      assertEquals(
          Reason.BAD_ANSWER,
          assertThrows(TransportException.class, () -> http.exchange(get)).reason());
    }
  }

  @Test
  void an_endless_head_and_endless_chunk_lines_are_refused() throws Exception {
    server.answer("HTTP/1.1 200 OK\r\nX: " + "x".repeat(40_000));
    server.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + "x".repeat(9000));
    try (Http http = onion()) {
      Request get = Request.of("GET", "/", Map.of());
      assertEquals(
          Reason.BAD_ANSWER,
          assertThrows(TransportException.class, () -> http.exchange(get)).reason());
      try (Answer answer = http.exchange(get)) {
        assertEquals(
            Reason.BAD_ANSWER,
            assertThrows(TransportException.class, () -> answer.bytes(10)).reason());
      }
    }
  }

  @Test
  void a_redirect_is_not_followed() throws Exception {
    server.answer(
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    try (Http http = onion();
        Answer answer = http.exchange(Request.of("GET", "/", Map.of()))) {
      assertEquals(302, answer.status());
      assertNull(answer.field("set-cookie"));
    }
    assertEquals(1, server.heads.size());
  }

  @Test
  void an_answer_that_comes_before_the_body_is_through_is_heard() throws Exception {
    AtomicLong sent = new AtomicLong();
    // The server stays open: a reset could overtake its answer within the proxy.
    server.answer("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
    byte[] chunk = new byte[1 << 16];
    java.io.InputStream slow =
        new java.io.InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            try {
              Thread.sleep(5);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return Math.min(length, chunk.length);
          }
        };
    Request.Body body = new Request.Body(1L << 30, slow, sent::addAndGet);
    try (Http http = onion();
        Answer answer = http.exchange(new Request("PATCH", "/u", Map.of(), body))) {
      assertEquals(413, answer.status());
    }
    assertTrue(sent.get() < (100 << 20), "stopped early");
  }

  @Test
  void silence_ends_a_connection_when_reading_and_when_writing() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
      Route route = Route.direct(Duration.ofMillis(300));
      Origin origin = Origin.parse("http://127.0.0.1:" + deaf.getLocalPort());
      try (Http http = new Http(origin, route)) {
        Request get = Request.of("GET", "/", Map.of());
        assertEquals(
            Reason.SILENT,
            assertThrows(TransportException.class, () -> http.exchange(get)).reason());
        java.io.InputStream zeros = new ByteArrayInputStream(new byte[64 << 20]);
        Request put = new Request("PUT", "/", Map.of(), new Request.Body(64 << 20, zeros, n -> {}));
        assertEquals(
            Reason.SILENT,
            assertThrows(TransportException.class, () -> http.exchange(put)).reason());
      }
    }
  }

  @Test
  void a_source_that_shrank_is_no_failure_of_the_way() throws Exception {
    try (Http http = onion()) {
      Request put =
          new Request(
              "PUT",
              "/",
              Map.of(),
              new Request.Body(5, new ByteArrayInputStream(new byte[3]), n -> {}));
      IOException failure = assertThrows(IOException.class, () -> http.exchange(put));
      assertFalse(failure instanceof TransportException);
    }
  }

  @Test
  void no_proxy_a_wrong_proxy_and_an_unknown_server_are_told_apart() throws Exception {
    Request get = Request.of("GET", "/", Map.of());
    socks.refuse(4);
    try (Http http = onion()) {
      assertEquals(
          Reason.UNREACHABLE,
          assertThrows(TransportException.class, () -> http.exchange(get)).reason());
    }
    int free;
    try (ServerSocket taken = new ServerSocket(0)) {
      free = taken.getLocalPort();
    }
    server.answer("HTTP/1.1 400 I am no SOCKS proxy\r\n\r\n");
    server.closeAfterEach();
    for (int port : new int[] {free, server.port()}) {
      Route route = Route.through("socks5://127.0.0.1:" + port, Duration.ofMillis(500), () -> "t");
      try (Http http = new Http(Origin.parse("http://" + ONION), route)) {
        TransportException refused =
            assertThrows(TransportException.class, () -> http.exchange(get));
        assertTrue(
            refused.reason() == Reason.NO_PROXY || refused.reason() == Reason.SILENT,
            refused.reason().name());
      }
    }
  }

  @Test
  void an_onion_address_goes_through_a_proxy_alone_and_this_machine_without() throws Exception {
    Origin onion = Origin.parse("http://" + ONION);
    Origin local = Origin.parse("http://127.0.0.1:" + server.port());
    Route direct = Route.direct(PATIENCE);
    Route proxied = route();
    assertFalse(direct.leadsTo(onion));
    assertTrue(proxied.leadsTo(onion));
    assertTrue(direct.leadsTo(local));
    assertFalse(proxied.leadsTo(local));
    try (Http http = new Http(onion, direct)) {
      assertThrows(
          IllegalArgumentException.class, () -> http.exchange(Request.of("GET", "/", Map.of())));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.org, NEEDS_TLS",
    "http://10.0.0.1, NEEDS_TLS",
    "http://127.0.0.1.example.org, NEEDS_TLS",
    "http://localhost.example.org, NEEDS_TLS",
    "http://short.onion, BAD_ONION",
    "https://short.onion, BAD_ONION",
    "ftp://example.org, NOT_AN_ADDRESS",
    "example.org, NOT_AN_ADDRESS",
    "https://a:b@example.org, NOT_AN_ADDRESS",
    "https://example.org/path, NOT_AN_ADDRESS",
    "https://example.org?x, NOT_AN_ADDRESS",
    "https://example.org:0, NOT_AN_ADDRESS",
    "https://example.org:99999, NOT_AN_ADDRESS",
    "https://a..b, NOT_AN_ADDRESS"
  })
  void addresses_that_are_unsafe_or_mistyped_are_refused(String address, Fault fault) {
    assertEquals(fault, assertThrows(AddressException.class, () -> Origin.parse(address)).fault());
  }

  @ParameterizedTest
  @CsvSource({
    "https://Example.org/, example.org",
    "https://example.org:8443, example.org:8443",
    "http://127.0.0.1:80, 127.0.0.1",
    "http://[::1]:8080, [::1]:8080",
    "http://localhost:81, localhost:81"
  })
  void the_authority_is_lower_case_and_without_the_usual_port(String address, String authority)
      throws Exception {
    assertEquals(authority, Origin.parse(address).authority());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:9050",
        "http://127.0.0.1:9050",
        "socks5://example.org:9050",
        "socks5://127.0.0.1",
        "socks5://300.1.1.1:1",
        "socks5://127.0.0.1:0",
        "socks4://127.0.0.1:1"
      })
  void a_proxy_is_named_by_number(String address) {
    assertNull(Route.through(address, PATIENCE, () -> ""));
  }

  @Test
  void a_request_cannot_carry_a_line_end() {
    assertThrows(IllegalArgumentException.class, () -> Request.of("GET", "/a b", Map.of()));
    assertThrows(
        IllegalArgumentException.class, () -> Request.of("GET", "/", Map.of("A", "b\r\nC: d")));
  }

  @Test
  void the_client_follows_a_server_on_another_port() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
      socks.lead(other.getLocalPort());
      Thread answering =
          new Thread(
              () -> {
                try (Socket socket = other.accept()) {
                  socket.getInputStream().read(new byte[1000]);
                  socket.getOutputStream().write("HTTP/1.1 204 x\r\n\r\n".getBytes(US_ASCII));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      answering.start();
      try (Http http = onion();
          Answer answer = http.exchange(Request.of("HEAD", "/", Map.of()))) {
        assertArrayEquals(new byte[0], answer.bytes(1));
      }
      answering.join();
    }
  }

  private String text(Http http) throws IOException {
    try (Answer answer = http.exchange(Request.of("GET", "/", Map.of()))) {
      String text = new String(answer.bytes(100), US_ASCII);
      return text;
    }
  }

  private Route route() {
    return Route.through(socks.address(), PATIENCE, () -> "token" + counter.incrementAndGet());
  }

  private Http onion() throws AddressException {
    return new Http(Origin.parse("http://" + ONION), route());
  }
}
