package org.taniq.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.envelope.Kind;
import org.taniq.server.store.SizeClass;

/** Bodies that drip do not keep others out. */
@Timeout(40)
class BodySlotsTest {
  private static final byte[] TEXT = Envelopes.text(1);
  private static final byte[] LARGE =
      Envelopes.of(2, 3, Kind.TESTIMONY, Envelopes.KEYSET, 1 << 20, 2);

  @TempDir Path directory;
  private final List<Socket> held = new ArrayList<>();
  private UploadServer server;

  @BeforeEach
  void start() throws Exception {
    server = new UploadServer(directory);
    server.more.add("max_uploads_at_once = 4");
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : held) {
      socket.close();
    }
    server.close();
  }

  private static String head(byte[] envelope) {
    return UploadServer.tusHead(
        "POST /uploads",
        envelope.length,
        "Upload-Length: " + envelope.length + "\nContent-Type: application/offset+octet-stream");
  }

  private RawHttp.Reply send(byte[] envelope) throws IOException {
    return RawHttp.send(server.port, head(envelope), envelope);
  }

  /** Begins to send and then does not go on. */
  private void hold(byte[] envelope) throws Exception {
    Socket socket = RawHttp.connect(server.port);
    socket.getOutputStream().write(RawHttp.bytes(head(envelope)));
    socket.getOutputStream().write(envelope, 0, 100);
    held.add(socket);
    Thread.sleep(200);
  }

  @Test
  void large_bodies_leave_a_place_for_a_text() throws Exception {
    for (int i = 0; i < 5; i++) {
      hold(LARGE);
    }
    assertEquals(503, send(LARGE).status());
    assertEquals(201, send(TEXT).status());
  }

  /** A place costs bytes, not heads: who sends none has it for two seconds. */
  @Test
  void heads_without_bodies_do_not_refuse_texts_for_long() throws Exception {
    for (int i = 0; i < 4; i++) {
      Socket socket = RawHttp.connect(server.port);
      socket.getOutputStream().write(RawHttp.bytes(head(TEXT)));
      held.add(socket);
    }
    Thread.sleep(3_500);
    assertEquals(201, send(TEXT).status());
  }

  @Test
  void a_body_that_drips_gives_its_place_to_a_new_one_and_its_upload_goes_on_later()
      throws Exception {
    for (int i = 0; i < 4; i++) {
      hold(TEXT);
    }
    assertEquals(503, send(TEXT).status(), "all are young");
    Thread.sleep(2_500);
    for (int i = 0; i < 6; i++) {
      assertEquals(201, send(TEXT).status());
    }
    assertTrue(
        server.store.unfinished(SizeClass.FLOOR).stream().anyMatch(one -> one.offset() == 100));
  }
}
