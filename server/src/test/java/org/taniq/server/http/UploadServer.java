package org.taniq.server.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.taniq.server.MovingClock;
import org.taniq.server.config.ConfigException;
import org.taniq.server.config.ServerConfig;
import org.taniq.server.intake.Intake;
import org.taniq.server.intake.IntakeException;
import org.taniq.server.intake.KeysetJudge;
import org.taniq.server.retention.SpacePolicy;
import org.taniq.server.site.Published;
import org.taniq.server.store.EnvelopeId;
import org.taniq.server.store.FileEnvelopeStore;
import org.taniq.server.store.StoreException;
import org.taniq.server.store.StoredEnvelope;

/** The public side on a free port over a true store; the keysets are judged by the test. */
final class UploadServer implements AutoCloseable {
  /** Judged as of a day, by name. */
  enum Verdict {
    KEYSET_EXPIRED
  }

  final MovingClock clock = new MovingClock();
  final List<String> more = new ArrayList<>();
  LocalDate acceptUntil = LocalDate.of(2027, 1, 24);
  Published published = Published.nothing();
  long storeLimit = 64 << 20;
  KeysetJudge judge =
      (keyset, day) -> {
        if (day.isAfter(acceptUntil) || !keyset.equals(Envelopes.KEYSET)) {
          throw IntakeException.checkFailed(Verdict.KEYSET_EXPIRED);
        }
        return new KeysetJudge.Quorum(2, 3);
      };
  FileEnvelopeStore store;
  PublicSide side;
  int port;

  private final Path directory;

  UploadServer(Path directory) {
    this.directory = directory;
  }

  UploadServer start() throws IOException, StoreException, ConfigException {
    String text =
        "instance = "
            + "00".repeat(32)
            + "\nlisten = 127.0.0.1:0\nstore_limit = 1GiB\nmax_envelope = 20MiB\nstop_timeout = 3s\n"
            + String.join("\n", more);
    ServerConfig config = ServerConfig.parse(text.getBytes(StandardCharsets.UTF_8));
    store = FileEnvelopeStore.open(directory, storeLimit, new SecureRandom());
    Intake intake =
        new Intake(
            store, SpacePolicy.DEFAULT, judge, clock, clock::nanoTime, config.maxEnvelopeBytes());
    side = PublicSide.start(config, intake, () -> published);
    port = side.address(config).getPort();
    return this;
  }

  /** What is stored, by its bytes. */
  List<byte[]> stored() throws StoreException, IOException {
    List<byte[]> all = new ArrayList<>();
    for (StoredEnvelope one : store.list(null, 1000)) {
      all.add(bytes(one.id()));
    }
    return all;
  }

  byte[] bytes(EnvelopeId id) throws StoreException, IOException {
    try (var in = store.read(id, 0)) {
      return in.readAllBytes();
    }
  }

  RawHttp.Reply create(long length, String... headers) throws IOException {
    return tus("POST /uploads", new byte[0], head("Upload-Length: " + length, headers));
  }

  /** Creates an upload and gives its path. */
  String created(long length) throws IOException {
    RawHttp.Reply reply = create(length);
    if (reply.status() != 201) {
      throw new AssertionError(reply.status() + " " + reply.text());
    }
    return reply.header("location");
  }

  RawHttp.Reply patch(String path, long offset, byte[] chunk, String... headers)
      throws IOException {
    return tus(
        "PATCH " + path,
        chunk,
        head(
            "Upload-Offset: " + offset + "\nContent-Type: application/offset+octet-stream",
            headers));
  }

  /** Where an upload stands. */
  long offset(String path) throws IOException {
    return Long.parseLong(tus("HEAD " + path, new byte[0], "").header("upload-offset"));
  }

  RawHttp.Reply tus(String line, byte[] body, String headers) throws IOException {
    return RawHttp.send(port, tusHead(line, body.length, headers), body);
  }

  static String tusHead(String line, long length, String headers) {
    return line
        + " HTTP/1.1\nHost: x\nConnection: close\nTus-Resumable: 1.0.0\nContent-Length: "
        + length
        + (headers.isEmpty() ? "" : "\n" + headers);
  }

  private static String head(String first, String... more) {
    return more.length == 0 ? first : first + "\n" + String.join("\n", more);
  }

  @Override
  public void close() {
    if (side != null) {
      side.close();
    }
    if (store != null) {
      store.close();
    }
  }
}
