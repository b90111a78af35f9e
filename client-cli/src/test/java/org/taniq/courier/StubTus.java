package org.taniq.courier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A small tus server that keeps what it gets, byte by byte, also of requests that are cut. */
final class StubTus implements Closeable {
  final List<String> requests = new CopyOnWriteArrayList<>();
  final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  /** Answers to give instead: status, Retry-After or null, body. */
  final Queue<String[]> instead = new ConcurrentLinkedQueue<>();

  /** Whether every PATCH is told that it begins at the wrong place. */
  volatile boolean stuck;

  private HttpServer server;

  static final class Upload {
    final long length;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Upload(long length) {
      this.length = length;
    }
  }

  StubTus() throws IOException {
    start(0);
  }

  private void start(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
    server.createContext("/uploads", this::handle);
    server.setExecutor(Executors.newCachedThreadPool(r -> daemon(r)));
    server.start();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "stub-tus");
    thread.setDaemon(true);
    return thread;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Stops and starts again on another port, with what it had. */
  void restart() throws IOException {
    server.stop(0);
    start(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String method = exchange.getRequestMethod();
      requests.add(method + " " + path);
      String[] other = instead.poll();
      if (other != null) {
        if (other[1] != null) {
          exchange.getResponseHeaders().set("Retry-After", other[1]);
        }
        answer(exchange, Integer.parseInt(other[0]), other[2]);
        return;
      }
      exchange.getResponseHeaders().set("Tus-Resumable", "1.0.0");
      if (method.equals("POST")) {
        String token = "t" + uploads.size();
        Upload upload =
            new Upload(Long.parseLong(exchange.getRequestHeaders().getFirst("Upload-Length")));
        uploads.put(token, upload);
        take(exchange, upload);
        exchange.getResponseHeaders().set("Location", "/uploads/" + token);
        exchange.getResponseHeaders().set("Upload-Offset", "" + upload.bytes.size());
        answer(exchange, 201, "");
        return;
      }
      Upload upload = uploads.get(path.substring("/uploads/".length()));
      if (upload == null) {
        answer(exchange, 404, "{\"reason\":\"UNKNOWN_UPLOAD\"}");
      } else if (method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Upload-Offset", "" + upload.bytes.size());
        exchange.getResponseHeaders().set("Upload-Length", "" + upload.length);
        exchange.sendResponseHeaders(200, -1);
      } else if (stuck
          || !exchange
              .getRequestHeaders()
              .getFirst("Upload-Offset")
              .equals("" + upload.bytes.size())) {
        answer(exchange, 409, "{\"reason\":\"WRONG_OFFSET\"}");
      } else {
        take(exchange, upload);
        exchange.getResponseHeaders().set("Upload-Offset", "" + upload.bytes.size());
        exchange.sendResponseHeaders(204, -1);
      }
    }
  }

  private static void take(HttpExchange exchange, Upload upload) throws IOException {
    InputStream in = exchange.getRequestBody();
    byte[] buffer = new byte[1000];
    for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
      upload.bytes.write(buffer, 0, read);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
