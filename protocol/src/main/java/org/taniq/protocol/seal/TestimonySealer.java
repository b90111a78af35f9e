package org.taniq.protocol.seal;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.tar.TarEntry;
import org.taniq.protocol.tar.TarWriter;
import org.taniq.protocol.testimony.FileDigest;
import org.taniq.protocol.testimony.FileEntry;
import org.taniq.protocol.testimony.PartJson;
import org.taniq.protocol.testimony.TestimonyJson;
import org.taniq.protocol.testimony.ThreadJson;
import org.taniq.protocol.testimony.ThreadSignature;
import org.taniq.protocol.testimony.ThreadSignature.Document;

/**
 * Seals a whole kind 0 envelope, SPEC §2 and §3: JSON, thread signature, identity, attachments. In
 * constant memory; each attachment is read twice (one that shows identity: twice too, its sealed
 * form once). Not thread-safe.
 */
public final class TestimonySealer {

  private final Recipients recipients;
  private final SecureRandom random;
  private final Spool spool;

  /**
   * @param spool keeps the attachments that show identity, sealed, until seal returns
   */
  public TestimonySealer(Recipients recipients, SecureRandom random, Spool spool) {
    this.recipients = recipients;
    this.random = random;
    this.spool = spool;
  }

  /**
   * Seals one submission.
   *
   * @param out takes the envelope; stays open. After an exception what it holds is no envelope.
   * @throws org.taniq.protocol.tar.SourceChangedException if an attachment is not what its size and
   *     its first reading said
   * @throws EnvelopeException TOO_LARGE, BAD_RECIPIENT_KEY
   */
  public void seal(Submission submission, OutputStream out) throws IOException, EnvelopeException {
    refuseTooLarge(submission.attachments());
    byte[] nonce = new byte[ThreadJson.KEY_BYTES];
    random.nextBytes(nonce);
    byte[] thread = submission.sender().threadKey().publicKey();
    NestedSealer nested =
        new NestedSealer(recipients, Binding.nestedContext(thread, nonce), random);

    // First pass: digests, and what is nested is sealed.
    byte[] identity = nested.identity(submission.identity());
    List<FileEntry> files = new ArrayList<>();
    files.add(FileEntry.identity(identity.length, FileDigest.of(identity)));
    for (int i = 0; i < submission.attachments().size(); i++) {
      files.add(firstPass(i, submission.attachments().get(i), nested));
    }

    byte[] json = json(submission, nonce, thread, files).bytes();
    Document document =
        submission.body() instanceof Submission.Part ? Document.PART : Document.TESTIMONY;
    byte[] signature =
        ThreadSignature.sign(
            submission.sender().threadKey(),
            submission.sender().instance().toArray(),
            document,
            json);
    long padded = padded(json, files);

    // Second pass: everything is sealed into the envelope.
    try (SealingStream stream =
        EnvelopeSealer.start(recipients, Kind.TESTIMONY, Binding.noContext(), random, out)) {
      TarWriter tar = new TarWriter(stream);
      tar.entry(document == Document.PART ? "part.json" : "testimony.json", json);
      tar.entry("thread.sig", signature);
      tar.entry(FileEntry.IDENTITY, identity);
      for (int i = 0; i < submission.attachments().size(); i++) {
        secondPass(tar, i, files.get(i + 1), submission.attachments().get(i));
      }
      tar.finish(padded);
      stream.finish();
    }
  }

  private FileEntry firstPass(int index, AttachmentSource source, NestedSealer nested)
      throws IOException, EnvelopeException {
    String path = String.format(Locale.ROOT, "attachments/%03d", index + 1);
    if (!source.showsIdentity()) {
      byte[] digest = DigestingInput.of(source);
      return FileEntry.attachment(path, source.size(), digest, source.name(), source.type());
    }
    try (DigestingOutput sealed = new DigestingOutput(spool.write(index))) {
      nested.attachment(source, sealed);
      return FileEntry.sealedAttachment(path, sealed.length(), sealed.finish());
    }
  }

  private void secondPass(TarWriter tar, int index, FileEntry file, AttachmentSource source)
      throws IOException {
    AttachmentSource content =
        source.showsIdentity()
            ? new AttachmentSource("", "", true, file.size(), () -> spool.read(index))
            : source;
    NestedSealer.copy(tar, file.path(), content, file.digest().toArray());
  }

  private static ThreadJson json(
      Submission submission, byte[] nonce, byte[] thread, List<FileEntry> files) {
    Submission.Sender sender = submission.sender();
    if (submission.body() instanceof Submission.Testimony testimony) {
      return TestimonyJson.of(
          sender.instance().toArray(),
          nonce,
          thread,
          sender.sitting().toArray(),
          testimony.follow(),
          testimony.reply(),
          testimony.told(),
          files);
    }
    int number = ((Submission.Part) submission.body()).number();
    return PartJson.of(
        sender.instance().toArray(), nonce, thread, sender.sitting().toArray(), number, files);
  }

  private static long padded(byte[] json, List<FileEntry> files) throws EnvelopeException {
    if (json.length > ThreadJson.MAX_JSON_BYTES) {
      throw new EnvelopeException(Reason.TOO_LARGE);
    }
    long used = TarEntry.length(json.length) + TarEntry.length(ThreadSignature.BYTES);
    for (FileEntry file : files) {
      used += TarEntry.length(file.size());
    }
    return Lengths.padded(used + TarWriter.END_BYTES);
  }

  /** Before gigabytes are read in vain. */
  private static void refuseTooLarge(List<AttachmentSource> attachments) throws EnvelopeException {
    long sum = 0;
    for (AttachmentSource source : attachments) {
      if (source.size() > TarEntry.MAX_SIZE) {
        throw new EnvelopeException(Reason.TOO_LARGE);
      }
      sum += source.size();
    }
    if (sum > Lengths.MAX_PADDED) {
      throw new EnvelopeException(Reason.TOO_LARGE);
    }
  }
}
