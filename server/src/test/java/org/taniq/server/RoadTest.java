package org.taniq.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.open.DekOpener;
import org.taniq.protocol.open.EpochSecret;
import org.taniq.protocol.open.PayloadOpener;
import org.taniq.protocol.open.SlotOpener;
import org.taniq.protocol.seal.EnvelopeSealer;
import org.taniq.protocol.seal.Recipients;
import org.taniq.protocol.seal.SealingStream;
import org.taniq.protocol.signed.Current;
import org.taniq.protocol.signed.Keyset;
import org.taniq.protocol.signed.Verified;
import org.taniq.server.site.House;

/** Fetch, seal, upload with a stock tus client, carry, open: with the true formats and keys. */
class RoadTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final List<EpochSecret> SECRETS =
      List.of(
          EpochSecret.generate(RANDOM), EpochSecret.generate(RANDOM), EpochSecret.generate(RANDOM));

  @TempDir Path directory;
  private Running running;
  private TusClient client;

  @BeforeEach
  void start() throws Exception {
    House house = new House(false, SECRETS.stream().map(EpochSecret::publicKey).toList());
    running = new Running(directory, house).start().published();
    client = new TusClient();
    client.enableResuming(new TusURLMemoryStore());
    client.setUploadCreationURL(
        URI.create("http://127.0.0.1:" + running.port + "/uploads").toURL());
  }

  @AfterEach
  void stop() {
    running.close();
  }

  /** What a submitter's device does: trusts the instance alone. */
  private byte[] seal(byte[] padded) throws Exception {
    Current current =
        Current.verify(
            running.get("/taniq/current.json").body(),
            running.house.instance.toArray(),
            House.DAY,
            false,
            null);
    Verified<Keyset> keyset = current.keysetToSeal(House.DAY);
    Recipients recipients =
        new Recipients(
            KeysetId.of(keyset.signed().document().toArray()),
            keyset.document().testimonyQuorum(),
            keyset.document().identityQuorum(),
            keyset.document().publicKeys());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SealingStream stream =
        EnvelopeSealer.start(recipients, Kind.TESTIMONY, new byte[0], RANDOM, out)) {
      stream.write(padded);
      stream.finish();
    }
    return out.toByteArray();
  }

  private static byte[] open(byte[] envelope) throws Exception {
    InputStream in = new ByteArrayInputStream(envelope);
    Header header = Header.read(in);
    byte[] none = new byte[0];
    try (var one = SlotOpener.open(header, none, 0, SECRETS.get(0));
        var two = SlotOpener.open(header, none, 2, SECRETS.get(2));
        var dek = DekOpener.open(header, none, List.of(), List.of(one, two));
        InputStream plaintext = PayloadOpener.open(header, none, dek, in)) {
      return plaintext.readAllBytes();
    }
  }

  private byte[] carried() throws Exception {
    JsonNode list = new ObjectMapper().readTree(running.courier("envelopes").body());
    assertEquals(1, list.get("envelopes").size());
    return running.courier("envelopes/" + list.get("envelopes").get(0).get("id").asText()).body();
  }

  private static byte[] plaintext(int size) {
    byte[] padded = new byte[size];
    new Random(4).nextBytes(padded);
    return padded;
  }

  private static TusUpload upload(byte[] envelope) {
    TusUpload upload = new TusUpload();
    upload.setInputStream(new ByteArrayInputStream(envelope));
    upload.setSize(envelope.length);
    upload.setFingerprint("one");
    return upload;
  }

  @Test
  void what_is_sealed_for_the_custodians_arrives_and_opens_byte_for_byte() throws Exception {
    byte[] padded = plaintext(1 << 20);
    byte[] envelope = seal(padded);
    TusUploader uploader = client.resumeOrCreateUpload(upload(envelope));
    uploader.setChunkSize(64 << 10);
    uploader.setRequestPayloadSize(256 << 10);
    while (uploader.uploadChunk() > -1) {
      assertTrue(uploader.getOffset() <= envelope.length);
    }
    uploader.finish();
    assertArrayEquals(padded, open(carried()));
  }

  @Test
  void a_stock_client_resumes_where_its_connection_was_cut() throws Exception {
    byte[] padded = plaintext(1 << 20);
    byte[] envelope = seal(padded);
    TusUploader first = client.createUpload(upload(envelope));
    first.setChunkSize(100_000);
    first.setRequestPayloadSize(300_000);
    for (int i = 0; i < 5; i++) {
      first.uploadChunk();
    }
    running.restart();
    client.setUploadCreationURL(
        URI.create("http://127.0.0.1:" + running.port + "/uploads").toURL());
    URI moved = URI.create("http://127.0.0.1:" + running.port + first.getUploadURL().getPath());
    TusUploader second = client.beginOrResumeUploadFromURL(upload(envelope), moved.toURL());
    assertTrue(second.getOffset() >= 300_000, "the first request's bytes are kept");
    while (second.uploadChunk() > -1) {
      assertTrue(second.getOffset() <= envelope.length);
    }
    second.finish();
    assertArrayEquals(padded, open(carried()));
  }

  @Test
  void a_stock_client_that_sends_metadata_is_told_why_it_is_refused() throws Exception {
    TusUpload upload = upload(seal(plaintext(65536)));
    upload.setMetadata(Map.of("filename", "evidence.pdf"));
    ProtocolException e = assertThrows(ProtocolException.class, () -> client.createUpload(upload));
    assertEquals(400, e.getCausingConnection().getResponseCode());
    assertEquals(
        "{\"reason\":\"METADATA_REFUSED\"}",
        new String(
            e.getCausingConnection().getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void nothing_of_any_request_is_in_the_log() throws Exception {
    byte[] envelope = seal(plaintext(65536));
    TusUploader uploader = client.createUpload(upload(envelope));
    while (uploader.uploadChunk() > -1) {
      assertTrue(uploader.getOffset() <= envelope.length);
    }
    uploader.finish();
    running.get("/swordfish?swordfish", "User-Agent: swordfish");
    running.get("/" + "swordfish".repeat(2000));
    running.courier("swordfish");
    running.server.close();
    for (String line : running.log) {
      assertTrue(
          line.matches(
              "published: bulletin 0, (no site|site 1)"
                  + "|the bulletin names a site that is not here yet"
                  + "|nothing is published yet: uploads are told to try later"
                  + "|listening for (submitters|couriers) on 127\\.0\\.0\\.1 port [0-9]+"
                  + "|started"),
          line);
    }
  }
}
