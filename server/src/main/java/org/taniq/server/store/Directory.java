package org.taniq.server.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A directory whose entries can be made durable, grouped over concurrent callers. It is held open,
 * so that a server with no file descriptor left can still finish what it has begun. Thread-safe.
 */
final class Directory implements AutoCloseable {
  private final Path path;
  private final Disk disk;
  private final GroupSync group = new GroupSync(this::fsync);
  private FileChannel channel;

  /** Makes the directory, for its owner alone, where it is missing. */
  Directory(Path path, Disk disk) throws IOException {
    this.path = path;
    this.disk = disk;
    Files.createDirectories(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
  }

  Path path() {
    return path;
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** Makes every change of entries before this call durable. */
  void sync() throws IOException {
    group.sync();
  }

  /** Sets the directory's own times to a constant; its entries changed at some hour. */
  void hideTime() throws IOException {
    setTime(path, LocalDate.EPOCH);
  }

  /** Sets a file's times, that of the last access too, to the day's midnight, UTC. */
  static void setTime(Path file, LocalDate day) throws IOException {
    FileTime midnight = FileTime.from(day.atStartOfDay().toInstant(ZoneOffset.UTC));
    Files.getFileAttributeView(file, BasicFileAttributeView.class)
        .setTimes(midnight, midnight, null);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Opened for reading: there is nothing to lose.
    }
  }

  /** Run by one thread at a time. An interrupt of the thread is kept for later. */
  private void fsync() throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (!channel.isOpen()) {
            channel = FileChannel.open(path, StandardOpenOption.READ);
          }
          disk.syncDirectory(channel);
          return;
        } catch (ClosedByInterruptException e) {
          // Closed before or while the fsync ran: a new fsync covers the same entries.
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
