package org.taniq.server.retention;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one delivery may take of a disk that the store shares: the index needs space even where
 * envelopes may take no more, and a store that finds none stops. A small delivery leaves less:
 * bulletins and deletion orders must still come in on a disk that a flood filled, since they are
 * what frees it. Not thread-safe.
 */
public final class DiskShare {
  /** The most bytes of a small delivery. */
  public static final int SMALL_BYTES = 8 << 20;

  /** Left free by large ones: twice what the store leaves. */
  public static final long LEFT_BYTES = 128L << 20;

  /** What a name costs beside its bytes: the rest of its last block, or a directory's first. */
  private static final int BLOCK_BYTES = 4096;

  /** The disk is asked once for so many bytes. */
  private static final int STEP_BYTES = 1 << 20;

  private final Path folder;
  private final long leftBytes;
  private long bytes;
  private long asked;

  /**
   * @param folder on the disk
   * @param leftBytes that a large delivery leaves free
   */
  public DiskShare(Path folder, long leftBytes) {
    this.folder = folder;
    this.leftBytes = leftBytes;
  }

  /** Not now: the disk is nearly full. */
  public static final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Passes a file or a directory that is about to be made: many small ones fill a disk too.
   *
   * @throws NoRoomException it must not be
   */
  public void takeName() throws IOException {
    take(BLOCK_BYTES);
  }

  /**
   * Passes bytes that are about to be written.
   *
   * @throws NoRoomException they must not be
   */
  public void take(long count) throws IOException {
    bytes += count;
    if (bytes > asked) {
      asked = bytes + STEP_BYTES;
      long left = bytes <= SMALL_BYTES ? Math.min(leftBytes, SMALL_BYTES) : leftBytes;
      if (Files.getFileStore(folder).getUsableSpace() < left + STEP_BYTES) {
        throw new NoRoomException();
      }
    }
  }
}
