package org.taniq.parcel;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.taniq.parcel.ParcelException.Fault;
import org.taniq.parcel.ParcelException.Problem;
import org.taniq.parcel.ParcelException.Reason;

/**
 * Writes one entry under temporary names, going on after {@link #offset} bytes that an earlier run
 * left. Closing without {@link #complete} keeps what is there for the next run. Not thread-safe.
 */
public final class EntryWriter implements Closeable {
  private final Path directory;
  private final Pieces pieces;
  private final String expected;
  private final Sha256 sha256 = new Sha256();
  private long offset;
  private @Nullable FileChannel out;

  EntryWriter(Path directory, Pieces pieces, String expected) throws IOException {
    this.directory = directory;
    this.pieces = pieces;
    this.expected = expected;
    takeUp();
  }

  /** Digests what an earlier run left, piece by piece, up to the first that is not full. */
  private void takeUp() throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int i = 0; i < pieces.names().size(); i++) {
      Path whole = directory.resolve(pieces.names().get(i));
      Path part = part(i);
      if (Files.isRegularFile(whole, LinkOption.NOFOLLOW_LINKS)) {
        // The names were being changed when the run was cut.
        Durable.rename(whole, part);
      }
      if (!Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      if (Files.size(part) > pieces.bytesOf(i)) {
        restart();
        return;
      }
      try (InputStream in = Pieces.read(part)) {
        int read;
        while ((read = in.read(buffer)) > 0) {
          sha256.update(buffer, 0, read);
          offset += read;
        }
      }
      if (Files.size(part) < pieces.bytesOf(i)) {
        return;
      }
    }
  }

  /** Bytes that are there, from the beginning. */
  public long offset() {
    return offset;
  }

  /** Drops what is there. */
  public void restart() throws IOException {
    close();
    for (int i = 0; i < pieces.names().size(); i++) {
      Files.deleteIfExists(part(i));
    }
    sha256.hex();
    offset = 0;
  }

  /**
   * Takes the next bytes.
   *
   * @throws IOException also when more come than the entry has
   */
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (length > pieces.size() - offset) {
      throw new IOException("more bytes came than were announced");
    }
    sha256.update(bytes, from, length);
    ByteBuffer rest = ByteBuffer.wrap(bytes, from, length);
    while (rest.hasRemaining()) {
      int piece = (int) (offset / pieces.pieceBytes());
      long left = pieces.bytesOf(piece) - (offset - piece * pieces.pieceBytes());
      FileChannel channel = channel(piece);
      ByteBuffer now = rest.slice(rest.position(), (int) Math.min(left, rest.remaining()));
      while (now.hasRemaining()) {
        int written = channel.write(now);
        offset += written;
        rest.position(rest.position() + written);
      }
      if (offset == (piece + 1) * pieces.pieceBytes()) {
        close();
      }
    }
  }

  private FileChannel channel(int piece) throws IOException {
    FileChannel channel = out;
    if (channel == null) {
      channel =
          FileChannel.open(
              part(piece),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND,
              LinkOption.NOFOLLOW_LINKS);
      out = channel;
    }
    return channel;
  }

  /**
   * Checks size and SHA-256, syncs, and gives the files their names.
   *
   * @throws ParcelException DAMAGED with ALTERED if they are not what was planned; nothing is kept
   */
  public void complete() throws IOException, ParcelException {
    if (offset == 0 && pieces.size() == 0) {
      channel(0);
    }
    close();
    if (offset != pieces.size() || !sha256.hex().equals(expected)) {
      restart();
      throw new ParcelException(
          Reason.DAMAGED, List.of(new Problem(Fault.ALTERED, pieces.names().get(0))));
    }
    for (int i = 0; i < pieces.names().size(); i++) {
      try (FileChannel channel = FileChannel.open(part(i), StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
    for (int i = 0; i < pieces.names().size(); i++) {
      Durable.rename(part(i), directory.resolve(pieces.names().get(i)));
    }
  }

  private Path part(int i) {
    return directory.resolve(pieces.names().get(i) + Pieces.PART);
  }

  /** Syncs and closes what is open; what was written stays for the next run. */
  @Override
  public void close() throws IOException {
    FileChannel channel = out;
    out = null;
    if (channel != null) {
      try (channel) {
        channel.force(true);
      }
    }
  }
}
