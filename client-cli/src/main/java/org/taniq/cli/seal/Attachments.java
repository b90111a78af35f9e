package org.taniq.cli.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.taniq.cli.terminal.FileNames;
import org.taniq.cli.terminal.Progress;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.TerminalProblem;
import org.taniq.protocol.StrictJson;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.seal.AttachmentSource;
import org.taniq.protocol.seal.Submission;

/** Files as they lie on the machine, cut into the envelopes that will carry them. */
final class Attachments {
  /** Places inside an envelope that are no attachment's: JSON, identity, headers, padding. */
  private static final long OVERHEAD_BYTES = 1 << 20;

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("png", "image/png"),
          Map.entry("heic", "image/heic"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("txt", "text/plain"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("m4a", "audio/mp4"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("opus", "audio/ogg"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("zip", "application/zip"));

  private Attachments() {}

  /**
   * Describes a file. The name is its last step; bytes of it that are no UTF-8 become U+FFFD, as
   * JSON is text (SPEC §3.2).
   *
   * @throws Refusal NOT_A_FILE
   */
  static AttachmentSource of(Path file, boolean showsIdentity, Progress progress)
      throws Refusal, IOException {
    if (!Files.exists(file)) {
      throw new java.nio.file.NoSuchFileException(FileNames.text(file));
    }
    if (!Files.isRegularFile(file)) {
      throw new Refusal(TerminalProblem.NOT_A_FILE, file);
    }
    Path last = file.getFileName();
    String name = StrictJson.text(last == null ? "" : FileNames.text(last));
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return new AttachmentSource(
        name,
        TYPES.getOrDefault(extension, ""),
        showsIdentity,
        Files.size(file),
        () -> open(file, progress));
  }

  private static InputStream open(Path file, Progress progress) throws IOException {
    return progress.counting(Files.newInputStream(file));
  }

  /**
   * Cuts the files into envelopes, in their order.
   *
   * @param split whether the text goes alone, and each file too
   * @param maxBytes of content in one envelope
   * @return one list for each envelope; the first is the testimony's
   * @throws EnvelopeException TOO_LARGE: one file alone is over the limit
   */
  static List<List<AttachmentSource>> parts(
      List<AttachmentSource> files, boolean split, long maxBytes) throws EnvelopeException {
    List<List<AttachmentSource>> parts = new ArrayList<>();
    parts.add(new ArrayList<>());
    long bytes = OVERHEAD_BYTES;
    for (AttachmentSource file : files) {
      List<AttachmentSource> current = parts.get(parts.size() - 1);
      if (file.size() > maxBytes - OVERHEAD_BYTES) {
        throw new EnvelopeException(Reason.TOO_LARGE);
      }
      if (split || bytes + file.size() > maxBytes || current.size() == Submission.MAX_ATTACHMENTS) {
        current = new ArrayList<>();
        parts.add(current);
        bytes = OVERHEAD_BYTES;
      }
      current.add(file);
      bytes += file.size();
    }
    return parts;
  }
}
