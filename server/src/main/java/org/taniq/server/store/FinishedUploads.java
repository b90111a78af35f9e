package org.taniq.server.store;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The order in which uploads were finished, so that a bounded number of them is remembered: they
 * are kept for whoever missed the last answer, and that is found out soon. Thread-safe.
 */
final class FinishedUploads {
  private final int most;
  private final Deque<FileUpload> oldestFirst = new ArrayDeque<>();

  FinishedUploads(int most) {
    this.most = most;
  }

  /**
   * One more is finished.
   *
   * @return the one to be forgotten for it, or null
   */
  synchronized @Nullable FileUpload add(FileUpload upload) {
    oldestFirst.add(upload);
    return oldestFirst.size() > most ? oldestFirst.poll() : null;
  }

  /** One was forgotten otherwise; the order costs nothing more for it. */
  synchronized void dropEnded() {
    while (!oldestFirst.isEmpty() && oldestFirst.peek().ended) {
      oldestFirst.poll();
    }
  }
}
