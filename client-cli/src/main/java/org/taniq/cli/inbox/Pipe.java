package org.taniq.cli.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Carries bytes from one thread to another through a bounded number of large blocks, so that
 * decrypting, hashing and sealing run side by side in constant memory. A failure on either side
 * ends the other: the reader gets the writer's exception, the writer is told that nobody reads.
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
      if (block == null || (at == block.length && block.length > 0)) {
        block = receive(block);
        at = 0;
      }
      if (block.length == 0) {
        return -1;
      }
      int step = Math.min(length, block.length - at);
      System.arraycopy(block.bytes, at, target, offset, step);
      at += step;
      return step;
    }

    @Override
    public void close() {
      abandon();
    }
  }
}
