package org.taniq.protocol.open;

import java.io.IOException;
import java.io.InputStream;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.EnvelopeIOException;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.tar.TarEntry;
import org.taniq.protocol.tar.TarReader;
import org.taniq.protocol.testimony.AttachmentJson;
import org.taniq.protocol.testimony.IdentityJson;
import org.taniq.protocol.testimony.ThreadJson;

/**
 * Reads the plaintext of the kind 1 envelopes inside a testimony, SPEC §3.4 and §3.5. They are
 * opened like any other, with {@link #context}.
 */
public final class NestedReader {

  private static final String IDENTITY_JSON = "identity.json";
  private static final String ATTACHMENT_JSON = "attachment.json";
  private static final String CONTENT = "content";

  /** Takes a sealed attachment; as with TestimonyReader.Visitor, nothing counts before the end. */
  @FunctionalInterface
  public interface AttachmentVisitor {
    void file(AttachmentJson file, InputStream content) throws IOException;
  }

  private NestedReader() {}

  /** The context of the envelopes nested under this JSON, 64 bytes. */
  public static byte[] context(ThreadJson json) {
    return Binding.nestedContext(json.thread(), json.nonce());
  }

  /**
   * Reads identity.sealed's plaintext to its end.
   *
   * @throws EnvelopeException PAYLOAD_TAMPERED, BAD_TAR, PADDING_NOT_ZERO, BAD_LENGTH,
   *     MISSING_FILE, BAD_JSON
   */
  public static IdentityJson identity(InputStream paddedPlaintext)
      throws IOException, EnvelopeException {
    TarReader tar =
        new TarReader(
            paddedPlaintext,
            Lengths.IDENTITY_PADDED,
            1,
            (index, entry) ->
                entry.name().equals(IDENTITY_JSON) && entry.size() <= IdentityJson.MAX_JSON_BYTES);
    try {
      TestimonyReader.next(tar);
      IdentityJson identity = IdentityJson.parse(tar.content().readAllBytes());
      requireEnd(tar);
      tar.finishPadded();
      TestimonyReader.refuseUnless(tar.position() == Lengths.IDENTITY_PADDED, Reason.BAD_LENGTH);
      return identity;
    } catch (EnvelopeIOException refused) {
      throw TestimonyReader.orNoRoom(tar, refused.unwrap());
    } catch (MalformedException e) {
      throw TestimonyReader.orNoRoom(tar, new EnvelopeException(Reason.BAD_JSON));
    }
  }

  /**
   * Reads a sealed attachment's plaintext to its end.
   *
   * @return name, type, size and digest, once everything was verified
   * @throws EnvelopeException as {@link #identity}, and DIGEST_MISMATCH
   */
  public static AttachmentJson attachment(InputStream paddedPlaintext, AttachmentVisitor visitor)
      throws IOException, EnvelopeException {
    TarReader tar = new TarReader(paddedPlaintext, Lengths.MAX_PADDED, 2, NestedReader::allows);
    try {
      TestimonyReader.next(tar);
      AttachmentJson json = AttachmentJson.parse(tar.content().readAllBytes());
      TarEntry entry = TestimonyReader.next(tar);
      TestimonyReader.refuseUnless(entry.size() == json.size(), Reason.DIGEST_MISMATCH);
      Digesting content = new Digesting(tar.content());
      visitor.file(json, content);
      content.finish(json.digest());
      requireEnd(tar);
      TestimonyReader.requirePadding(tar);
      return json;
    } catch (EnvelopeIOException refused) {
      throw TestimonyReader.orNoRoom(tar, refused.unwrap());
    } catch (MalformedException e) {
      throw TestimonyReader.orNoRoom(tar, new EnvelopeException(Reason.BAD_JSON));
    }
  }

  private static boolean allows(int index, TarEntry entry) {
    return index == 0
        ? entry.name().equals(ATTACHMENT_JSON) && entry.size() <= ThreadJson.MAX_JSON_BYTES
        : entry.name().equals(CONTENT);
  }

  private static void requireEnd(TarReader tar) throws IOException {
    TestimonyReader.refuseUnless(tar.next() == null, Reason.BAD_TAR);
  }
}
