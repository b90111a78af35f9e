package org.taniq.cli.vault;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Has a large file flushed while it is still being written, so that the disk does not wait for the
 * last byte. Makes nothing last by itself: {@link FileChannel#force} at the end does. A flush that
 * failed is told here, since the system tells of it only once. Used by one thread.
 */
final class EarlyFlush {
  private static final long EVERY_BYTES = 64L << 20;

  private final FileChannel channel;
  private long unflushed;
  private @Nullable FutureTask<@Nullable Void> flush;

  EarlyFlush(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * To be called after each write.
   *
   * @throws IOException of an earlier flush
   */
  void wrote(long bytes) throws IOException {
    unflushed += bytes;
    if (unflushed < EVERY_BYTES || (flush != null && !flush.isDone())) {
      return;
    }
    await();
    unflushed = 0;
    FutureTask<@Nullable Void> next =
        new FutureTask<>(
            () -> {
              channel.force(false);
              return null;
            });
    flush = next;
    Thread thread = new Thread(next, "flush");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Waits for the flush that is under way.
   *
   * @throws IOException of that flush
   */
  void await() throws IOException {
    FutureTask<@Nullable Void> last = flush;
    flush = null;
    if (last == null) {
      return;
    }
    try {
      last.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }
}
