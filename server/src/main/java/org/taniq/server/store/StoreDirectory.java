package org.taniq.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.taniq.server.store.StoreException.Reason;

/**
 * The directory of a file store and the lock that keeps it to one process.
 *
 * <pre>
 * lock            held while the store is open
 * index.mv.db     H2; may be deleted while the store is closed
 * bodies/xx/      envelopes, see BodyName
 * uploads/        unfinished uploads, see UploadFiles
 * </pre>
 */
final class StoreDirectory implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String BODIES = "bodies";

  /** What a fresh file system may hold. */
  private static final List<String> IGNORED = List.of("lost+found");

  private final Path path;
  private final FileChannel lock;

  private StoreDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Locks a store's directory; makes it where it is missing.
   *
   * @throws StoreException NOT_A_STORE if it holds something else, or cannot be used; IN_USE
   */
  static StoreDirectory open(Path path) throws StoreException {
    if (path.toString().indexOf(';') >= 0) {
      throw new StoreException(Reason.NOT_A_STORE); // H2's URL would end there
    }
    try {
      Files.createDirectories(path);
      if (!Files.exists(path.resolve(LOCK)) && !Files.exists(path.resolve(BODIES))) {
        requireEmpty(path);
      }
      FileChannel lock =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(lock)) {
        lock.close();
        throw new StoreException(Reason.IN_USE);
      }
      return new StoreDirectory(path, lock);
    } catch (IOException e) {
      throw new StoreException(Reason.NOT_A_STORE, e);
    }
  }

  Path bodies() {
    return path.resolve(BODIES);
  }

  Path uploads() {
    return path.resolve("uploads");
  }

  /** H2's name of the index, without its ending. */
  Path index() {
    return path.resolve("index");
  }

  Path indexFile() {
    return path.resolve("index.mv.db");
  }

  /** Makes the entries of the directory itself durable. */
  void sync(Disk disk) throws IOException {
    try (Directory self = new Directory(path, disk)) {
      self.sync();
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // The lock goes with the process at the latest.
    }
  }

  private static boolean locked(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very process has it open
    }
  }

  private static void requireEmpty(Path path) throws IOException, StoreException {
    try (Stream<Path> entries = Files.list(path)) {
      if (entries.anyMatch(e -> !IGNORED.contains(String.valueOf(e.getFileName())))) {
        throw new StoreException(Reason.NOT_A_STORE);
      }
    }
  }
}
