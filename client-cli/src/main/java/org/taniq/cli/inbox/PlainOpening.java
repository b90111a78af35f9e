package org.taniq.cli.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.vault.Quorum;
import org.taniq.cli.vault.SealedTo;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.Dek;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeIOException;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.open.PayloadOpener;
import org.taniq.protocol.tar.SourceChangedException;

/**
 * {@code inbox open --stdout}: one envelope's tar in plain form to standard output, without the
 * vault. The file is read twice: the first time everything is verified and nothing shown, the
 * second time it is decrypted again and written. Every byte of the second time is authenticated
 * too, by segments in their order; a file that changes in between gives a cut output and an error.
 * The custody log names the SHA-256 of the bytes that were read, header and all, whatever else lay
 * under the file's name meanwhile.
 */
final class PlainOpening {
  private PlainOpening() {}

  static Outcome run(Laptop laptop, Path file, List<String> names)
      throws Refusal, IOException, EnvelopeException {
    EnvelopeFiles.requireFile(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Header header = header(file, channel);
      SealedTo keyset = laptop.trust().find(header.fixed().keysetId());
      if (keyset == null) {
        throw new EnvelopeException(EnvelopeException.Reason.WRONG_KEYSET);
      }
      try (Custodians custodians =
          Custodians.unlock(laptop, names, List.of(keyset), keyset.quorum(Kind.TESTIMONY))) {
        Quorum quorum = custodians.quorum();
        DestroyedEpochs.of(laptop).require(keyset, quorum, keyset.quorum(Kind.TESTIMONY));
        EnvelopeOpener opener = new EnvelopeOpener(quorum, laptop.trust(), laptop.instance());
        try (Dek dek = opener.dek(header)) {
          HashingInput sealed = new HashingInput(read(channel), bytes -> {});
          new SideBySide(laptop.instance())
              .run(plaintext(sealed, header, dek), OutputStream.nullOutputStream());
          String sha256 = sealed.finish();
          note(laptop, sha256, quorum);
          HashingInput again = new HashingInput(read(channel), bytes -> {});
          try (OutputStream out = laptop.session().terminal().content()) {
            new SideBySide(laptop.instance()).copy(plaintext(again, header, dek), out);
          }
          String written = again.finish();
          if (!written.equals(sha256)) {
            note(laptop, written, quorum);
            throw new SourceChangedException();
          }
        }
      }
    } catch (EnvelopeIOException e) {
      throw e.unwrap();
    }
    return Outcome.ok(Outcome.object());
  }

  private static Header header(Path file, FileChannel channel)
      throws Refusal, IOException, EnvelopeException {
    Header header = EnvelopeFiles.header(file, new BufferedInputStream(read(channel)));
    EnvelopeFiles.requireKind(header, Kind.TESTIMONY);
    Lengths.paddedOf(header.fixed().slots(), channel.size());
    return header;
  }

  private static InputStream read(FileChannel channel) throws IOException {
    channel.position(0);
    return Channels.newInputStream(channel);
  }

  private static InputStream plaintext(InputStream sealed, Header header, Dek dek)
      throws IOException {
    // Read, not skipped: they are hashed too, and the file may have changed while people typed.
    byte[] again = sealed.readNBytes(header.bytes().length);
    if (!Arrays.equals(again, header.bytes())) {
      throw new SourceChangedException();
    }
    return PayloadOpener.open(header, Binding.noContext(), dek, sealed);
  }

  private static void note(Laptop laptop, String sha256, Quorum quorum) throws IOException {
    ObjectNode details = Outcome.object();
    details.put("envelope", sha256);
    quorum.ids().forEach(details.putArray("by")::add);
    laptop.log().append("stdout", details);
    laptop.log().commit(quorum.signers());
  }
}
