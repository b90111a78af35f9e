package org.taniq.cli.seal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.FileNames;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Progress;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.TerminalProblem;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.receipt.ReceiptCode;
import org.taniq.protocol.seal.AttachmentSource;
import org.taniq.protocol.seal.Submission;
import org.taniq.protocol.seal.TestimonySealer;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.protocol.tar.SourceChangedException;
import org.taniq.protocol.testimony.IdentityJson;
import org.taniq.protocol.testimony.TestimonyJson.Told;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taniq seal}. */
@Command(
    name = "seal",
    description = {
      "Seal text and files into an envelope that only the organisation's custodians open together.",
      "For lawyers, on a machine of their own; needs no keys. Files travel byte for byte, with what"
          + " is inside them: a photo may show where it was taken."
    },
    footer = {
      "",
      "Examples:",
      "  taniq seal --text account.txt photo.jpg --out case.tnq",
      "  taniq seal --json-in draft.json --shows-identity passport.jpg --split --out case.tnq",
      "  taniq seal --receipt verdict.pdf --out more.tnq"
    })
public final class Seal extends TaniqCommand {
  private static final long DEFAULT_PART_MIB = 2048;
  private static final int MAX_PARTS = 5000;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files to attach, in this order.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--shows-identity",
      paramLabel = "FILE",
      description =
          "A file to attach that shows who somebody is; it opens apart, with its own quorum. They"
              + " come after the other files.")
  private List<Path> showing = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The envelope, a new file; further ones get a number: FILE.2, FILE.3 …")
  private Path out = Path.of("");

  @Option(names = "--split", description = "The text and each file in an envelope of its own.")
  private boolean split;

  @Option(
      names = "--part-size",
      paramLabel = "MIB",
      description = "Most MiB of files in one envelope; more go into further ones. Default 2048.")
  private long partMib = DEFAULT_PART_MIB;

  @Mixin private SealingKeyset keyset = new SealingKeyset();
  @Mixin private Story story = new Story();
  @Mixin private Receipt receipt = new Receipt();

  /** An envelope on its way to its place. */
  private record Target(Path path, AtomicFile file) {}

  @Override
  protected Outcome run(Session session)
      throws Refusal, IOException, SignedException, EnvelopeException {
    if (!story.isTold() && files.isEmpty() && showing.isEmpty()) {
      throw new Refusal(SealProblem.NOTHING_TO_SEAL);
    }
    if (partMib < 2 || partMib > 8191) {
      throw new Refusal(SealProblem.BAD_SIZE, partMib);
    }
    SealingKeyset.Chosen to = keyset.choose(session);
    to.recipients().check();
    Told told = story.told(session);
    IdentityJson identity = story.identity();
    try (Progress progress = session.terminal().bytes("seal.sealing", 2 * total())) {
      List<List<AttachmentSource>> parts =
          Attachments.parts(sources(progress), split, partMib << 20);
      if (parts.size() - 1 > MAX_PARTS) {
        throw new Refusal(SealProblem.TOO_MANY_FILES);
      }
      for (int i = 0; i < parts.size(); i++) {
        requireFree(path(i));
      }
      try (ReceiptCode code = receipt.code(session)) {
        return seal(session, to, told, identity, parts, code);
      }
    } catch (SourceChangedException e) {
      throw new Refusal(SealProblem.FILE_CHANGED);
    }
  }

  private long total() throws IOException {
    long total = 0;
    for (Path file : files) {
      total += Files.isRegularFile(file) ? Files.size(file) : 0;
    }
    for (Path file : showing) {
      total += Files.isRegularFile(file) ? Files.size(file) : 0;
    }
    return total;
  }

  private List<AttachmentSource> sources(Progress progress) throws Refusal, IOException {
    List<AttachmentSource> sources = new ArrayList<>();
    for (Path file : files) {
      sources.add(Attachments.of(file, false, progress));
    }
    for (Path file : showing) {
      sources.add(Attachments.of(file, true, progress));
    }
    return sources;
  }

  private Path path(int part) {
    return part == 0 ? out : FileNames.path(FileNames.text(out) + "." + (part + 1));
  }

  private static void requireFree(Path path) throws Refusal {
    if (Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      throw new Refusal(TerminalProblem.FILE_EXISTS, path);
    }
  }

  private Outcome seal(
      Session session,
      SealingKeyset.Chosen to,
      Told told,
      IdentityJson identity,
      List<List<AttachmentSource>> parts,
      ReceiptCode code)
      throws IOException, EnvelopeException {
    byte[] sitting = new byte[16];
    session.random().nextBytes(sitting);
    byte[] temporary = new byte[16];
    session.random().nextBytes(temporary);
    byte[] reply = code.replyKey(to.instance().toArray());
    List<Target> targets = new ArrayList<>();
    Path parent = out.toAbsolutePath().getParent();
    try (SigningKey thread = code.threadKey(to.instance().toArray());
        // Not the sitting's number: that lies in the testimony, and names survive on a disk.
        FileSpool spool =
            new FileSpool(parent == null ? out : parent, HexFormat.of().formatHex(temporary));
        Submission.Testimony testimony = new Submission.Testimony(told, parts.size() - 1, reply)) {
      Submission.Sender sender = new Submission.Sender(to.instance(), thread, Bytes.of(sitting));
      for (int i = 0; i < parts.size(); i++) {
        Submission.Body body = i == 0 ? testimony : new Submission.Part(i);
        IdentityJson who = i == 0 ? identity : IdentityJson.anonymous();
        Target target = new Target(path(i), AtomicFile.create(path(i)));
        targets.add(target);
        OutputStream buffered = new BufferedOutputStream(target.file(), 1 << 17);
        new TestimonySealer(to.recipients(), session.random(), spool)
            .seal(new Submission(sender, body, who, parts.get(i)), buffered);
        buffered.flush();
        spool.empty();
      }
      for (Target target : targets) {
        target.file().commit();
      }
    } finally {
      java.util.Arrays.fill(reply, (byte) 0);
      for (Target target : targets) {
        target.file().close();
      }
    }
    return tell(session, to, targets);
  }

  private static Outcome tell(Session session, SealingKeyset.Chosen to, List<Target> targets)
      throws IOException {
    ObjectNode json = Outcome.object();
    ArrayNode envelopes = json.putArray("envelopes");
    for (Target target : targets) {
      session.terminal().line("seal.sealed", target.path(), Files.size(target.path()));
      envelopes
          .addObject()
          .put("path", FileNames.text(target.path()))
          .put("size", Files.size(target.path()));
    }
    session.terminal().line("seal.until", to.sealUntil());
    json.put("keyset", to.recipients().keysetId().hex());
    return Outcome.ok(json.put("seal_until", to.sealUntil().toString()));
  }
}
