package org.taniq.courier;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.taniq.parcel.Sha256;
import org.taniq.protocol.hatch.ContentDigest;
import org.taniq.protocol.hatch.HatchException;
import org.taniq.protocol.hatch.HatchGuard;
import org.taniq.protocol.hatch.HatchRequest;
import org.taniq.protocol.hatch.HatchSignature;

/** A hatch for tests, with envelopes of any bytes; it judges signatures as the server does. */
final class StubHatch implements Closeable {
  static final String INSTANCE = "12".repeat(32);

  final TreeMap<String, byte[]> envelopes = new TreeMap<>();

  /** What is sent instead of an envelope's bytes. */
  final Map<String, byte[]> damaged = new ConcurrentHashMap<>();

  /** What the list still names and nobody gets any more. */
  final List<String> gone = new CopyOnWriteArrayList<>();

  final List<String> requests = new CopyOnWriteArrayList<>();
  final Map<String, byte[]> taken = new ConcurrentHashMap<>();
  final Queue<String[]> instead = new ConcurrentLinkedQueue<>();
  volatile int pageSize = 1000;
  volatile String orderAnswer = "{\"entries\":[]}";

  /** Who is let in, by which clock. */
  volatile HatchGuard guard;

  volatile Clock clock = Clock.systemUTC();
  private HttpServer server;

  StubHatch() throws IOException {
    start();
  }

  private void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/courier/v1/", this::handle);
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "stub-hatch");
              thread.setDaemon(true);
              return thread;
            }));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  void restart() throws IOException {
    server.stop(0);
    start();
  }

  String add(byte[] bytes) {
    String id = Sha256.hex(bytes).substring(0, 32);
    envelopes.put(id, bytes);
    return id;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath().substring("/courier/v1/".length());
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      requests.add(method + " " + path);
      byte[] body = exchange.getRequestBody().readAllBytes();
      String[] other = instead.poll();
      if (other != null) {
        answer(exchange, Integer.parseInt(other[0]), other[1].getBytes(UTF_8));
      } else if (!admitted(exchange, body)) {
        return;
      } else if (method.equals("PUT")) {
        taken.put(path, body);
        byte[] answer = path.equals("deletion-order") ? orderAnswer.getBytes(UTF_8) : new byte[0];
        answer(exchange, 200, answer);
      } else if (path.equals("status")) {
        answer(exchange, 200, status().getBytes(UTF_8));
      } else if (path.equals("envelopes")) {
        answer(exchange, 200, list(query).getBytes(UTF_8));
      } else {
        envelope(exchange, path.substring("envelopes/".length()));
      }
    }
  }

  private boolean admitted(HttpExchange exchange, byte[] body) throws IOException {
    Headers fields = exchange.getRequestHeaders();
    String reason;
    try {
      ContentDigest digest = ContentDigest.parse(fields.getFirst(ContentDigest.FIELD));
      HatchRequest request =
          HatchRequest.of(
              exchange.getRequestMethod(),
              fields.getFirst("Host"),
              exchange.getRequestURI().getRawPath(),
              exchange.getRequestURI().getRawQuery(),
              digest);
      guard.admit(
          request,
          fields.getFirst(HatchSignature.INPUT_FIELD),
          fields.getFirst(HatchSignature.SIGNATURE_FIELD),
          clock.instant());
      digest.require(HexFormat.of().parseHex(Sha256.hex(body)));
      return true;
    } catch (HatchException e) {
      reason = e.reason().name();
    }
    String json = "{\"reason\":\"" + reason + "\"";
    if (reason.equals("STALE")) {
      json += ",\"clock\":\"" + clock.instant().getEpochSecond() + "\"";
    }
    answer(exchange, 401, (json + "}").getBytes(UTF_8));
    return false;
  }

  private String status() {
    long bytes = envelopes.values().stream().mapToLong(b -> b.length).sum();
    return """
        {"instance":"%s","bulletin":{"number":12,"sha256":"%s"},"site":{"version":7},\
        "envelopes":%d,"bytes":%d,"free":5368709120,"day":"2026-11-23","clock":"%d"}"""
        .formatted(INSTANCE, INSTANCE, envelopes.size(), bytes, clock.instant().getEpochSecond());
  }

  private String list(String query) {
    String after = query.contains("after=") ? query.replaceAll(".*after=([0-9a-f]*).*", "$1") : "";
    List<String> ids = List.copyOf(envelopes.tailMap(after, false).keySet());
    List<String> page = ids.subList(0, Math.min(pageSize, ids.size()));
    String entries =
        page.stream()
            .map(
                id ->
                    """
                    {"id":"%s","sha256":"%s","keyset":"%s","size":%d,"day":"2026-11-20"}"""
                        .formatted(
                            id,
                            Sha256.hex(envelopes.get(id)),
                            "cd".repeat(16),
                            envelopes.get(id).length))
            .collect(Collectors.joining(","));
    return "{\"envelopes\":[" + entries + "],\"more\":" + (page.size() < ids.size()) + "}";
  }

  private void envelope(HttpExchange exchange, String id) throws IOException {
    byte[] bytes = damaged.getOrDefault(id, envelopes.get(id));
    if (bytes == null || gone.contains(id)) {
      answer(exchange, 404, "{\"reason\":\"UNKNOWN\"}".getBytes(UTF_8));
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      answer(exchange, 200, bytes);
      return;
    }
    int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    if (from >= bytes.length) {
      answer(exchange, 416, new byte[0]);
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
    answer(exchange, 206, java.util.Arrays.copyOfRange(bytes, from, bytes.length));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
