package org.taniq.parcel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The files in which one entry lies. FAT32 takes no file of 4 GiB: a larger entry lies in {@code
 * name.1}, {@code name.2} …, each full but the last. SPEC §9.1.
 *
 * @param names file names in order, at least one
 * @param pieceBytes size of a full piece
 * @param size of the whole entry, bytes
 */
record Pieces(List<String> names, long pieceBytes, long size) {
  /** 2^32 − 2^16: below FAT32's limit of 2^32 − 1. */
  static final long MAX_BYTES = (1L << 32) - (1L << 16);

  /** Ending of a file that is still being written. */
  static final String PART = ".part";

  Pieces {
    names = List.copyOf(names);
  }

  static Pieces of(ParcelEntry entry, long pieceBytes) {
    List<String> names = new ArrayList<>();
    if (entry.size() <= pieceBytes) {
      names.add(entry.name());
    } else {
      long count = (entry.size() + pieceBytes - 1) / pieceBytes;
      for (long i = 1; i <= count; i++) {
        names.add(entry.name() + "." + i);
      }
    }
    return new Pieces(names, pieceBytes, entry.size());
  }

  /** Bytes that piece i has when it is whole. */
  long bytesOf(int i) {
    return i < names.size() - 1 ? pieceBytes : size - pieceBytes * (names.size() - 1);
  }

  /**
   * Reads a regular file that is no link.
   *
   * @throws IOException also when it is a link, a directory, a device or a pipe
   */
  static InputStream read(Path file) throws IOException {
    // Asked first, because opening a pipe waits for its other end.
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("not a regular file");
    }
    return Channels.newInputStream(
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }
}
