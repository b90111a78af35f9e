package org.taniq.protocol.open;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.EnvelopeIOException;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.tar.TarEntry;
import org.taniq.protocol.tar.TarReader;
import org.taniq.protocol.testimony.FileEntry;
import org.taniq.protocol.testimony.PartJson;
import org.taniq.protocol.testimony.TestimonyJson;
import org.taniq.protocol.testimony.ThreadJson;
import org.taniq.protocol.testimony.ThreadSignature;
import org.taniq.protocol.testimony.ThreadSignature.Document;

/**
 * Reads the plaintext of a kind 0 envelope, step 7 of SPEC §2.8: tar, JSON, thread signature,
 * digests, padding; in constant memory.
 */
public final class TestimonyReader {

  private static final String TESTIMONY = "testimony.json";
  private static final String PART = "part.json";
  private static final String SIGNATURE = "thread.sig";
  private static final int MAX_ENTRIES = 3 + 999;

  /**
   * Takes what is read, as it comes.
   *
   * <p>WARNING: until {@link TestimonyReader#read} returns, the envelope may still turn out to be
   * broken. A visitor writes to a temporary place and shows nothing.
   */
  public interface Visitor {

    /** The JSON, its thread signature verified; comes first, once. */
    void json(OpenedTestimony opened) throws IOException;

    /**
     * The next listed file: identity.sealed first, then the attachments.
     *
     * @param content exactly {@code file.size()} bytes; need not be read or closed
     */
    void file(FileEntry file, InputStream content) throws IOException;
  }

  private TestimonyReader() {}

  /**
   * Reads to the end of the stream.
   *
   * @param paddedPlaintext as PayloadOpener gives it; stays open
   * @param instance the opener's, 32 bytes
   * @return the JSON, once everything was verified
   * @throws EnvelopeException PAYLOAD_TAMPERED, BAD_TAR, PADDING_NOT_ZERO, BAD_LENGTH,
   *     MISSING_FILE, BAD_JSON, WRONG_INSTANCE, THREAD_SIGNATURE_INVALID, DIGEST_MISMATCH
   * @throws IOException of the stream underneath, or the visitor's
   */
  public static OpenedTestimony read(InputStream paddedPlaintext, byte[] instance, Visitor visitor)
      throws IOException, EnvelopeException {
    TarReader tar =
        new TarReader(paddedPlaintext, Lengths.MAX_PADDED, MAX_ENTRIES, TestimonyReader::allows);
    try {
      OpenedTestimony opened = head(tar, instance);
      visitor.json(opened);
      files(tar, opened.json().files(), visitor);
      requirePadding(tar);
      return opened;
    } catch (EnvelopeIOException refused) {
      throw orNoRoom(tar, refused.unwrap());
    }
  }

  /** SPEC §2.10: names and their order. */
  private static boolean allows(int index, TarEntry entry) {
    String name = entry.name();
    return switch (index) {
      case 0 ->
          (name.equals(TESTIMONY) || name.equals(PART))
              && entry.size() <= ThreadJson.MAX_JSON_BYTES;
      case 1 -> name.equals(SIGNATURE) && entry.size() == ThreadSignature.BYTES;
      case 2 -> name.equals(FileEntry.IDENTITY);
      default -> name.equals(String.format(Locale.ROOT, "attachments/%03d", index - 2));
    };
  }

  private static OpenedTestimony head(TarReader tar, byte[] instance) throws IOException {
    TarEntry first = next(tar);
    Document document = first.name().equals(PART) ? Document.PART : Document.TESTIMONY;
    byte[] bytes = tar.content().readAllBytes();
    ThreadJson json = parse(document, bytes);
    refuseUnless(Arrays.equals(instance, json.instance()), Reason.WRONG_INSTANCE);
    next(tar);
    byte[] signature = tar.content().readAllBytes();
    refuseUnless(
        ThreadSignature.verify(json.thread(), instance, document, bytes, signature),
        Reason.THREAD_SIGNATURE_INVALID);
    return new OpenedTestimony(json, bytes, signature);
  }

  private static ThreadJson parse(Document document, byte[] bytes) throws IOException {
    try {
      return switch (document) {
        case TESTIMONY -> TestimonyJson.parse(bytes);
        case PART -> PartJson.parse(bytes);
      };
    } catch (MalformedException e) {
      throw new EnvelopeIOException(Reason.BAD_JSON);
    }
  }

  private static void files(TarReader tar, List<FileEntry> files, Visitor visitor)
      throws IOException {
    boolean identity = !files.isEmpty() && files.get(0).path().equals(FileEntry.IDENTITY);
    for (FileEntry file : files) {
      TarEntry entry = next(tar);
      refuseUnless(
          entry.name().equals(file.path()) && entry.size() == file.size(), Reason.DIGEST_MISMATCH);
      Digesting content = new Digesting(tar.content());
      visitor.file(file, content);
      content.finish(file.digest().toArray());
    }
    TarEntry left = tar.next();
    refuseUnless(left == null, Reason.DIGEST_MISMATCH);
    refuseUnless(identity, Reason.MISSING_FILE);
  }

  /** SPEC §2.7, §2.10: zeros to the end, and no more of them than the padding asks for. */
  static void requirePadding(TarReader tar) throws IOException, EnvelopeException {
    long used = tar.finishPadded();
    refuseUnless(tar.position() == Lengths.padded(used), Reason.BAD_LENGTH);
  }

  /**
   * What to refuse with. SPEC §2.10: an entry that cannot fit is the tar's fault, whatever else is
   * wrong; without knowing the plaintext's length that shows only where its bytes end.
   */
  static EnvelopeException orNoRoom(TarReader tar, EnvelopeException refused) throws IOException {
    if (refused.reason() == Reason.BAD_TAR) {
      return refused;
    }
    try {
      tar.requireRoom();
      return refused;
    } catch (EnvelopeIOException noRoom) {
      return noRoom.unwrap();
    }
  }

  static TarEntry next(TarReader tar) throws IOException {
    TarEntry entry = tar.next();
    if (entry == null) {
      throw new EnvelopeIOException(Reason.MISSING_FILE);
    }
    return entry;
  }

  static void refuseUnless(boolean holds, Reason reason) throws EnvelopeIOException {
    if (!holds) {
      throw new EnvelopeIOException(reason);
    }
  }
}
