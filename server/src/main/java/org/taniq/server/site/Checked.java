package org.taniq.server.site;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.signed.SignedException.Reason;
import org.taniq.server.retention.DiskShare;

/** Files held against a signed list of their SHA-256: all listed ones, each as listed, no other. */
final class Checked {
  private final Path folder;
  private final DiskShare share;
  private final Map<String, Bytes> listed;
  private final Set<String> missing;

  /**
   * @param folder in which they are, or are written
   * @param listed names relative to the folder, and the SHA-256 of each
   */
  Checked(Path folder, Map<String, Bytes> listed) {
    this.folder = folder;
    this.share = new DiskShare(folder, DiskShare.LEFT_BYTES);
    this.listed = listed;
    this.missing = new TreeSet<>(listed.keySet());
  }

  /**
   * Writes one delivered file, durably but for the directories, if it is as listed.
   *
   * @throws DiskShare.NoRoomException part of it may be written
   */
  void write(Delivery.Item item) throws IOException, PublicationException {
    Bytes expected = expected(item.name());
    require(expected, write(item.name(), item.content(), item.size()));
  }

  /** Reads one file that is there already. */
  void verify(String name) throws IOException, PublicationException {
    Bytes expected = expected(name);
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new PublicationException(Reason.FILE_MISSING);
    }
    var sha256 = Durable.sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[65536];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
    }
    require(expected, sha256.digest());
  }

  /** Asks that nothing is missing. */
  void finish() throws PublicationException {
    if (!missing.isEmpty()) {
      throw new PublicationException(Reason.FILE_MISSING);
    }
  }

  /**
   * Writes a small file that is listed nowhere.
   *
   * @throws DiskShare.NoRoomException part of it may be written
   */
  void plain(String name, byte[] bytes) throws IOException {
    write(name, new ByteArrayInputStream(bytes), bytes.length);
  }

  private byte[] write(String name, InputStream content, long most) throws IOException {
    Path file = folder.resolve(name);
    directory(file.getParent());
    share.takeName();
    return Durable.write(file, new Shared(content), most);
  }

  /** Each on the way to it takes its share too. */
  private void directory(@Nullable Path directory) throws IOException {
    if (directory != null && !Files.isDirectory(directory)) {
      directory(directory.getParent());
      share.takeName();
      Durable.directory(directory);
    }
  }

  /** Takes each byte from the disk's share before it is written. */
  private final class Shared extends FilterInputStream {
    Shared(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
      int n = super.read(target, from, count);
      share.take(Math.max(0, n));
      return n;
    }
  }

  private Bytes expected(String name) throws PublicationException {
    Bytes expected = listed.get(name);
    if (expected == null || !missing.remove(name)) {
      throw new PublicationException(Reason.FILE_NOT_LISTED);
    }
    return expected;
  }

  private static void require(Bytes expected, byte[] found) throws PublicationException {
    if (!expected.equals(Bytes.of(found))) {
      throw new PublicationException(Reason.FILE_CHANGED);
    }
  }
}
