package org.taniq.road;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.taniq.server.site.ContentPolicy;

/**
 * Files under the server's own policy, and the server behind them, as if they were its pages. Cuts
 * the first connections that carry on an upload, after their bytes have arrived or before.
 */
final class PageServer implements AutoCloseable {
  private static final List<String> ASKED =
      List.of("Content-Type", "Tus-Resumable", "Upload-Length", "Upload-Offset");
  private static final List<String> ANSWERED =
      List.of("Location", "Tus-Resumable", "Upload-Length", "Upload-Offset", "Retry-After");

  private final Map<String, Path> files = new TreeMap<>();
  private final String server;
  private final AtomicInteger cuts;
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer http;

  /**
   * @param server the address of the one behind
   * @param cuts so many PATCHes are cut
   */
  PageServer(String server, int cuts) throws IOException {
    this.server = server;
    this.cuts = new AtomicInteger(cuts);
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(Executors.newCachedThreadPool());
    http.createContext("/", this::handle);
    http.start();
  }

  PageServer file(String path, Path file) {
    files.put(path, file);
    return this;
  }

  String address() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  int cutsLeft() {
    return cuts.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = files.get(exchange.getRequestURI().getPath());
      if (file == null) {
        pass(exchange);
        return;
      }
      byte[] bytes = Files.readAllBytes(file);
      String type = file.toString().endsWith("js") ? "text/javascript" : "text/html; charset=utf-8";
      exchange.getResponseHeaders().add("Content-Type", type);
      exchange.getResponseHeaders().add("Content-Security-Policy", ContentPolicy.CSP);
      exchange.getResponseHeaders().add("Cache-Control", "no-store");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private void pass(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    boolean patch = exchange.getRequestMethod().equals("PATCH");
    int left = patch ? cuts.getAndUpdate(n -> Math.max(0, n - 1)) : 0;
    if (left % 2 == 1) {
      return; // the connection ends with nothing passed on
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : ASKED) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (left > 0) {
        return; // all arrived, and nobody hears of it
      }
      for (String name : ANSWERED) {
        answer
            .headers()
            .firstValue(name)
            .ifPresent(v -> exchange.getResponseHeaders().add(name, v));
      }
      boolean empty = exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0;
      exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : answer.body().length);
      if (!empty) {
        exchange.getResponseBody().write(answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
