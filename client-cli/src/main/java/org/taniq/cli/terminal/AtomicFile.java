package org.taniq.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that is there whole or not at all: written beside its place under another name, fsynced,
 * renamed, and its directory fsynced. Closing without {@link #commit()} removes what was written. A
 * file made here is readable by its owner alone.
 */
public final class AtomicFile extends OutputStream {
  private static final Set<String> VIEWS = FileSystems.getDefault().supportedFileAttributeViews();

  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private final OutputStream out;
  private final boolean replace;
  private boolean committed;

  private AtomicFile(Path target, Path temporary, boolean replace) throws IOException {
    this.target = target;
    this.temporary = temporary;
    this.replace = replace;
    this.channel =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            owner("rw-------"));
    this.out = Channels.newOutputStream(channel);
  }

  /**
   * Starts a new file; at {@link #commit()} the place must be free.
   *
   * @throws FileAlreadyExistsException when it is taken already
   */
  public static AtomicFile create(Path target) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    return new AtomicFile(target, beside(target), false);
  }

  /** Starts a file that takes the place of one that may be there. */
  public static AtomicFile replace(Path target) throws IOException {
    return new AtomicFile(target, beside(target), true);
  }

  /** Writes a whole file by {@link #replace}. */
  public static void write(Path target, byte[] content) throws IOException {
    try (AtomicFile file = replace(target)) {
      file.write(content);
      file.commit();
    }
  }

  /** Writes a whole file by {@link #create}. */
  public static void writeNew(Path target, byte[] content) throws IOException {
    try (AtomicFile file = create(target)) {
      file.write(content);
      file.commit();
    }
  }

  /** Makes a directory, and those above it, for the owner alone. */
  public static void directories(Path directory) throws IOException {
    Files.createDirectories(directory, owner("rwx------"));
  }

  /** Makes renames and removals in a directory lasting. */
  public static void syncDirectory(Path directory) throws IOException {
    if (VIEWS.contains("posix")) {
      try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
        opened.force(true);
      }
    }
  }

  /** Attributes for a new file or directory, none where the system has no such permissions. */
  private static FileAttribute<?>[] owner(String permissions) {
    return VIEWS.contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static Path beside(Path target) {
    long process = ProcessHandle.current().pid();
    String unique = process + "-" + Long.toHexString(System.nanoTime());
    return target.resolveSibling(".taniq-" + unique + ".tmp");
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  /** Makes the file lasting and puts it in its place. */
  public void commit() throws IOException {
    channel.force(true);
    channel.close();
    if (replace) {
      move(temporary, target);
    } else {
      // A hard link fails when the place was taken meanwhile; FAT has none, and a rename there
      // must do.
      try {
        Files.createLink(target, temporary);
        Files.delete(temporary);
      } catch (FileAlreadyExistsException e) {
        throw e;
      } catch (IOException | UnsupportedOperationException e) {
        move(temporary, target);
      }
    }
    committed = true;
    syncDirectory(parent(target));
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("no atomic rename in this directory", e);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of(".") : parent;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!committed) {
      Files.deleteIfExists(temporary);
    }
  }
}
