package org.taniq.protocol.open;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads another stream in a thread of its own, a few pieces ahead: a payload is opened on one core
 * while its digest is taken and the copy is sealed on the other. Holds 1 MiB at most, zeroed as it
 * is used up and in {@link #close}. To be read by one thread.
 *
 * <p>A failure of the stream underneath comes out instead of the piece that it broke.
 */
public final class ReadAhead extends InputStream {

  private static final int PIECE_BYTES = 128 * 1024;
  private static final int PIECES = 8;
  private static final byte[] WAKE_UP = new byte[0];

  private final InputStream in;
  private final BlockingQueue<Piece> full = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> empty = new LinkedBlockingQueue<>();
  private final Thread thread;
  private @Nullable Piece current;
  private int at;
  private volatile boolean closed;

  /** What the thread read: bytes; or, with length −1, the end or a failure. */
  @SuppressWarnings("ArrayRecordComponent") // private, never compared
  private record Piece(
      byte[] bytes, int length, @Nullable IOException failure, @Nullable RuntimeException bug) {

    void zero() {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * @param in read by the thread from now on, and by nobody else; stays open
   */
  public ReadAhead(InputStream in) {
    this.in = in;
    for (int i = 0; i < PIECES; i++) {
      empty.add(new byte[PIECE_BYTES]);
    }
    thread = new Thread(this::run, "read-ahead");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    if (length == 0) {
      return 0;
    }
    Piece piece = current();
    if (piece.length() < 0) {
      return -1;
    }
    int count = Math.min(length, piece.length() - at);
    System.arraycopy(piece.bytes(), at, target, offset, count);
    at += count;
    if (at == piece.length()) {
      piece.zero();
      empty.add(piece.bytes());
      current = null;
      at = 0;
    }
    return count;
  }

  /**
   * Ends the thread, after the piece that it is reading, and zeroes what was not read. The stream
   * underneath stays open.
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    empty.add(WAKE_UP);
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      full.forEach(Piece::zero);
      Piece piece = current;
      if (piece != null) {
        piece.zero();
      }
    }
  }

  private Piece current() throws IOException {
    Piece piece = current;
    if (piece == null) {
      try {
        piece = full.take();
      } catch (InterruptedException e) {
        throw interrupted();
      }
      current = piece;
    }
    if (piece.failure() != null) {
      throw piece.failure();
    }
    if (piece.bug() != null) {
      throw piece.bug();
    }
    return piece;
  }

  private void run() {
    boolean more = true;
    try {
      while (more) {
        byte[] bytes = empty.take();
        if (closed) {
          return;
        }
        Piece piece = fill(bytes);
        more = piece.length() >= 0;
        full.add(piece);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it; should someone, the reader is told below.
    } finally {
      if (more) {
        full.add(new Piece(WAKE_UP, -1, new IOException("reading ahead stopped"), null));
      }
    }
  }

  private Piece fill(byte[] bytes) {
    try {
      int length = in.readNBytes(bytes, 0, bytes.length);
      return new Piece(bytes, length == 0 ? -1 : length, null, null);
    } catch (IOException failure) {
      return new Piece(bytes, -1, failure, null);
    } catch (RuntimeException bug) {
      return new Piece(bytes, -1, null, bug);
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException();
  }
}
