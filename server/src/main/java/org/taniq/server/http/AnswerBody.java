package org.taniq.server.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/**
 * Writes a body as fast as it is read on the other side, and no faster: while the connection takes
 * nothing, no thread waits. What is held meanwhile is the open body and one piece of it.
 */
final class AnswerBody implements WriteListener {
  private static final int PIECE_BYTES = 16384;

  private final InputStream in;
  private final ServletOutputStream out;
  private final byte[] piece = new byte[PIECE_BYTES];
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  private AnswerBody(InputStream in, ServletOutputStream out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Begins to write; the request must be asynchronous.
   *
   * @param in is closed at the end
   * @return done when all is given to the connection, and when it failed: then the answer is
   *     shorter than its length, which ends the connection
   */
  static CompletableFuture<Void> write(InputStream in, ServletOutputStream out) {
    AnswerBody body = new AnswerBody(in, out);
    out.setWriteListener(body);
    return body.done;
  }

  @Override
  public void onWritePossible() throws IOException {
    while (out.isReady()) {
      int n = in.read(piece);
      if (n < 0) {
        end();
        return;
      }
      out.write(piece, 0, n);
    }
  }

  @Override
  public void onError(Throwable failure) {
    end();
  }

  private void end() {
    try {
      in.close();
    } catch (IOException e) {
      // It was only read.
    }
    done.complete(null);
  }
}
