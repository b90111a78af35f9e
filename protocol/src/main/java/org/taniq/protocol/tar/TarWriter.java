package org.taniq.protocol.tar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Writes the ustar profile of SPEC §2.10 in constant memory. Not thread-safe. The stream underneath
 * stays open. After an exception the tar is broken and the writer useless.
 */
public final class TarWriter {

  /** The two zero blocks that end a tar. */
  public static final int END_BYTES = 2 * TarHeader.BLOCK;

  private static final int BUFFER = 64 * 1024;

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private final byte[] zeros = new byte[BUFFER];
  private long position;
  private boolean finished;

  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /** Bytes written so far. */
  public long position() {
    return position;
  }

  /** Writes a small file. */
  public void entry(String name, byte[] content) throws IOException {
    entry(name, content.length, new ByteArrayInputStream(content));
  }

  /**
   * Writes one file.
   *
   * @param size bytes that content will give, exactly
   * @param content read to its end, not closed
   * @throws SourceChangedException if content is shorter or longer than size
   * @throws IllegalArgumentException if the profile has no place for the name or the size
   */
  public void entry(String name, long size, InputStream content) throws IOException {
    if (finished) {
      throw new IllegalStateException("the tar has ended");
    }
    write(TarHeader.write(name, size), TarHeader.BLOCK);
    long left = size;
    while (left > 0) {
      int read = content.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new SourceChangedException();
      }
      write(buffer, read);
      left -= read;
    }
    if (content.read() >= 0) {
      throw new SourceChangedException();
    }
    writeZeros(TarEntry.contentBlocks(size) - size);
  }

  /** Writes the end blocks: a tar without padding, as the courier's publications are. */
  public void finish() throws IOException {
    finish(position + END_BYTES);
  }

  /**
   * Writes the end blocks and zeros.
   *
   * @param padTo length of the whole plaintext, at least {@code position() + END_BYTES}
   */
  public void finish(long padTo) throws IOException {
    if (finished || padTo < position + END_BYTES) {
      throw new IllegalStateException("the tar has ended, or is longer than its padded size");
    }
    finished = true;
    writeZeros(padTo - position);
  }

  private void writeZeros(long count) throws IOException {
    long left = count;
    while (left > 0) {
      int length = (int) Math.min(left, zeros.length);
      write(zeros, length);
      left -= length;
    }
  }

  private void write(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    position += length;
  }
}
