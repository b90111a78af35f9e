package org.taniq.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.server.http.Envelopes;
import org.taniq.server.http.ExactHeaders;
import org.taniq.server.http.RawHttp;
import org.taniq.server.site.House;

class SendTest {
  private static final String BOUNDARY = "----geckoformboundary0123456789abcdef";

  @TempDir Path directory;
  private Running running;
  private byte[] envelope;

  @BeforeEach
  void start() throws Exception {
    running = new Running(directory, new House(false)).start().published();
    envelope = Envelopes.of(2, 3, Kind.TESTIMONY, running.house.keysetId(), Lengths.FLOOR, 5);
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private static byte[] form(String name, byte[] file, String end) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ("--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\""
                + name
                + "\"; filename=\"t\u0259sdiq.tnq\"\r\nContent-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    out.writeBytes(file);
    out.writeBytes(end.getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  private static byte[] form(byte[] file) {
    return form("envelope", file, "\r\n--" + BOUNDARY + "--\r\n");
  }

  private static String head(String path, long length, String... headers) {
    return "POST "
        + path
        + " HTTP/1.1\nHost: x\nConnection: close\nAccept: text/html\nSec-Fetch-Dest: document\n"
        + "Content-Type: multipart/form-data; boundary="
        + BOUNDARY
        + "\nContent-Length: "
        + length
        + (headers.length == 0 ? "" : "\n" + String.join("\n", headers));
  }

  private RawHttp.Reply send(byte[] body, String... headers) throws IOException {
    return RawHttp.send(running.port, head("/send/az", body.length, headers), body);
  }

  private static void assertSeeOther(String path, RawHttp.Reply reply) {
    assertEquals(path, reply.header("location"), reply.text());
    assertEquals(303, reply.status());
    ExactHeaders.assertExact(reply, "location");
  }

  private long stored() throws Exception {
    JsonNode status = new ObjectMapper().readTree(running.courier("status").body());
    assertEquals(
        status.get("bytes").asLong(),
        status.get("envelopes").asLong() * envelope.length,
        "no partial upload stays");
    return status.get("envelopes").asLong();
  }

  @Test
  void an_envelope_from_a_form_of_our_page_is_stored_byte_for_byte() throws Exception {
    assertSeeOther(
        "/az/sent.html", send(form(envelope), "Origin: null", "Sec-Fetch-Site: same-origin"));
    JsonNode list = new ObjectMapper().readTree(running.courier("envelopes").body());
    String id = list.get("envelopes").get(0).get("id").asText();
    assertArrayEquals(envelope, running.courier("envelopes/" + id).body());
  }

  @Test
  void a_program_without_fetch_metadata_or_last_line_end_is_served_too() throws Exception {
    assertSeeOther("/az/sent.html", send(form("envelope", envelope, "\r\n--" + BOUNDARY + "--")));
    assertEquals(1, stored());
  }

  @Test
  void a_form_of_another_site_is_refused() throws Exception {
    for (String site : new String[] {"cross-site", "same-site", "none"}) {
      RawHttp.Reply reply = send(form(envelope), "Sec-Fetch-Site: " + site);
      assertEquals(403, reply.status());
      assertEquals("page /404.html", reply.text());
      ExactHeaders.assertExact(reply, "content-type");
    }
    byte[] body = form(envelope);
    RawHttp.Reply script =
        RawHttp.send(
            running.port,
            head("/send/az", body.length, "Sec-Fetch-Site: cross-site")
                .replace("Accept: text/html\nSec-Fetch-Dest: document\n", ""),
            body);
    assertEquals("{\"reason\":\"CROSS_SITE\"}", script.text());
    assertEquals(0, stored());
  }

  @Test
  void each_refusal_leads_to_its_page_or_to_the_page_for_any() throws Exception {
    byte[] jpeg = new byte[envelope.length];
    jpeg[0] = (byte) 0xff;
    assertSeeOther("/az/refused-not-an-envelope.html", send(form(jpeg)));
    assertSeeOther("/az/refused-not-an-envelope.html", send(form("hello".getBytes("UTF-8"))));
    assertSeeOther("/az/refused.html", send(form(new byte[0])));
    assertSeeOther("/az/refused.html", send(form(Arrays.copyOf(envelope, 31))));
    assertSeeOther("/az/refused.html", send(form(Arrays.copyOf(envelope, 5000))));
    assertSeeOther("/az/refused.html", send(form(Arrays.copyOf(envelope, envelope.length + 1))));
    assertSeeOther("/az/refused.html", send(form("other", envelope, "\r\n--" + BOUNDARY + "--")));
    byte[] unknownKeyset = envelope.clone();
    unknownKeyset[20] ^= 1;
    assertSeeOther("/az/refused.html", send(form(unknownKeyset)));
    String second =
        "\r\n--"
            + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n--"
            + BOUNDARY
            + "--\r\n";
    assertSeeOther("/az/refused.html", send(form("envelope", envelope, second)));
    assertSeeOther("/az/refused.html", send("no form".getBytes("UTF-8")));
    assertSeeOther("/az/refused.html", send(new byte[0]));
    byte[] large = new byte[21 << 20];
    System.arraycopy(envelope, 0, large, 0, 32);
    assertSeeOther("/az/refused.html", send(form(large)));
    assertSeeOther(
        "/az/refused.html",
        RawHttp.send(
            running.port,
            head("/send/az", 3).replace("multipart/form-data", "text/plain"),
            new byte[3]));
    assertSeeOther(
        "/az/refused.html",
        RawHttp.send(
            running.port,
            head("/send/az", 0).replace("Content-Length: 0", "Transfer-Encoding: chunked"),
            "0\r\n\r\n".getBytes("UTF-8")));
    assertEquals(0, stored());
  }

  @Test
  void a_language_that_the_site_has_not_is_not_found() throws Exception {
    for (String path : new String[] {"/send/xx", "/send/", "/send/%2e%2e", "/send/az/x", "/send"}) {
      RawHttp.Reply reply = RawHttp.send(running.port, head(path, 0));
      assertEquals("page /404.html", reply.text(), path);
      assertTrue(reply.status() == 404 || reply.status() == 400);
    }
  }

  @Test
  void of_a_form_that_breaks_off_nothing_stays() throws Exception {
    byte[] body = form(envelope);
    for (int cut : new int[] {0, 20, 150, 300, 40_000, body.length - 30, body.length - 1}) {
      try (Socket socket = RawHttp.connect(running.port)) {
        socket.getOutputStream().write(RawHttp.bytes(head("/send/az", body.length)));
        socket.getOutputStream().write(body, 0, cut);
        socket.shutdownOutput();
        assertThrows(
            AssertionError.class,
            () -> {
              RawHttp.Reply reply;
              try {
                reply = RawHttp.read(socket.getInputStream(), false);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
              assertSeeOther("/az/sent.html", reply);
            });
      }
    }
    for (int i = 0; i < 50 && partialBytes() > 0; i++) {
      Thread.sleep(20);
    }
    assertEquals(0, stored());
    try (var files = Files.walk(directory.resolve("data"))) {
      assertEquals(
          0, files.filter(f -> f.toString().contains("deliver") && Files.isRegularFile(f)).count());
    }
  }

  private long partialBytes() throws Exception {
    return new ObjectMapper().readTree(running.courier("status").body()).get("bytes").asLong();
  }

  @Test
  void who_finds_no_place_is_told_to_come_again_soon() throws Exception {
    running.close();
    House house = new House(false);
    house.pages.remove("/az/refused.html");
    running = new Running(Files.createDirectory(directory.resolve("busy")), house);
    running.more.add("max_uploads_at_once = 1");
    running.start().published();
    String page = head("/send/az", 1 << 20);
    String script = page.replace("Accept: text/html\nSec-Fetch-Dest: document\n", "");
    try (Socket first = RawHttp.connect(running.port)) {
      first.getOutputStream().write(RawHttp.bytes(page));
      first.getOutputStream().write(Arrays.copyOf(form(envelope), 400));
      Thread.sleep(300);
      for (String head : new String[] {page, script}) {
        RawHttp.Reply reply = RawHttp.send(running.port, head);
        assertEquals(503, reply.status(), reply.text());
        assertEquals("10", reply.header("retry-after"));
      }
    }
  }
}
