package org.taniq.server.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files and directories that are on disk when a call returns. */
final class Durable {
  private Durable() {}

  /**
   * Writes a new file and fsyncs it.
   *
   * @param most bytes taken; one more is an error
   * @return SHA-256 of what was written
   */
  static byte[] write(Path file, InputStream in, long most) throws IOException {
    MessageDigest sha256 = sha256();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = Channels.newOutputStream(channel);
      InputStream counted = new DigestInputStream(in, sha256);
      byte[] buffer = new byte[65536];
      long total = 0;
      for (int n = counted.read(buffer); n >= 0; n = counted.read(buffer)) {
        total += n;
        if (total > most) {
          throw new TooLongException();
        }
        out.write(buffer, 0, n);
      }
      channel.force(true);
    }
    return sha256.digest();
  }

  /** More came than may. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Replaces a file: readers see the old bytes or the new ones. */
  static void replace(Path directory, String name, byte[] bytes) throws IOException {
    Path file = directory.resolve(name);
    Path temporary = directory.resolve(name + ".new");
    Files.deleteIfExists(temporary);
    write(temporary, new java.io.ByteArrayInputStream(bytes), bytes.length);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectory(directory);
  }

  /** Makes a directory for the owner alone. */
  static Path directory(Path directory) throws IOException {
    return Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** fsyncs a directory and all directories in it, then moves it; durable on return. */
  static Path publish(Path directory, Path parent, String name) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path one : all.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList()) {
        syncDirectory(one);
      }
    }
    Path to = parent.resolve(name);
    Files.move(directory, to, StandardCopyOption.ATOMIC_MOVE);
    syncDirectory(parent);
    return to;
  }

  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Removes a file, or a directory with all that is in it, if it is there. */
  static void remove(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(path)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path one : all) {
      Files.deleteIfExists(one);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
