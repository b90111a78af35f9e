package org.taniq.road;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.taniq.parcel.Sha256;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;

/** Clients that submit envelopes without a pause, by one request and by tus in pieces in turn. */
final class Load {
  private final String address;
  private final KeysetId keyset;
  private volatile boolean running;
  private List<Thread> threads = List.of();

  /** SHA-256 of every envelope whose arrival the server acknowledged. */
  final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  /** Status and reason of every answer that was neither an acknowledgement nor a step to one. */
  final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();

  Load(String address, KeysetId keyset) {
    this.address = address;
    this.keyset = keyset;
  }

  void start(int clients, long seed) {
    running = true;
    threads =
        IntStream.range(0, clients).mapToObj(i -> new Thread(() -> submitAll(seed + i))).toList();
    threads.forEach(Thread::start);
  }

  /** Waits until every client has ended. */
  void stop() throws InterruptedException {
    running = false;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void submitAll(long seed) {
    Random random = new Random(seed);
    HttpClient http = client();
    try {
      while (running) {
        byte[] envelope = envelope(random);
        if (random.nextBoolean()) {
          submit(http, envelope);
        } else {
          submitInPieces(http, envelope, random);
        }
      }
    } catch (IOException e) {
      // The server was killed: what had no answer may be there or not.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** What a server can judge is right, header and length; the rest is random. */
  private byte[] envelope(Random random) {
    byte[] bytes = new byte[(int) Lengths.envelopeLength(3, Lengths.FLOOR)];
    random.nextBytes(bytes);
    byte[] header = new FixedHeader(2, 3, Kind.TESTIMONY, keyset).bytes();
    System.arraycopy(header, 0, bytes, 0, header.length);
    return bytes;
  }

  /** Submits one random envelope by one request; returns the status. */
  int submitOne(HttpClient http, Random random) throws IOException, InterruptedException {
    return submit(http, envelope(random));
  }

  private int submit(HttpClient http, byte[] envelope) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(http, tus("/uploads").header("Upload-Length", "" + envelope.length), "POST", envelope);
    return judge(answer, 201, envelope);
  }

  private void submitInPieces(HttpClient http, byte[] envelope, Random random)
      throws IOException, InterruptedException {
    HttpResponse<String> created =
        send(
            http,
            tus("/uploads").header("Upload-Length", "" + envelope.length),
            "POST",
            new byte[0]);
    if (created.statusCode() != 201) {
      refused.add(created.statusCode() + created.body());
      return;
    }
    String place = created.headers().firstValue("Location").orElseThrow();
    int cut = 1 + random.nextInt(envelope.length - 1);
    HttpResponse<String> first =
        send(http, tus(place).header("Upload-Offset", "0"), "PATCH", Arrays.copyOf(envelope, cut));
    if (first.statusCode() != 204) {
      refused.add(first.statusCode() + first.body());
      return;
    }
    HttpResponse<String> last =
        send(
            http,
            tus(place).header("Upload-Offset", "" + cut),
            "PATCH",
            Arrays.copyOfRange(envelope, cut, envelope.length));
    judge(last, 204, envelope);
  }

  private int judge(HttpResponse<String> answer, int good, byte[] envelope) {
    if (answer.statusCode() == good) {
      acknowledged.add(Sha256.hex(envelope));
    } else {
      refused.add(answer.statusCode() + answer.body());
    }
    return answer.statusCode();
  }

  private HttpRequest.Builder tus(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .timeout(Duration.ofSeconds(30))
        .header("Tus-Resumable", "1.0.0");
  }

  private static HttpResponse<String> send(
      HttpClient http, HttpRequest.Builder request, String method, byte[] body)
      throws IOException, InterruptedException {
    if (body.length > 0) {
      request.header("Content-Type", "application/offset+octet-stream");
    }
    return http.send(
        request.method(method, HttpRequest.BodyPublishers.ofByteArray(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
