package org.taniq.courier.submit;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Progress;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Terminal;
import org.taniq.courier.CourierProblem;
import org.taniq.courier.Retries;
import org.taniq.courier.ServerReason;
import org.taniq.courier.submit.TusUpload.Step;
import org.taniq.courier.transport.Http;
import org.taniq.courier.transport.TransportException;

/**
 * Brings one envelope to the server, over as many cuts as it takes. What the server once confirmed
 * is not sent again. Not thread-safe.
 */
final class Submitter {
  /** What is no larger goes in one request, as long as nothing was cut yet. */
  static final long ONE_REQUEST_BYTES = 256 << 10;

  /** The most that one request carries: what a cut can cost where a server keeps whole ones. */
  static final long CHUNK_BYTES = 8 << 20;

  private final EnvelopeFile file;
  private final UploadState state;
  private final TusUpload upload;
  private final Retries retries;
  private final Terminal terminal;
  private final Progress progress;

  /** The server's path of the upload; null before it is created. */
  private @Nullable String path;

  /** What the server has; −1 when only it knows. */
  private long offset = -1;

  /** The most that the server ever confirmed: only what goes beyond it is progress. */
  private long furthest;

  private boolean cut;

  Submitter(Http http, EnvelopeFile file, Retries retries, Terminal terminal, Progress progress) {
    this.file = file;
    this.state = new UploadState(file, http.origin());
    this.upload = new TusUpload(http, file, bytes -> {});
    this.retries = retries;
    this.terminal = terminal;
    this.progress = progress;
  }

  /**
   * Returns when the server has confirmed the last byte.
   *
   * @throws Refusal NOT_TAKEN with the server's reason, FILE_CHANGED, or the way's failure when
   *     tries ran out; the upload can be continued later
   */
  void run() throws Refusal, IOException {
    path = state.load();
    while (offset < file.size()) {
      file.requireUnchanged();
      try {
        take(next());
      } catch (TransportException e) {
        // What arrived before the cut, only the server knows.
        cut = true;
        offset = -1;
        retries.failed(e);
      }
    }
    state.clear();
  }

  private Step next() throws IOException {
    String known = path;
    if (known == null) {
      boolean whole = file.size() <= ONE_REQUEST_BYTES && !cut;
      return upload.create(whole ? file.size() : 0);
    }
    if (offset < 0) {
      return upload.ask(known);
    }
    return upload.append(known, offset, Math.min(CHUNK_BYTES, file.size() - offset));
  }

  private void take(Step step) throws Refusal, IOException {
    switch (step.end()) {
      case OFFSET -> {
        if (path == null) {
          path = step.word();
          save();
        }
        arrived(step.offset());
      }
      case GONE -> {
        path = null;
        offset = -1;
        cut = true;
        state.clear();
        retries.busy(null);
      }
      case ELSEWHERE -> {
        offset = -1;
        retries.busy(null);
      }
      case BUSY -> {
        offset = -1;
        cut = true;
        retries.busy(step.word());
      }
      case REFUSED -> {
        state.clear();
        String reason = ServerReason.words(String.valueOf(step.word()), terminal);
        throw new Refusal(CourierProblem.NOT_TAKEN, file.path(), reason);
      }
    }
  }

  private void arrived(long now) throws Refusal {
    if (now > file.size()) {
      throw new Refusal(CourierProblem.NOT_TAKEN, file.path(), "BAD_OFFSET");
    }
    offset = now;
    if (now > furthest) {
      progress.add(now - furthest);
      furthest = now;
      retries.progressed();
    }
  }

  private void save() throws IOException {
    String created = path;
    if (created == null || file.size() <= ONE_REQUEST_BYTES) {
      return;
    }
    try {
      state.save(created);
    } catch (FileSystemException e) {
      // A read-only stick: the upload goes on, but not over a restart of this program.
      terminal.warn("courier.no-state", file.path());
    }
  }
}
