package org.taniq.server.intake;

import java.io.IOException;

/** The body of a request. */
public interface Chunk {

  /**
   * Waits for at least one byte.
   *
   * @return how many came; -1 at the end
   * @throws IOException the sender is gone
   */
  int read(byte[] buffer, int count) throws IOException;

  /** Ends the connection, from another thread; a waiting read fails. */
  void cut();

  default int read(byte[] buffer) throws IOException {
    return read(buffer, buffer.length);
  }
}
