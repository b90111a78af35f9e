package org.taniq.bench.server;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.receipt.ReceiptCode;
import org.taniq.protocol.seal.AttachmentSource;
import org.taniq.protocol.seal.Spool;
import org.taniq.protocol.seal.Submission;
import org.taniq.protocol.seal.TestimonySealer;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.protocol.testimony.IdentityJson;

/** One envelope of 1 GiB in chunks of 8 MiB, to a server that has 64 MiB of heap. */
final class LargeUpload {
  private static final long BYTES = 1L << 30;
  private static final int CHUNK_BYTES = 8 << 20;

  /** The memory is looked at first when so much has come. */
  private static final long FIRST_BYTES = 128L << 20;

  private static final double CONSTANT = 1.25;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final House house;

  private LargeUpload(House house) {
    this.house = house;
  }

  /** Seals, sends, and reads back through the hatch. */
  static void run(Setting setting, Rows rows) throws Exception {
    Path envelope = seal(setting, setting.work().resolve("large"));
    long length = Files.size(envelope);
    String sha256 = sha256(Files.newInputStream(envelope));
    House house = setting.house("large-upload", "-Xmx64m");
    house.start();
    try {
      long begun = System.nanoTime();
      long first = new LargeUpload(house).send(envelope, length);
      double seconds = (System.nanoTime() - begun) / 1e9;
      rows.show("1 GiB in chunks of 8 MiB, MiB/s", Rows.number(length / seconds / (1 << 20)));
      rows.atMost(
          "1 GiB, most memory (RSS) at its end to that at 128 MiB, MiB",
          house.memory().most() / 1024.0,
          first / 1024.0,
          CONSTANT);
      Hatch hatch = setting.hatch(house);
      Map<String, String> listed = hatch.list();
      String id = listed.get(sha256);
      boolean same = id != null && sha256(hatch.read(id)).equals(sha256);
      rows.exactly("1 GiB, other bytes through the hatch", same ? 0 : 1, 0);
      rows.show(
          "1 GiB, most memory after the download (RSS), MiB", "" + house.memory().most() / 1024);
    } finally {
      house.stop();
    }
  }

  /** A part with one attachment that fills it. */
  private static Path seal(Setting setting, Path file) throws Exception {
    Bytes instance = setting.organisation().instance();
    AttachmentSource content =
        new AttachmentSource("recording", "", false, BYTES - (1 << 20), LargeUpload::noise);
    try (ReceiptCode code = ReceiptCode.generate(setting.random());
        SigningKey thread = code.threadKey(instance.toArray());
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 17)) {
      new TestimonySealer(setting.organisation().recipients(), setting.random(), Spool.inMemory())
          .seal(
              new Submission(
                  new Submission.Sender(instance, thread, Bytes.of(new byte[16])),
                  new Submission.Part(1),
                  IdentityJson.anonymous(),
                  List.of(content)),
              out);
    }
    return file;
  }

  /** The same bytes at every reading. */
  private static InputStream noise() {
    Random random = new Random(1);
    return new InputStream() {
      private long left = BYTES - (1 << 20);

      @Override
      public int read() {
        throw new UnsupportedOperationException("in pieces only");
      }

      @Override
      public int read(byte[] target, int from, int count) {
        if (left == 0) {
          return -1;
        }
        byte[] piece = new byte[(int) Math.min(count, left)];
        random.nextBytes(piece);
        System.arraycopy(piece, 0, target, from, piece.length);
        left -= piece.length;
        return piece.length;
      }
    };
  }

  /** Returns the most memory, KiB, when the first bytes had come. */
  private long send(Path envelope, long length) throws IOException, InterruptedException {
    String place =
        request("POST", "/uploads", BodyPublishers.noBody(), "Upload-Length", length, 201)
            .headers()
            .firstValue("Location")
            .orElseThrow();
    long first = 0;
    try (InputStream in = Files.newInputStream(envelope)) {
      for (long at = 0; at < length; ) {
        byte[] chunk = in.readNBytes(CHUNK_BYTES);
        request("PATCH", place, BodyPublishers.ofByteArray(chunk), "Upload-Offset", at, 204);
        at += chunk.length;
        first = at <= FIRST_BYTES ? house.memory().most() : first;
      }
    }
    return first;
  }

  private HttpResponse<String> request(
      String method, String path, BodyPublisher body, String field, long value, int expected)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.address.getPort() + path))
            .header("Tus-Resumable", "1.0.0")
            .header(field, Long.toString(value))
            .method(method, body);
    if (body.contentLength() > 0) {
      request.header("Content-Type", "application/offset+octet-stream");
    }
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() != expected) {
      throw new IOException(method + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer;
  }

  private static String sha256(InputStream in) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (DigestInputStream all = new DigestInputStream(in, digest)) {
      all.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
