package org.taniq.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The browsers do what the other tests use them for, each level as it should be. */
@Tag("browser")
@Timeout(180)
class BrowserIT {
  private static final String PAGE =
      """
      <!doctype html><meta charset="utf-8"><title>t</title>
      <style>body { margin: 0 } button { width: 200px; height: 60px }</style>
      <form action="/sent"><input id="name" name="name" autocomplete="off"><button id="go">go</button></form>
      <input id="file" type="file">
      <p id="said"></p><noscript><p id="none">no scripts</p></noscript>
      <script>document.getElementById('said').textContent = 'scripts'; document.getElementById('said').className = 'on';</script>
      """;

  @TempDir Path directory;
  private HttpServer server;
  private String address;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  @Test
  void chromium_shows_a_page_and_is_used() throws Exception {
    try (Browser browser = Browser.chromium(directory)) {
      used(browser);
      assertEquals("\"function\"", browser.evaluate("typeof WebAssembly.compile").toString());
    }
  }

  @Test
  void firefox_at_standard_shows_a_page_and_is_used() throws Exception {
    try (Browser browser = Browser.firefox(directory, Level.STANDARD, 0, Browser.ANY_SIZE)) {
      used(browser);
    }
  }

  @Test
  void firefox_at_safer_has_scripts_and_no_web_assembly() throws Exception {
    try (Browser browser = Browser.firefox(directory, Level.SAFER, 0, Browser.ANY_SIZE)) {
      used(browser);
      assertEquals("\"undefined\"", browser.evaluate("typeof WebAssembly").toString());
      assertTrue(browser.evaluate("isSecureContext && !!crypto.subtle").asBoolean());
    }
  }

  @Test
  void firefox_at_safest_has_no_scripts_and_is_used_without() throws Exception {
    try (Browser browser = Browser.firefox(directory, Level.SAFEST, 0, Map.of())) {
      browser.open(address);
      assertTrue(browser.has("#none"));
      assertFalse(browser.has("#said.on"));
      browser.fill("#name", "Çiçək");
      browser.click("#go");
      awaitAddress(browser, "sent?name=%C3%87i%C3%A7%C9%99k");
    }
  }

  /** As Tor Browser shows it on a small laptop, whatever size is asked for. */
  @Test
  void firefox_as_it_is_set_shows_pages_in_steps_of_size() throws Exception {
    try (Browser browser = Browser.firefox(directory, Level.STANDARD, 0, Map.of())) {
      browser.open(address);
      var picture = ImageIO.read(new ByteArrayInputStream(browser.picture()));
      assertEquals("1200x600", picture.getWidth() + "x" + picture.getHeight());
    }
  }

  /** Every address is looked up by the proxy, or not at all. */
  @Test
  void firefox_behind_a_proxy_that_is_not_there_reaches_nothing() throws Exception {
    try (Browser browser = Browser.firefox(directory, Level.STANDARD, 1, Map.of())) {
      assertThrows(IOException.class, () -> browser.open(address));
    }
  }

  private void used(Browser browser) throws Exception {
    browser.size(360, 640, 1);
    browser.open(address);
    assertTrue(browser.has("#said.on"));
    assertEquals(
        "\"scripts\"", browser.evaluate("document.getElementById('said').textContent").toString());
    var picture = ImageIO.read(new ByteArrayInputStream(browser.picture()));
    assertEquals("360x640", picture.getWidth() + "x" + picture.getHeight());
    Path file = Files.writeString(directory.resolve("səs.ogg"), "voice");
    browser.choose("#file", file);
    assertEquals(
        "\"səs.ogg 5\"",
        browser
            .evaluate("(f => f.name + ' ' + f.size)(document.getElementById('file').files[0])")
            .toString());
    browser.fill("#name", "Ayşə");
    browser.click("#go");
    awaitAddress(browser, "sent?name=Ay%C5%9F%C9%99");
    assertTrue(browser.requests().contains("GET " + address), browser.requests().toString());
    browser.step(-1);
    awaitAddress(browser, "");
  }

  private void awaitAddress(Browser browser, String path) throws Exception {
    for (int i = 0; i < 100 && !browser.address().equals(address + path); i++) {
      Thread.sleep(100);
    }
    assertEquals(address + path, browser.address());
  }
}
