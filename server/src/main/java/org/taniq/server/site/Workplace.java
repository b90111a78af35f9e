package org.taniq.server.site;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The directory of published folders: one process at a time, one place for what is being written,
 * and names that a folder gets only when it is complete and durable.
 */
final class Workplace implements AutoCloseable {
  private static final String INCOMING = "incoming";

  private final Path root;
  private final FileChannel lock;

  private Workplace(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Takes the directory, making it if it is missing; what a crash left half written is removed.
   *
   * @throws IOException it cannot be used, or another process does
   */
  static Workplace open(Path root) throws IOException {
    Durable.directory(root);
    FileChannel lock =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() == null) {
        throw new IOException("in use by a running server");
      }
      Workplace workplace = new Workplace(root, lock);
      workplace.sweep();
      return workplace;
    } catch (OverlappingFileLockException e) {
      lock.close();
      throw new IOException("in use by a running server", e);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  Path root() {
    return root;
  }

  boolean has(String name) {
    return Files.isDirectory(root.resolve(name));
  }

  /** An empty folder for what is being written. */
  Path fresh() throws IOException {
    sweep();
    return Durable.directory(root.resolve(INCOMING));
  }

  /** Removes what is being written. */
  void sweep() throws IOException {
    Durable.remove(root.resolve(INCOMING));
  }

  /** Gives the written folder its name, in place of another of that name; durable on return. */
  Path place(String name) throws IOException {
    Durable.remove(root.resolve(name));
    return Durable.publish(root.resolve(INCOMING), root, name);
  }

  /** Removes all named folders but these. */
  void keepOnly(Set<String> names) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root, "{publication,site}-*")) {
      for (Path one : all) {
        if (!names.contains(String.valueOf(one.getFileName()))) {
          Durable.remove(one);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
