package org.taniq.cli.keyring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.taniq.cli.terminal.AtomicFile;

/**
 * Replaces a file whose old bytes should not be found again. Best effort: a journal, a copy on
 * write or a flash cell keeps what it likes.
 */
final class Overwriting {
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
      AtomicFile.write(file, content);
      // From here on the new file is the keyring, whatever happens to the old one.
      boolean all = zeroed(old);
      return leftoversGone(directory) && all;
    }
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

  /** Unfinished files of a power loss hold what the keyring held then. */
  private static boolean leftoversGone(Path directory) {
    boolean all = true;
    try {
      List<Path> found = new ArrayList<>();
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".taniq-*.tmp")) {
        files.forEach(found::add);
      }
      for (Path each : found) {
        try (FileChannel channel = FileChannel.open(each, StandardOpenOption.WRITE)) {
          all &= zeroed(channel);
        }
        Files.delete(each);
      }
      AtomicFile.syncDirectory(directory);
      return all;
    } catch (IOException e) {
      return false;
    }
  }
}
