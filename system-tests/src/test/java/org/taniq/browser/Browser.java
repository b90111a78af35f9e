package org.taniq.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One browser with one page, used by selectors, keys and clicks. Everything in it is gone when it
 * is closed.
 */
public final class Browser implements AutoCloseable {
  private static final Path PREFERENCES =
      Path.of(System.getProperty("taniq.root"), "system-tests", "browsers");

  /** Pages of other sizes than Tor Browser's own on a desktop: a phone's. */
  public static final Map<String, ?> ANY_SIZE =
      Map.of("privacy.resistFingerprinting.letterboxing", false);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Program program;
  private final BiDi bidi;
  private final String page;

  private Browser(Program program, URI address, boolean newSession) throws IOException {
    this.program = program;
    this.bidi = BiDi.connect(address);
    if (newSession) {
      bidi.command(
          "session.new",
          Map.of("capabilities", Map.of("alwaysMatch", Map.of("acceptInsecureCerts", false))));
    }
    page =
        bidi.command("browsingContext.getTree", Map.of())
            .path("contexts")
            .path(0)
            .path("context")
            .asText();
    bidi.command(
        "session.subscribe",
        Map.of(
            "events",
            List.of("network.beforeRequestSent", "network.responseCompleted", "log.entryAdded")));
  }

  /**
   * Firefox ESR with Tor Browser's preferences.
   *
   * @param home an empty directory for its profile
   * @param socksPort of a Tor; 0: loopback, without a proxy
   * @param more preferences that come over the level's
   */
  public static Browser firefox(Path home, Level level, int socksPort, Map<String, ?> more)
      throws IOException {
    Path profile = Files.createDirectories(home.resolve("profile"));
    ObjectNode preferences =
        (ObjectNode) JSON.readTree(Files.readAllBytes(PREFERENCES.resolve(level.file())));
    if (socksPort == 0) {
      preferences.put("network.proxy.type", 0).put("network.dns.disabled", false);
      preferences.put("dom.security.https_only_mode", false);
    } else {
      preferences.put("network.proxy.socks_port", socksPort);
    }
    more.forEach((name, value) -> preferences.set(name, BiDi.json(value)));
    StringBuilder text = new StringBuilder();
    preferences
        .properties()
        .forEach(
            one ->
                text.append("user_pref(\"")
                    .append(one.getKey())
                    .append("\", ")
                    .append(one.getValue())
                    .append(");\n"));
    Files.writeString(profile.resolve("user.js"), text);
    Program program =
        new Program(
            List.of(
                "firefox-esr",
                "--headless",
                "--no-remote",
                "--remote-debugging-port=0",
                "--profile",
                profile.toString()),
            home);
    try {
      String address =
          program.printed(Pattern.compile("WebDriver BiDi listening on (ws://\\S+)")).group(1);
      return new Browser(program, URI.create(address + "/session"), true);
    } catch (IOException e) {
      program.close();
      throw e;
    }
  }

