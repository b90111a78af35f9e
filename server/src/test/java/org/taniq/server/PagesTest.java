package org.taniq.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.server.http.ExactHeaders;
import org.taniq.server.http.RawHttp;
import org.taniq.server.site.House;

class PagesTest {
  @TempDir Path directory;
  private Running running;

  @BeforeEach
  void start() throws Exception {
    running = new Running(directory, new House(false)).start();
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private static void assertFallback(int status, RawHttp.Reply reply, String... alsoNames) {
    assertEquals("page /404.html", reply.text());
    assertEquals(status, reply.status());
    assertEquals("text/html;charset=utf-8", reply.header("content-type"));
    String[] names = java.util.Arrays.copyOf(alsoNames, alsoNames.length + 1);
    names[alsoNames.length] = "content-type";
    ExactHeaders.assertExact(reply, names);
  }

  @Test
  void every_file_of_the_site_is_served_byte_for_byte() throws Exception {
    running.published();
    for (Map.Entry<String, byte[]> page : running.house.pages.entrySet()) {
      RawHttp.Reply reply = running.get(page.getKey());
      assertEquals(200, reply.status());
      assertArrayEquals(page.getValue(), reply.body());
      boolean download = page.getKey().contains("/download/");
      if (download) {
        assertEquals("attachment", reply.header("content-disposition"));
        ExactHeaders.assertExact(reply, "content-type", "content-disposition");
      } else {
        ExactHeaders.assertExact(reply, "content-type");
      }
      RawHttp.Reply head = running.request("HEAD", page.getKey());
      assertEquals(200, head.status());
      assertEquals(reply.headers(), head.headers());
      assertEquals(0, head.body().length);
    }
    assertEquals("page /index.html", running.get("/").text());
    assertEquals("page /az/index.html", running.get("/az/").text());
    assertEquals("page /az/index.html", running.get("/az/?x=1").text());
    assertEquals("text/css;charset=utf-8", running.get("/az/style.css").header("content-type"));
  }

  @Test
  void the_bulletin_and_its_files_are_served_as_delivered() throws Exception {
    running.published();
    RawHttp.Reply current = running.get("/taniq/current.json");
    assertEquals("application/json", current.header("content-type"));
    assertTrue(current.text().contains("taniq.org/v1/current"));
    assertArrayEquals(new byte[1000], running.get("/taniq/shelves/s1/0").body());
    assertArrayEquals(new byte[48], running.get("/taniq/acks/a1").body());
    assertEquals(404, running.get("/taniq/site.json").status());
  }

  @Test
  void everything_else_is_the_fallback_page() throws Exception {
    running.published();
    for (String path :
        new String[] {
          "/az", "/nowhere", "/az/style.css/", "/site.json", "/files/index.html", "/taniq/",
          "/AZ/index.html", "/az/sent%2ehtml", "/.well-known/x", "//", "/az//sent.html", "/send/az"
        }) {
      RawHttp.Reply reply = running.get(path, "Accept: text/html");
      assertFallback(reply.status() == 400 ? 400 : 404, reply);
    }
    assertFallback(400, running.get("/az/../az/sent.html%00", "Accept: text/html"));
    for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "TRACE", "FOO"}) {
      RawHttp.Reply reply = running.request(method, "/index.html", "Sec-Fetch-Dest: document");
      assertFallback(reply.status(), reply);
      assertTrue(reply.status() >= 400 && reply.status() < 500, method + reply.status());
    }
    assertFallback(
        404, running.request("POST", "/nowhere", "Accept: text/html", "Content-Length: 0"));
    RawHttp.Reply oversize = running.get("/", "Cookie: " + "c".repeat(9000));
    assertFallback(431, oversize);
  }

  @Test
  void before_the_first_publication_nothing_is_served_and_uploads_are_put_off() throws Exception {
    RawHttp.Reply reply = running.get("/", "Accept: text/html");
    assertEquals(404, reply.status());
    assertEquals("{\"reason\":\"NOT_FOUND\"}", reply.text());
    ExactHeaders.assertExact(reply, "content-type");
    assertTrue(running.log.contains("nothing is published yet: uploads are told to try later"));
    byte[] envelope = org.taniq.server.http.Envelopes.text(1);
    RawHttp.Reply upload =
        RawHttp.send(
            running.port,
            "POST /uploads HTTP/1.1\nHost: x\nTus-Resumable: 1.0.0\nContent-Type:"
                + " application/offset+octet-stream\nUpload-Length: "
                + envelope.length
                + "\nContent-Length: "
                + envelope.length,
            envelope);
    assertEquals(503, upload.status());
    assertEquals("{\"reason\":\"TRY_LATER\"}", upload.text());
  }

  @Test
  void no_response_carries_what_nobody_needs() throws Exception {
    running.published();
    for (RawHttp.Reply reply :
        new RawHttp.Reply[] {
          running.get("/"),
          running.get("/nowhere"),
          running.get("/uploads"),
          running.courier("status"),
          running.request("OPTIONS", "/uploads")
        }) {
      for (String name :
          new String[] {
            "server",
            "date",
            "set-cookie",
            "link",
            "refresh",
            "etag",
            "last-modified",
            "vary",
            "access-control-allow-origin",
            "x-powered-by",
            "accept-ranges"
          }) {
        assertNull(reply.header(name), name);
      }
    }
  }

  @Test
  void ranges_and_encodings_are_not_negotiated() throws Exception {
    running.published();
    RawHttp.Reply reply =
        running.get("/index.html", "Range: bytes=0-1", "Accept-Encoding: gzip", "If-None-Match: *");
    assertEquals(200, reply.status());
    assertEquals("page /index.html", new String(reply.body(), StandardCharsets.UTF_8));
  }
}
