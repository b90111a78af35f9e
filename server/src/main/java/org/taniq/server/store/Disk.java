package org.taniq.server.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The few calls to the file system on which durability rests. Not final: a test makes one of them
 * fail, or leaves it out, and sees that the store or the checker notices.
 */
class Disk {

  /** Appends at the file's position. Not through a channel, which an interrupt would close. */
  void write(RandomAccessFile file, byte[] bytes, int from, int count) throws IOException {
    file.write(bytes, from, count);
  }

  /** fsync of a file. */
  void sync(RandomAccessFile file) throws IOException {
    file.getFD().sync();
  }

  /** Atomic move within one file system. */
  void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes a file, if it is there. */
  void remove(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /** fsync of a directory. */
  void syncDirectory(FileChannel directory) throws IOException {
    directory.force(true);
  }

  /** Makes all that was committed to H2 durable; its COMMIT alone never does. */
  void syncIndex(Database index) throws StoreException {
    index.read(handle -> handle.execute("CHECKPOINT SYNC"));
  }

  /** Bytes that this process may still write. */
  long usable(Path directory) {
    return directory.toFile().getUsableSpace();
  }
}
