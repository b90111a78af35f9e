package org.taniq.server.courier;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Puts a delivery aside until all of it came and hashes to what its courier signed. Deliveries are
 * public documents. Thread-safe.
 */
public final class Spool {
  private static final String PREFIX = "delivery-";

  private final Path folder;
  private final long maxBytes;

  private Spool(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /**
   * Opens the folder and removes what a crash left there.
   *
   * @param maxBytes of one delivery
   */
  public static Spool open(Path folder, long maxBytes) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
    return new Spool(folder, maxBytes);
  }

  /** One delivery; closing removes it. */
  public static final class File implements AutoCloseable {
    private final Path path;
    private final byte[] sha256;

    private File(Path path, byte[] sha256) {
      this.path = path;
      this.sha256 = sha256;
    }

    public Path path() {
      return path;
    }

    public byte[] sha256() {
      return sha256.clone();
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(path);
    }
  }

  /** More came than may. */
  public static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Reads a body to its end.
   *
   * @throws TooLongException nothing is kept
   */
  public File receive(InputStream body) throws IOException {
    Path file = Files.createTempFile(folder, PREFIX, ".tmp");
    try (OutputStream out = Files.newOutputStream(file)) {
      return new File(file, copy(body, out, maxBytes));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /**
   * SHA-256 of a body that is not kept.
   *
   * @param most bytes that it may have
   */
  public static byte[] sha256(InputStream body, long most) throws IOException {
    return copy(body, OutputStream.nullOutputStream(), most);
  }

  /** A delivery that must be small, whole. */
  public static byte[] small(Path file) throws IOException {
    if (Files.size(file) > 8 << 20) {
      throw new TooLongException();
    }
    return Files.readAllBytes(file);
  }

  private static byte[] copy(InputStream body, OutputStream out, long most) throws IOException {
    MessageDigest sha256 = digest();
    byte[] buffer = new byte[65536];
    long total = 0;
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      total += n;
      if (total > most) {
        throw new TooLongException();
      }
      sha256.update(buffer, 0, n);
      out.write(buffer, 0, n);
    }
    return sha256.digest();
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
