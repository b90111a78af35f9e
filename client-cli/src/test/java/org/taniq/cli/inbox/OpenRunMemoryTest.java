package org.taniq.cli.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.protocol.tar.TarWriter;
import org.taniq.protocol.testimony.Consent;
import org.taniq.protocol.testimony.FileDigest;
import org.taniq.protocol.testimony.FileEntry;
import org.taniq.protocol.testimony.TestimonyJson;
import org.taniq.protocol.testimony.TestimonyJson.Told;
import org.taniq.protocol.testimony.ThreadSignature;
import org.taniq.protocol.testimony.ThreadSignature.Document;

/**
 * Envelopes whose JSON takes ten megabytes when parsed, opened in one go in a JVM whose heap holds
 * a few of them at once.
 */
class OpenRunMemoryTest {
  private static final String HEAP = "-Xmx160m";
  private static final int ENVELOPES = 40;

  /** With the testimony's own values nearly all that a JSON may have. SPEC §3. */
  private static final int EMPTY_OBJECTS = 124_000;

  private static final byte[] IDENTITY = {1};
  private static final SigningKey THREAD = new SigningKey(new byte[32]);

  private @TempDir Path home;

  @Test
  void many_envelopes_of_a_large_json_open_in_a_small_heap() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:ActiveProcessorCount=2", // as many are opened side by side
                "-cp",
                System.getProperty("java.class.path"),
                OpenRunMemoryTest.class.getName(),
                home.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("opened " + ENVELOPES + "\n", said);
    assertEquals(0, jvm.waitFor());
  }

  /** The other JVM. */
  public static void main(String[] arguments) throws Exception {
    try (House house = new House(Path.of(arguments[0]))) {
      byte[] tar = tar(json());
      for (int i = 0; i < ENVELOPES; i++) {
        house.add(house.sealTar(tar));
      }
      System.out.println("opened " + house.open(0, 1).opened().size());
    }
  }

  private static byte[] json() throws Exception {
    Random random = new Random(160);
    byte[] nonce = new byte[32];
    byte[] sitting = new byte[16];
    byte[] reply = new byte[32];
    random.nextBytes(nonce);
    random.nextBytes(sitting);
    random.nextBytes(reply);
    Consent consent =
        new Consent(
            Consent.Person.SUBMITTER,
            null,
            Consent.GivenBy.SELF,
            LocalDate.of(2026, 11, 23),
            null,
            Map.of());
    ObjectNode json =
        TestimonyJson.of(
                House.INSTANCE,
                nonce,
                THREAD.publicKey(),
                sitting,
                0,
                reply,
                new Told("az", "text", List.of(), List.of(), List.of(consent)),
                List.of(FileEntry.identity(IDENTITY.length, FileDigest.of(IDENTITY))))
            .node();
    var later = json.putArray("later");
    for (int i = 0; i < EMPTY_OBJECTS; i++) {
      later.addObject();
    }
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] tar(byte[] json) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(out);
    tar.entry("testimony.json", json);
    tar.entry("thread.sig", ThreadSignature.sign(THREAD, House.INSTANCE, Document.TESTIMONY, json));
    tar.entry(FileEntry.IDENTITY, IDENTITY);
    tar.finish(Lengths.padded(tar.position() + TarWriter.END_BYTES));
    return out.toByteArray();
  }
}
