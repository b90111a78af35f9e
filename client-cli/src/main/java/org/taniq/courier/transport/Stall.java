package org.taniq.courier.transport;

import java.net.Socket;
import java.time.Duration;

/**
 * Closes a socket on which nothing moves while it is written to: Java's sockets have a time limit
 * for reading alone. One thread watches, for as long as this is open.
 */
final class Stall implements AutoCloseable {
  private final Socket socket;
  private final long patienceNanos;
  private final Thread watcher;
  private volatile long movedAt;
  private volatile boolean struck;

  Stall(Socket socket, Duration patience) {
    this.socket = socket;
    this.patienceNanos = patience.toNanos();
    this.movedAt = System.nanoTime();
    this.watcher = new Thread(this::watch, "stall");
    watcher.setDaemon(true);
    watcher.start();
  }

  void moved() {
    movedAt = System.nanoTime();
  }

  /** Whether the socket was closed from here. */
  boolean struck() {
    return struck;
  }

  private void watch() {
    try {
      long left = patienceNanos;
      while (left > 0) {
        Thread.sleep(left / 1_000_000 + 1);
        left = patienceNanos - (System.nanoTime() - movedAt);
      }
      struck = true;
      Wire.closeQuietly(socket);
    } catch (InterruptedException e) {
      // Closed: the writing is over.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
