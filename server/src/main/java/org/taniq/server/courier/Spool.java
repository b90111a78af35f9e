package org.taniq.server.courier;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.signed.SignerId;
import org.taniq.server.retention.DiskShare;

/**
 * Puts a delivery aside until all of it came and hashes to what its courier signed; a refused one
 * leaves nothing. Deliveries are public documents. A stolen key cannot fill the disk with them: one
 * at a time of each courier, all together within a bound, and some of the disk left free.
 * Thread-safe.
 */
public final class Spool {
  private static final String PREFIX = "delivery-";

  private final Path folder;
  private final Bounds bounds;
  private final Set<SignerId> delivering = new HashSet<>();
  private long free;

  private Spool(Path folder, Bounds bounds) {
    this.folder = folder;
    this.bounds = bounds;
    this.free = bounds.allBytes();
  }

  /**
   * What deliveries may take.
   *
   * @param oneBytes the largest
   * @param allBytes all at one time
   * @param leftBytes of the disk that they leave free, see {@link DiskShare}
   */
  public record Bounds(long oneBytes, long allBytes, long leftBytes) {
    /** The largest site as a tar, and three of them. */
    public static final Bounds DEFAULT = new Bounds(260L << 20, 780L << 20, DiskShare.LEFT_BYTES);
  }

  /**
   * Opens the folder and removes what a crash left there.
   *
   * @throws IOException it cannot be made or read
   */
  public static Spool open(Path folder, Bounds bounds) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
    return new Spool(folder, bounds);
  }

  /** One delivery; closing removes it. */
  public final class File implements AutoCloseable {
    private final SignerId courier;
    private final Path path;
    private final DiskShare share = new DiskShare(folder, bounds.leftBytes());
    private long bytes;
    private byte[] sha256 = new byte[0];

    private File(SignerId courier) throws IOException {
      this.courier = courier;
      this.path = Files.createTempFile(folder, PREFIX, ".tmp");
    }

    public Path path() {
      return path;
    }

    public byte[] sha256() {
      return sha256.clone();
    }

    private void receive(InputStream body) throws IOException {
      try (OutputStream out = Files.newOutputStream(path)) {
        sha256 = copy(body, new Counted(out), bounds.oneBytes());
      }
    }

    @Override
    public void close() throws IOException {
      try {
        Files.deleteIfExists(path);
      } finally {
        ended(courier, bytes);
      }
    }

    /** Takes each byte from what all may take together before it is written. */
    private final class Counted extends FilterOutputStream {
      Counted(OutputStream out) {
        super(out);
      }

      @Override
      public void write(byte[] from, int offset, int count) throws IOException {
        reserve(count);
        bytes += count;
        share.take(count);
        out.write(from, offset, count);
      }
    }
  }

  /** More came than may. */
  public static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Not now: other deliveries are under way. */
  public static final class BusyException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Reads a body to its end.
   *
   * @throws TooLongException nothing is kept
   * @throws BusyException nothing is kept
   * @throws DiskShare.NoRoomException nothing is kept
   */
  public File receive(SignerId courier, InputStream body) throws IOException {
    begin(courier);
    @Nullable File file = null;
    boolean whole = false;
    try {
      file = new File(courier);
      file.receive(body);
      whole = true;
      return file;
    } finally {
      if (file == null) {
        ended(courier, 0);
      } else if (!whole) {
        file.close();
      }
    }
  }

  private synchronized void begin(SignerId courier) throws BusyException {
    if (!delivering.add(courier)) {
      throw new BusyException();
    }
  }

  private synchronized void reserve(long count) throws BusyException {
    if (count > free) {
      throw new BusyException();
    }
    free -= count;
  }

  private synchronized void ended(SignerId courier, long bytes) {
    free += bytes;
    delivering.remove(courier);
  }

  /** SHA-256 of a body that is not there. */
  public static byte[] sha256OfNothing() {
    return digest().digest();
  }

  /** A delivery that must be small, whole. */
  public static byte[] small(Path file) throws IOException {
    if (Files.size(file) > DiskShare.SMALL_BYTES) {
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
