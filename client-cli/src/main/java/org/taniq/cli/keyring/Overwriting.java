package org.taniq.cli.keyring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.taniq.cli.terminal.AtomicFile;

/**
 * Replaces a file whose old bytes should not be found again. Best effort: a journal, a copy on
 * write or a flash cell keeps what it likes.
 *
 * <p>The old file gets a second name before it loses its own, so that a power loss in between
 * leaves it to be found and overwritten at the next start. FAT has no second names: cut off there,
 * the old bytes lie on the medium where nothing finds them again.
 */
final class Overwriting {
  private static final String LEFT_BEGINNING = ".taniq-";
  private static final String LEFT_ENDING = ".tmp";

  private Overwriting() {}

  /**
   * Puts new bytes in a file's place, lastingly, and then overwrites the old ones and whatever
   * unfinished files lie beside it.
   *
   * @param directory of the file; nobody else writes in it
   * @return whether all was overwritten
   */
  static boolean replaced(Path file, byte[] content, Path directory) throws IOException {
    try (FileChannel old = FileChannel.open(file, StandardOpenOption.WRITE)) {
      nameTwice(file, directory);
      AtomicFile.write(file, content);
      // From here on the new file is the keyring, whatever happens to the old one.
      boolean all = zeroed(old);
      return gone(leftovers(directory), directory) && all;
    }
  }

  private static void nameTwice(Path file, Path directory) throws IOException {
    String unique = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
    try {
      Files.createLink(directory.resolve(LEFT_BEGINNING + "old-" + unique + LEFT_ENDING), file);
    } catch (UnsupportedOperationException | FileSystemException e) {
      // No second names here: the keys must go all the same.
      return;
    }
    AtomicFile.syncDirectory(directory);
  }

  private static boolean zeroed(FileChannel channel) {
    try {
      ByteBuffer zeros = ByteBuffer.allocate(Math.toIntExact(channel.size()));
      channel.position(0);
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
      channel.force(true);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Files that a change which was cut off left: they hold what a keyring held then. */
  static List<Path> leftovers(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(directory, Overwriting::isLeftover)) {
        files.forEach(found::add);
      }
    }
    return found;
  }

  private static boolean isLeftover(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(LEFT_BEGINNING) && name.endsWith(LEFT_ENDING);
  }

  /**
   * Overwrites and removes leftovers. One that is another name of a file in use, as it is when the
   * change was cut off before it took place, is removed alone.
   *
   * @return whether all are gone; what could not be overwritten stays, for the next try
   */
  static boolean gone(List<Path> leftovers, Path directory) {
    try {
      // What is in place must last before what it replaced goes.
      AtomicFile.syncDirectory(directory);
      boolean all = true;
      for (Path each : leftovers) {
        if (inUse(each, directory) || zeroed(each)) {
          Files.delete(each);
        } else {
          all = false;
        }
      }
      AtomicFile.syncDirectory(directory);
      return all;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean inUse(Path leftover, Path directory) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, file -> !isLeftover(file))) {
      for (Path file : files) {
        // What points nowhere is the same file as nothing.
        if (Files.exists(file) && Files.exists(leftover) && Files.isSameFile(file, leftover)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean zeroed(Path file) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      return zeroed(channel);
    } catch (IOException e) {
      return false;
    }
  }
}
