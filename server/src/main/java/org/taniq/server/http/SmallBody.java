package org.taniq.server.http;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body is gathered before somebody reads it. Copied into pieces of its own: a
 * connection's buffers would be held whole by one byte in each. Gathered and read by one thread
 * after another; forgotten by any.
 */
final class SmallBody extends Request.Wrapper {
  /** Memory is taken in such steps. */
  static final int PIECE_BYTES = 8192;

  private final SmallBodies all;
  private final Peer peer;
  private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
  private final AtomicInteger taken = new AtomicInteger();
  private int bytes;
  private boolean full;
  private boolean whole;

  /**
   * @param all share the room for pieces
   */
  SmallBody(Request request, SmallBodies all) {
    super(request);
    this.all = all;
    this.peer = GuardedConnections.peer(request);
  }

  /** Who sends it. */
  Peer peer() {
    return peer;
  }

  /**
   * Takes what is there.
   *
   * @return whether the request can be handled: the body is here, or as much of it as may be kept;
   *     if not, more is to be demanded
   * @throws BrokenBodyException what came of it is of no use
   */
  boolean gather() throws BrokenBodyException {
    while (!whole && !full && bytes <= SmallBodies.MOST_BYTES) {
      Content.@Nullable Chunk chunk = super.read();
      if (chunk == null) {
        return false;
      }
      if (Content.Chunk.isFailure(chunk)) {
        throw new BrokenBodyException(chunk.getFailure(), peer);
      }
      keep(chunk.getByteBuffer());
      whole = chunk.isLast();
      chunk.release();
    }
    if (whole) {
      peer.bodyIsHere();
    }
    return true;
  }

  @Override
  public Content.@Nullable Chunk read() {
    ByteBuffer piece = takePiece();
    if (piece != null) {
      return Content.Chunk.from(piece.flip(), false);
    }
    giveBack();
    return whole ? Content.Chunk.EOF : super.read();
  }

  @Override
  public void demand(Runnable callback) {
    if (isEmpty() && !whole) {
      super.demand(callback);
    } else {
      callback.run();
    }
  }

  @Override
  public boolean consumeAvailable() {
    forget();
    return whole || super.consumeAvailable();
  }

  private synchronized @Nullable ByteBuffer takePiece() {
    return pieces.poll();
  }

  private synchronized boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** Nobody will read it: what is left of it goes, long before a slow peer has its answer. */
  void forget() {
    synchronized (this) {
      pieces.clear();
    }
    giveBack();
  }

  private synchronized void keep(ByteBuffer came) {
    bytes += came.remaining();
    while (came.hasRemaining()) {
      ByteBuffer piece = pieces.peekLast();
      if (piece == null || !piece.hasRemaining()) {
        piece = newPiece();
      }
      int count = Math.min(piece.remaining(), came.remaining());
      piece.put(came.slice(came.position(), count));
      came.position(came.position() + count);
    }
  }

  /** Even without room: what was read must go somewhere. */
  private ByteBuffer newPiece() {
    if (all.mayTakePiece()) {
      taken.incrementAndGet();
    } else {
      full = true;
    }
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    pieces.add(piece);
    return piece;
  }

  /** Whether it keeps memory that a cut would free. */
  boolean holds() {
    return taken.get() > 0;
  }

  /** Its memory is free again. */
  void giveBack() {
    all.givenBack(taken.getAndSet(0));
  }
}
