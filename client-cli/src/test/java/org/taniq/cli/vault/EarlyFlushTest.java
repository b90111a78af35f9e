package org.taniq.cli.vault;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A closed channel stands for a disk that cannot be flushed. */
@Timeout(20)
class EarlyFlushTest {
  private static final long EVERY_BYTES = 64L << 20;

  private @TempDir Path directory;

  private FileChannel channel() throws Exception {
    return FileChannel.open(directory.resolve("pack"), CREATE_NEW, WRITE);
  }

  @Test
  void a_flush_that_failed_is_told_at_the_end() throws Exception {
    FileChannel channel = channel();
    EarlyFlush early = new EarlyFlush(channel);
    channel.close();
    early.wrote(EVERY_BYTES);
    assertThrows(ClosedChannelException.class, early::await);
    early.await();
  }

  @Test
  void a_flush_that_failed_is_told_by_a_later_write() throws Exception {
    FileChannel channel = channel();
    EarlyFlush early = new EarlyFlush(channel);
    channel.close();
    early.wrote(EVERY_BYTES);
    assertThrows(
        ClosedChannelException.class,
        () -> {
          while (true) {
            early.wrote(EVERY_BYTES);
            Thread.sleep(1);
          }
        });
  }

  @Test
  void nothing_is_flushed_before_so_many_bytes_were_written_again() throws Exception {
    FileChannel channel = channel();
    EarlyFlush early = new EarlyFlush(channel);
    channel.close();
    for (int round = 0; round < 2; round++) {
      early.wrote(EVERY_BYTES - 1);
      early.await();
      early.wrote(1);
      assertThrows(ClosedChannelException.class, early::await);
    }
  }

  @Test
  void a_disk_that_works_is_flushed_without_a_word() throws Exception {
    try (FileChannel channel = channel()) {
      EarlyFlush early = new EarlyFlush(channel);
      for (int i = 0; i < 3; i++) {
        early.wrote(EVERY_BYTES);
      }
      early.await();
    }
  }
}
