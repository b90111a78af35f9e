package org.taniq.cli.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.taniq.cli.inbox.PartialExports;
import org.taniq.cli.inbox.PartialExports.Partial;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.parcel.Durable;

/**
 * A BagIt bag (RFC 8493) in the making: payload under data/, tag files beside it, both in manifests
 * by SHA-256. It stands under another name until {@link #publish}, and is gone if that never comes;
 * what a kill leaves is found by {@link PartialExports}.
 */
final class Bag implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path target;
  private final PartialExports exports;
  private final Partial partial;
  private final Path directory;
  private final Map<String, String> payload = new TreeMap<>();
  private final Map<String, String> tags = new TreeMap<>();
  private long payloadBytes;
  private boolean published;

  /**
   * What was written.
   *
   * @param path in the bag, steps joined by "/"
   */
  record Written(String path, long size, String sha256) {}

  /**
   * Begins a bag beside its place.
   *
   * @param target must not be there
   * @param number 16 hex digits, random, for the temporary name
   */
  Bag(Path target, PartialExports exports, String number) throws IOException {
    this.target = target.toAbsolutePath();
    this.exports = exports;
    this.partial = exports.begin(target, number);
    this.directory = partial.directory();
    boolean begun = false;
    try {
      AtomicFile.directories(directory.resolve("data"));
      begun = true;
    } finally {
      if (!begun) {
        close();
      }
    }
  }

  static boolean exists(Path target) {
    return Files.exists(target, LinkOption.NOFOLLOW_LINKS);
  }

  /** Writes a file under data/, to its last byte on the disk. */
  Written payload(String name, InputStream content, LongConsumer progress) throws IOException {
    Written written = write("data/" + name, content, progress);
    payload.put(written.path(), written.sha256());
    payloadBytes += written.size();
    return written;
  }

  /** Writes a tag file. */
  void tag(String name, byte[] content) throws IOException {
    Written written = write(name, new java.io.ByteArrayInputStream(content), n -> {});
    tags.put(name, written.sha256());
  }

  private Written write(String path, InputStream content, LongConsumer progress)
      throws IOException {
    Path file = directory.resolve(path);
    Path parent = file.getParent();
    if (parent != null) {
      AtomicFile.directories(parent);
    }
    MessageDigest sha256 = sha256();
    long size = 0;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      int n;
      while ((n = content.read(buffer)) >= 0) {
        sha256.update(buffer, 0, n);
        ByteBuffer out = ByteBuffer.wrap(buffer, 0, n);
        while (out.hasRemaining()) {
          channel.write(out);
        }
        size += n;
        progress.accept(n);
      }
      channel.force(true);
    }
    return new Written(path, size, HexFormat.of().formatHex(sha256.digest()));
  }

  /** Octets and files of the payload, as bag-info.txt has them. */
  String oxum() {
    return payloadBytes + "." + payload.size();
  }

  /**
   * Writes bagit.txt and the payload's manifest.
   *
   * @return the manifest's bytes
   */
  byte[] manifest() throws IOException {
    tag("bagit.txt", ascii("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"));
    byte[] manifest = ascii(lines(payload));
    tag("manifest-sha256.txt", manifest);
    return manifest;
  }

  /** Writes the manifest of the tag files and flushes every directory; nothing comes after it. */
  void seal() throws IOException {
    byte[] manifest = ascii(lines(tags));
    write("tagmanifest-sha256.txt", new java.io.ByteArrayInputStream(manifest), n -> {});
    syncAll(directory);
  }

  private static void syncAll(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          syncAll(entry);
        }
      }
    }
    Durable.syncDirectory(directory);
  }

  /** Gives the bag its name. */
  void publish() throws IOException {
    if (exists(target)) {
      throw new java.nio.file.FileAlreadyExistsException(target.toString());
    }
    try {
      Files.move(directory, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (exists(target)) {
        throw new java.nio.file.FileAlreadyExistsException(target.toString());
      }
      throw e;
    }
    published = true;
    Path parent = target.getParent();
    if (parent != null) {
      Durable.syncDirectory(parent);
    }
    exports.end(partial);
  }

  private static String lines(Map<String, String> files) {
    StringBuilder lines = new StringBuilder();
    files.forEach((path, sha256) -> lines.append(sha256).append("  ").append(path).append('\n'));
    return lines.toString();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (!published) {
      exports.remove(partial);
    }
  }
}
