package org.taniq.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.receipt.ReceiptCode;
import org.taniq.protocol.seal.AttachmentSource;
import org.taniq.protocol.seal.Recipients;
import org.taniq.protocol.seal.Spool;
import org.taniq.protocol.seal.Submission;
import org.taniq.protocol.seal.TestimonySealer;
import org.taniq.protocol.signed.Keyset;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.protocol.testimony.IdentityJson;
import org.taniq.protocol.testimony.TestimonyJson.Told;

/**
 * Seals many testimonies in one process, which {@code taniq seal} would take thousands of starts
 * for. Each has a receipt code of its own, as if each had come from somebody else.
 */
public final class Sealing {
  private static final int BUFFER_BYTES = 1 << 17;

  private final Keyset keyset;
  private final Recipients recipients;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param document a keyset's bytes; its signatures are not looked at
   */
  Sealing(byte[] document) throws SignedException {
    keyset = Keyset.parse(document);
    recipients =
        new Recipients(
            KeysetId.of(document),
            keyset.testimonyQuorum(),
            keyset.identityQuorum(),
            keyset.publicKeys());
  }

  /**
   * Writes {@code DIR/00001.tnq} and so on.
   *
   * @param args KEYSET DIR COUNT TEXT [FILE...]: the keyset's document, a directory that exists,
   *     how many testimonies, the file with their text, and what each has attached
   */
  public static void main(String[] args) throws IOException, EnvelopeException, SignedException {
    if (args.length < 4) {
      System.err.println("usage: Sealing KEYSET DIR COUNT TEXT [FILE...]");
      System.exit(2);
    }
    Sealing sealing = new Sealing(Files.readAllBytes(Path.of(args[0])));
    String text = Files.readString(Path.of(args[3]));
    List<Path> files = new ArrayList<>();
    for (int i = 4; i < args.length; i++) {
      files.add(Path.of(args[i]));
    }
    for (int i = 1; i <= Integer.parseInt(args[2]); i++) {
      Path path = Path.of(args[1], String.format(Locale.ROOT, "%05d.tnq", i));
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES)) {
        sealing.seal(text, files, out);
      }
    }
  }

  /** Seals one testimony of a submitter of its own. */
  void seal(String text, List<Path> files, OutputStream out) throws IOException, EnvelopeException {
    byte[] instance = keyset.instance().toArray();
    byte[] sitting = new byte[16];
    random.nextBytes(sitting);
    Told told = new Told("en", text, List.of(), List.of(), List.of());
    List<AttachmentSource> attachments = new ArrayList<>();
    for (Path file : files) {
      attachments.add(
          new AttachmentSource(
              String.valueOf(file.getFileName()),
              "",
              false,
              Files.size(file),
              () -> Files.newInputStream(file)));
    }
    try (ReceiptCode code = ReceiptCode.generate(random);
        SigningKey thread = code.threadKey(instance);
        Submission.Testimony body = new Submission.Testimony(told, 0, code.replyKey(instance))) {
      Submission.Sender sender =
          new Submission.Sender(Bytes.of(instance), thread, Bytes.of(sitting));
      new TestimonySealer(recipients, random, Spool.inMemory())
          .seal(new Submission(sender, body, IdentityJson.anonymous(), attachments), out);
    }
  }
}
