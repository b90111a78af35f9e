package org.taniq.cli.inbox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.TerminalProblem;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;

/** Looks at a file that should be an envelope, before any key is used. */
final class EnvelopeFiles {
  private static final int FIRST_BYTES = 512;

  private EnvelopeFiles() {}

  /**
   * Refuses what is no plain file.
   *
   * @throws Refusal NOT_A_FILE
   * @throws NoSuchFileException when there is nothing
   */
  static void requireFile(Path file) throws Refusal, IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(org.taniq.cli.terminal.FileNames.text(file));
    }
    if (!Files.isRegularFile(file)) {
      throw new Refusal(TerminalProblem.NOT_A_FILE, file);
    }
  }

  /**
   * Reads the header.
   *
   * @param in the file from its first byte; supports mark
   * @throws Refusal LOOKS_LIKE: no envelope, but something known
   * @throws EnvelopeException as {@link Header#read}
   */
  static Header header(Path file, InputStream in) throws Refusal, IOException, EnvelopeException {
    in.mark(FIRST_BYTES);
    byte[] first = in.readNBytes(FIRST_BYTES);
    in.reset();
    try {
      return Header.read(in);
    } catch (EnvelopeException e) {
      FileKind kind = FileKind.of(first);
      boolean alien = e.reason() == Reason.NOT_AN_ENVELOPE || first.length == 0;
      if (alien && kind != FileKind.UNKNOWN) {
        throw new Refusal(
            InboxProblem.valueOf("LOOKS_LIKE_" + kind.name().toUpperCase(Locale.ROOT)), file);
      }
      throw e;
    }
  }

  /**
   * Passes the kind of an envelope, before its length and its keyset are judged. SPEC §2.8, step 1.
   *
   * @throws EnvelopeException WRONG_KIND
   */
  static void requireKind(Header header, Kind kind) throws EnvelopeException {
    if (header.fixed().kind() != kind) {
      throw new EnvelopeException(Reason.WRONG_KIND);
    }
  }

  /** The keyset that a file's header names; null where it is not there or no envelope. */
  static @Nullable KeysetId keyset(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return Header.read(in).fixed().keysetId();
    } catch (EnvelopeException e) {
      return null;
    }
  }

  /** SHA-256 of a file in hexadecimal. */
  static String sha256(Path file) throws IOException {
    try (HashingInput in =
        new HashingInput(
            new BufferedInputStream(Files.newInputStream(file), 1 << 17), read -> {})) {
      return in.finish();
    }
  }
}
