package org.taniq.protocol.tar;

/**
 * One file of a tar: its name inside, and its size in bytes.
 *
 * @param name ASCII, at most 100 bytes, steps joined by "/"
 * @param size 0..8 GiB − 1
 */
public record TarEntry(String name, long size) {

  /** The largest size that 11 octal digits write, 8 GiB − 1. */
  public static final long MAX_SIZE = (1L << 33) - 1;

  /** Bytes that the entry takes in a tar: header, content, zeros up to a full block. */
  public static long length(long size) {
    return TarHeader.BLOCK + contentBlocks(size);
  }

  /** Bytes of the content with its zeros. */
  static long contentBlocks(long size) {
    return (size + TarHeader.BLOCK - 1) / TarHeader.BLOCK * TarHeader.BLOCK;
  }
}