  /**
   * Chromium.
   *
   * @param home an empty directory for its profile
   */
  public static Browser chromium(Path home) throws IOException {
    Program program = new Program(List.of("chromedriver", "--port=0", "--log-level=SEVERE"), home);
    try {
      String port =
          program.printed(Pattern.compile("started successfully on port ([0-9]+)")).group(1);
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "--headless=new",
                  "--disable-gpu",
                  "--disable-quic",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                  "--disable-dev-shm-usage",
                  "--user-data-dir=" + home.resolve("profile")));
      if (System.getProperty("user.name").equals("root")) {
        arguments.add("--no-sandbox");
      }
      Map<String, Object> options = Map.of("binary", "/usr/bin/chromium", "args", arguments);
      JsonNode session =
          post(
              "http://127.0.0.1:" + port + "/session",
              Map.of(
                  "capabilities",
                  Map.of(
                      "alwaysMatch", Map.of("webSocketUrl", true, "goog:chromeOptions", options))));
      String address = session.path("value").path("capabilities").path("webSocketUrl").asText();
      if (address.isEmpty()) {
        throw new IOException("chromedriver began no session: " + session.path("value"));
      }
      return new Browser(program, URI.create(address), false);
    } catch (IOException e) {
      program.close();
      throw e;
    }
  }

  private static JsonNode post(String url, Object body) throws IOException {
    try {
      return JSON.readTree(
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(url))
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(BiDi.json(body).toString()))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Goes to an address, and waits until the page is there. */
  public void open(String url) throws IOException {
    bidi.command(
        "browsingContext.navigate", Map.of("context", page, "url", url, "wait", "complete"));
  }

  public void reload() throws IOException {
    bidi.command("browsingContext.reload", Map.of("context", page, "wait", "complete"));
  }

  /** Presses the browser's own Back (-1) or Forward (1). */
  public void step(int delta) throws IOException {
    bidi.command("browsingContext.traverseHistory", Map.of("context", page, "delta", delta));
  }

  public String address() throws IOException {
    return bidi.command("browsingContext.getTree", Map.of("root", page))
        .path("contexts")
        .path(0)
        .path("url")
        .asText();
  }

  /** Makes the page so large, in CSS pixels; {@code ratio} of them are one of the screen's. */
  public void size(int width, int height, double ratio) throws IOException {
    bidi.command(
        "browsingContext.setViewport",
        Map.of(
            "context",
            page,
            "viewport",
            Map.of("width", width, "height", height),
            "devicePixelRatio",
            ratio));
  }

  /**
   * The value of an expression as JSON text, by the page's own script engine; awaits a promise. Not
   * where scripts are off.
   */
  public JsonNode evaluate(String expression) throws IOException {
    JsonNode answer =
        bidi.command(
            "script.evaluate",
            Map.of(
                "expression",
                "(async () => JSON.stringify(await (" + expression + ")))()",
                "target",
                Map.of("context", page),
                "awaitPromise",
                true));
    if (!answer.path("type").asText().equals("success")) {
      throw new IOException(answer.path("exceptionDetails").path("text").asText());
    }
    JsonNode value = answer.path("result").path("value");
    return value.isMissingNode() ? BiDi.json(null) : JSON.readTree(value.asText());
  }

  /** Whether something matches, without the page's scripts. */
  public boolean has(String selector) throws IOException {
    return !located(selector).isEmpty();
  }

  /** Waits until something matches. */
  public void await(String selector) throws IOException, InterruptedException {
    for (int i = 0; i < 300; i++) {
      if (has(selector)) {
        return;
      }
      Thread.sleep(100);
    }
    throw new IOException("nothing on the page matches " + selector);
  }

  private JsonNode located(String selector) throws IOException {
    return bidi.command(
            "browsingContext.locateNodes",
            Map.of("context", page, "locator", Map.of("type", "css", "value", selector)))
        .path("nodes");
  }

  private JsonNode element(String selector) throws IOException {
    JsonNode nodes = located(selector);
    if (nodes.size() != 1) {
      throw new IOException(nodes.size() + " elements match " + selector);
    }
    return BiDi.object().put("sharedId", nodes.path(0).path("sharedId").asText());
  }

  /** Clicks the middle of the one element. */
  public void click(String selector) throws IOException {
    Map<String, Object> there = Map.of("type", "element", "element", element(selector));
    Map<String, Object> pointer =
        Map.of(
            "type",
            "pointer",
            "id",
            "mouse",
            "actions",
            List.of(
                Map.of("type", "pointerMove", "x", 0, "y", 0, "origin", there),
                Map.of("type", "pointerDown", "button", 0),
                Map.of("type", "pointerUp", "button", 0)));
    bidi.command("input.performActions", Map.of("context", page, "actions", List.of(pointer)));
  }

  /** Types into what has the focus; keys that are no letters by WebDriver's private characters. */
  public void type(String text) throws IOException {
    List<Map<String, Object>> keys = new ArrayList<>();
    text.codePoints()
        .mapToObj(Character::toString)
        .forEach(
            key -> {
              keys.add(Map.of("type", "keyDown", "value", key));
              keys.add(Map.of("type", "keyUp", "value", key));
            });
    Map<String, Object> keyboard = Map.of("type", "key", "id", "keys", "actions", keys);
    bidi.command("input.performActions", Map.of("context", page, "actions", List.of(keyboard)));
  }

  /** Clicks the one element and types. */
  public void fill(String selector, String text) throws IOException {
    click(selector);
    type(text);
  }

  /** Chooses files in the one file field. */
  public void choose(String selector, Path... files) throws IOException {
    List<String> names = new ArrayList<>();
    for (Path file : files) {
      names.add(file.toAbsolutePath().toString());
    }
    bidi.command(
        "input.setFiles", Map.of("context", page, "element", element(selector), "files", names));
  }

  /** What is seen now, as PNG. */
  public byte[] picture() throws IOException {
    return picture("viewport");
  }

  /** The whole page, as PNG. */
  public byte[] wholePicture() throws IOException {
    return picture("document");
  }

  private byte[] picture(String origin) throws IOException {
    return Base64.getDecoder()
        .decode(
            bidi.command(
                    "browsingContext.captureScreenshot", Map.of("context", page, "origin", origin))
                .path("data")
                .asText());
  }

  /** Every request so far: method, a space, the address. */
  public List<String> requests() {
    return bidi.events("network.beforeRequestSent").stream()
        .map(event -> event.params().path("request"))
        .map(request -> request.path("method").asText() + " " + request.path("url").asText())
        .toList();
  }

  /** What the page wrote to the console, and errors of its scripts. */
  public List<String> complaints() {
    return bidi.events("log.entryAdded").stream()
        .map(event -> event.params().path("text").asText())
        .toList();
  }

  @Override
  public void close() {
    bidi.close();
    program.close();
  }
}
