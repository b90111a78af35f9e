package org.taniq.server.store;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: callers that come while one sync runs share the next one. A call returns only after
 * a sync that began after the call did; when that sync fails, all its callers fail. Thread-safe.
 */
final class GroupSync {

  /** What is shared: one fsync. */
  interface Sync {
    void run() throws IOException;
  }

  private final Sync sync;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private long begun;
  private long completed;
  private boolean running;
  private @Nullable IOException failure;

  GroupSync(Sync sync) {
    this.sync = sync;
  }

  /**
   * Waits until a sync that began after this call has ended, or runs it.
   *
   * @throws IOException if it, or an earlier one, failed
   */
  void sync() throws IOException {
    if (!lead()) {
      return;
    }
    IOException thrown = null;
    try {
      sync.run();
    } catch (IOException e) {
      thrown = e;
    } finally {
      end(thrown);
    }
    if (thrown != null) {
      throw thrown;
    }
  }

  /** True: the caller runs the next sync. False: one that covers the caller has ended well. */
  private boolean lead() throws IOException {
    lock.lock();
    try {
      long covering = begun + 1;
      while (running && completed < covering) {
        ended.awaitUninterruptibly();
      }
      if (failure != null) {
        throw new IOException("a sync failed", failure);
      }
      if (completed >= covering) {
        return false;
      }
      running = true;
      begun++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void end(@Nullable IOException thrown) {
    lock.lock();
    try {
      running = false;
      completed = begun;
      if (failure == null) {
        failure = thrown;
      }
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
