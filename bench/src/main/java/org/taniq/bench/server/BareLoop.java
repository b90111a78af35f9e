package org.taniq.bench.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The peer of the server: the same bytes to the same disk with the same fsyncs, and nothing else.
 * For each envelope: a temporary file is written and fsynced, moved into one of 256 directories,
 * and that directory is fsynced, grouped over threads that wait for the same one.
 */
final class BareLoop implements AutoCloseable {
  private static final int SHARDS = 256;

  private final Path uploads;
  private final List<Path> shards = new ArrayList<>();
  private final List<FileChannel> directories = new ArrayList<>();
  private final List<Grouped> grouped = new ArrayList<>();

  /** One directory's fsync, shared by whoever came before it began. */
  private static final class Grouped {
    private final FileChannel directory;
    private long begun;
    private long completed;
    private boolean running;

    Grouped(FileChannel directory) {
      this.directory = directory;
    }

    void sync() throws IOException, InterruptedException {
      synchronized (this) {
        long covering = begun + 1;
        while (running && completed < covering) {
          wait();
        }
        if (completed >= covering) {
          return;
        }
        running = true;
        begun++;
      }
      try {
        directory.force(true);
      } finally {
        synchronized (this) {
          running = false;
          completed = begun;
          notifyAll();
        }
      }
    }
  }

  /**
   * @param root a new directory on the disk of the store
   */
  BareLoop(Path root) throws IOException {
    uploads = Files.createDirectories(root.resolve("uploads"));
    for (int i = 0; i < SHARDS; i++) {
      Path shard =
          Files.createDirectories(
              root.resolve("bodies").resolve(HexFormat.of().toHexDigits((byte) i)));
      FileChannel directory = FileChannel.open(shard, StandardOpenOption.READ);
      shards.add(shard);
      directories.add(directory);
      grouped.add(new Grouped(directory));
    }
  }

  /** Stores as many envelopes by so many threads; the time of each, and of all. */
  Times run(Texts texts, int first, int count, int threads) throws Exception {
    Times times = new Times(count);
    AtomicInteger next = new AtomicInteger();
    times.begin();
    Together.run(
        threads,
        thread -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            long start = System.nanoTime();
            store(texts, (first + i) % texts.count);
            times.add(System.nanoTime() - start);
          }
        });
    times.end();
    return times;
  }

  private void store(Texts texts, int number) throws IOException, InterruptedException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String name = HexFormat.of().toHexDigits(random.nextLong());
    Path file = uploads.resolve(name);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var bytes = texts.bytes(number);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    int shard = random.nextInt(SHARDS);
    Files.move(file, shards.get(shard).resolve(name), StandardCopyOption.ATOMIC_MOVE);
    grouped.get(shard).sync();
  }

  @Override
  public void close() throws IOException {
    for (FileChannel directory : directories) {
      directory.close();
    }
  }
}
