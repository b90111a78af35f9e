package org.taniq.courier.submit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.function.LongConsumer;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.TerminalProblem;
import org.taniq.courier.CourierProblem;
import org.taniq.parcel.Sha256;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;

/**
 * A file that is a testimony's envelope as far as can be seen without a key, and stays as it was.
 *
 * @param path where it lies
 * @param size bytes
 * @param sha256 64 hex digits
 * @param changed the file's time when it was read
 */
record EnvelopeFile(Path path, long size, String sha256, FileTime changed) {
  /**
   * Reads the whole file once.
   *
   * @throws Refusal NOT_AN_ENVELOPE with the reason of SPEC §2.1, NOT_A_FILE, FILE_CHANGED
   */
  static EnvelopeFile read(Path path, LongConsumer progress) throws Refusal, IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new Refusal(TerminalProblem.NOT_A_FILE, path);
    }
    requireEnvelope(path, attributes.size());
    Sha256 sha256 = new Sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(path)) {
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
        progress.accept(read);
      }
    }
    EnvelopeFile file =
        new EnvelopeFile(path, attributes.size(), sha256.hex(), attributes.lastModifiedTime());
    file.requireUnchanged();
    return file;
  }

  private static void requireEnvelope(Path path, long size) throws Refusal, IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      Header header = Header.read(in);
      if (header.fixed().kind() != Kind.TESTIMONY) {
        throw new EnvelopeException(Reason.WRONG_KIND);
      }
      Lengths.paddedOf(header.fixed().slots(), size);
    } catch (EnvelopeException e) {
      throw new Refusal(CourierProblem.NOT_AN_ENVELOPE, path, e.reason().name());
    }
  }

  /**
   * Fails if the file is not what was read: parts of two envelopes must never be mixed.
   *
   * @throws Refusal FILE_CHANGED
   */
  void requireUnchanged() throws Refusal, IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    if (now.size() != size || !now.lastModifiedTime().equals(changed)) {
      throw new Refusal(CourierProblem.FILE_CHANGED, path);
    }
  }

  /** The content from an offset on. */
  InputStream from(long offset) throws IOException {
    return Channels.newInputStream(FileChannel.open(path).position(offset));
  }
}
