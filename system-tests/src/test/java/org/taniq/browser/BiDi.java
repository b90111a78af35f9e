package org.taniq.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Commands to a browser and their answers, as JSON over a web socket: W3C WebDriver BiDi. Events
 * are kept in the order in which they came. Thread-safe.
 */
final class BiDi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** What happened in the browser by itself. */
  record Event(String method, JsonNode params) {}

  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final AtomicLong next = new AtomicLong();
  private final WebSocket socket;

  private BiDi(URI address) throws IOException {
    try {
      socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .connectTimeout(PATIENCE)
              .buildAsync(address, new Listener())
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new IOException("the browser takes no commands", e);
    }
  }

  static BiDi connect(URI address) throws IOException {
    return new BiDi(address);
  }

  /** Puts the pieces of a message together. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
      text.append(piece);
      if (last) {
        came(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      failAll(new IOException("the browser has gone"));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      failAll(error);
    }
  }

  private void came(String message) {
    JsonNode json;
    try {
      json = JSON.readTree(message);
    } catch (IOException e) {
      failAll(e);
      return;
    }
    if (json.path("type").asText().equals("event")) {
      events.add(new Event(json.path("method").asText(), json.path("params")));
      return;
    }
    CompletableFuture<JsonNode> one = waiting.remove(json.path("id").asLong());
    if (one == null) {
      return;
    }
    if (json.has("error")) {
      one.completeExceptionally(
          new IOException(json.path("error").asText() + ": " + json.path("message").asText()));
    } else {
      one.complete(json.path("result"));
    }
  }

  private void failAll(Throwable cause) {
    waiting.values().forEach(one -> one.completeExceptionally(cause));
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static JsonNode json(Object value) {
    return JSON.valueToTree(value);
  }

  /**
   * Has a command done, and waits for it.
   *
   * @throws IOException it failed, or the browser has gone or does not answer
   */
  JsonNode command(String method, Object params) throws IOException {
    long id = next.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    ObjectNode message = object().put("id", id).put("method", method);
    message.set("params", json(params));
    synchronized (this) {
      socket.sendText(message.toString(), true).join();
    }
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(method + ": " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(method + " was not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** All events so far whose name begins so. */
  List<Event> events(String prefix) {
    return events.stream().filter(event -> event.method().startsWith(prefix)).toList();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
