package org.taniq.courier.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.FileNames;
import org.taniq.courier.transport.Origin;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;

/**
 * Remembers an unfinished upload in {@code ENVELOPE.upload} beside the envelope, so that a later
 * run, also from another machine with the same stick, goes on. It is gone when the upload is done.
 */
final class UploadState {
  private static final String FORMAT = "upload";
  private static final int MAX_BYTES = 4096;

  private final Path file;
  private final Origin server;
  private final EnvelopeFile envelope;

  UploadState(EnvelopeFile envelope, Origin server) {
    this.file = FileNames.path(FileNames.text(envelope.path()) + ".upload");
    this.server = server;
    this.envelope = envelope;
  }

  /** The path of the unfinished upload of these bytes to this server, null if there is none. */
  @Nullable String load() throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      JsonFields fields = JsonFields.of(StrictJson.parse(bytes, MAX_BYTES)).format(FORMAT);
      String path = fields.text("path");
      boolean ours =
          fields.text("server").equals(server.toString())
              && fields.text("sha256").equals(envelope.sha256());
      return ours && path.matches("/[!-~]*") ? path : null;
    } catch (MalformedException e) {
      // Cut while it was written: the upload begins anew, the server forgets the other.
      return null;
    }
  }

  void save(String path) throws IOException {
    ObjectNode node = StrictJson.object();
    node.put("format", Labels.format(FORMAT)).put("server", server.toString());
    node.put("path", path).put("sha256", envelope.sha256());
    AtomicFile.write(file, StrictJson.pretty(node));
  }

  void clear() throws IOException {
    Files.deleteIfExists(file);
  }
}
