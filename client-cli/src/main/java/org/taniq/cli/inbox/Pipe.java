package org.taniq.cli.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Carries bytes from one thread to another through a bounded number of large blocks, so that
 * decrypting, hashing and sealing run side by side in constant memory (2 MiB). A failure on either
 * side ends the other: the reader gets the writer's exception, the writer is told that nobody
 * reads. Blocks are zeroed when the reader closes, as far as they came back by then.
 */
final class Pipe {
  private static final int BLOCK_BYTES = 1 << 18;
  private static final int BLOCKS = 8;

  /** One block on its way; the block of length 0 is the end. */
  private static final class Block {
    private final byte[] bytes;
    private final int length;

    Block(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }
  }

  private final ArrayDeque<Block> full = new ArrayDeque<>();
  private final ArrayDeque<byte[]> free = new ArrayDeque<>();
  private int blocks;
  private @Nullable IOException failure;
  private boolean abandoned;
  private boolean ended;

  /** The end that takes bytes; close means that all were written. */
  OutputStream out() {
    return new Out();
  }

  /** The end that gives them; close means that no more are wanted. */
  InputStream in() {
    return new In();
  }

  /**
   * Reads a stream to its end, straight into the blocks, and ends the pipe.
   *
   * @throws IOException of the stream, or because nobody reads; the pipe has not ended then, see
   *     {@link #fail}
   */
  void fill(InputStream in) throws IOException {
    while (true) {
      byte[] block = emptyBlock();
      int length = in.readNBytes(block, 0, block.length);
      send(new Block(block, length));
      if (length == 0) {
        return;
      }
    }
  }

  /** Ends the pipe for the reader with an exception, unless the writer closed it before. */
  synchronized void fail(IOException why) {
    if (!ended) {
      failure = why;
    }
    notifyAll();
  }

  private synchronized byte[] emptyBlock() throws IOException {
    try {
      while (free.isEmpty() && blocks == BLOCKS && !abandoned) {
        wait();
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    if (abandoned) {
      throw new IOException("nobody reads");
    }
    byte[] block = free.poll();
    if (block == null) {
      blocks++;
      block = new byte[BLOCK_BYTES];
    }
    return block;
  }

  private synchronized void send(Block block) throws IOException {
    if (abandoned) {
      throw new IOException("nobody reads");
    }
    full.add(block);
    ended |= block.length == 0;
    notifyAll();
  }

  private synchronized Block receive(@Nullable Block used) throws IOException {
    if (used != null) {
      free.add(used.bytes);
      notifyAll();
    }
    try {
      while (full.isEmpty() && failure == null) {
        wait();
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    if (failure != null) {
      throw failure;
    }
    return full.remove();
  }

  private synchronized void abandon() {
    abandoned = true;
    full.forEach(block -> Arrays.fill(block.bytes, (byte) 0));
    free.forEach(block -> Arrays.fill(block, (byte) 0));
    notifyAll();
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException();
  }

  private final class Out extends OutputStream {
    private byte @Nullable [] block;
    private int used;
    private boolean closed;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int at = offset;
      int left = length;
      while (left > 0) {
        if (block == null) {
          block = emptyBlock();
        }
        int step = Math.min(left, BLOCK_BYTES - used);
        System.arraycopy(bytes, at, block, used, step);
        used += step;
        at += step;
        left -= step;
        if (used == BLOCK_BYTES) {
          send(new Block(block, used));
          block = null;
          used = 0;
        }
      }
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      if (block != null && used > 0) {
        send(new Block(block, used));
      }
      send(new Block(new byte[0], 0));
    }
  }

  private final class In extends InputStream {
    private @Nullable Block block;
    private int at;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      Block from = current();
      if (from.length == 0) {
        return -1;
      }
      int step = Math.min(length, from.length - at);
      System.arraycopy(from.bytes, at, target, offset, step);
      at += step;
      return step;
    }

    /** Without a copy in between. */
    @Override
    public long transferTo(OutputStream out) throws IOException {
      long moved = 0;
      for (Block from = current(); from.length > 0; from = current()) {
        out.write(from.bytes, at, from.length - at);
        moved += from.length - at;
        at = from.length;
      }
      return moved;
    }

    /** The block that has the next byte; of length 0 at the end. */
    private Block current() throws IOException {
      Block from = block;
      if (from == null || (at == from.length && from.length > 0)) {
        from = receive(from);
        block = from;
        at = 0;
      }
      return from;
    }

    @Override
    public void close() {
      Block last = block;
      if (last != null) {
        Arrays.fill(last.bytes, (byte) 0);
      }
      abandon();
    }
  }
}
