package org.taniq.cli.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

/** A testimony whose JSON takes ten megabytes when parsed, and half a megabyte as it is. */
public final class LargeJson {
  /** With the testimony's own values nearly all that a JSON may have. SPEC §3. */
  private static final int EMPTY_OBJECTS = 124_000;

  private static final byte[] IDENTITY = {1};
  private static final SigningKey THREAD = new SigningKey(new byte[32]);

  private LargeJson() {}

  private static byte[] json(byte[] instance) throws Exception {
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
                instance,
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

  /** The plaintext of a kind 0 envelope, padded; the same at every call. */
  public static byte[] tar(byte[] instance) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(out);
    byte[] json = json(instance);
    tar.entry("testimony.json", json);
    tar.entry("thread.sig", ThreadSignature.sign(THREAD, instance, Document.TESTIMONY, json));
    tar.entry(FileEntry.IDENTITY, IDENTITY);
    tar.finish(Lengths.padded(tar.position() + TarWriter.END_BYTES));
    return out.toByteArray();
  }
}
