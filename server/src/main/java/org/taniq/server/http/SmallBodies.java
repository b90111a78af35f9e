package org.taniq.server.http;

import java.io.IOException;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets a small body that begins something (an upload with its first bytes, a form) wait until it is
 * here, without a thread: a text that drips costs a place among the connections and what came of
 * it, no more, and one that breaks off leaves nothing. There is room for so much of all together;
 * when it is taken the slowest is cut for those who come next, and a body is handed on while it
 * comes, as every other is: so are further parts of an upload, of which each byte that came is to
 * be kept. Thread-safe.
 */
final class SmallBodies extends Handler.Wrapper {
  /** The largest body that is small: a text in one request, with room. */
  static final int MOST_BYTES = 256 << 10;

  private final Set<SmallBody> coming = ConcurrentHashMap.newKeySet();
  private final AtomicInteger piecesLeft;

  /**
   * @param roomBytes that all bodies together may keep in memory
   */
  SmallBodies(int roomBytes) {
    piecesLeft = new AtomicInteger(roomBytes / SmallBody.PIECE_BYTES);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!begins(request) || request.getLength() > MOST_BYTES) {
      return super.handle(request, response, callback);
    }
    SmallBody body = new SmallBody(request, this);
    coming.add(body);
    Request.addCompletionListener(
        request,
        failure -> {
          coming.remove(body);
          body.giveBack();
        });
    if (gathered(body, response, callback)) {
      handOn(body, response, callback);
    }
    return true;
  }

  private static boolean begins(Request request) {
    String path = Request.getPathInContext(request);
    return request.getMethod().equals("POST")
        && (path.equals("/uploads") || path.startsWith("/send/"));
  }

  /** Whether the body can be handed on now; if not, more was demanded, or it broke off. */
  private boolean gathered(SmallBody body, Response response, Callback callback) {
    try {
      if (body.gather()) {
        coming.remove(body);
        return true;
      }
      body.getWrapped().demand(() -> more(body, response, callback));
    } catch (BrokenBodyException e) {
      body.forget();
      refuse(e, body, response, callback);
    }
    return false;
  }

  private static void refuse(
      BrokenBodyException broken, SmallBody body, Response response, Callback callback) {
    try {
      FailurePages.write(broken.answer(), body.getWrapped(), response, callback);
    } catch (IOException e) {
      callback.failed(e);
    }
  }

  /**
   * Handed on by a thread of its own: whoever reads the rest waits for a call like this one, which
   * would come only after this one returned.
   */
  private void more(SmallBody body, Response response, Callback callback) {
    if (gathered(body, response, callback)) {
      try {
        body.getComponents().getExecutor().execute(() -> handOn(body, response, callback));
      } catch (RejectedExecutionException e) {
        callback.failed(e);
      }
    }
  }

  private void handOn(SmallBody body, Response response, Callback callback) {
    try {
      if (!super.handle(body, response, callback)) {
        Response.writeError(body, response, callback, 404);
      }
    } catch (Exception e) {
      callback.failed(e);
    } finally {
      body.forget();
    }
  }

  /**
   * Whether a body may keep one piece more. If not, the slowest is cut, for those who come next.
   */
  boolean mayTakePiece() {
    boolean may = piecesLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    if (!may) {
      cutSlowest();
    }
    return may;
  }

  private void cutSlowest() {
    coming.stream()
        .filter(body -> body.holds() && body.peer().bodyDrips())
        .min(Comparator.comparing(SmallBody::peer, Peer.SLOWEST_BODY))
        .filter(coming::remove)
        .ifPresent(body -> body.peer().cut());
  }

  /** Bytes that bodies may still keep. */
  int roomLeft() {
    return piecesLeft.get() * SmallBody.PIECE_BYTES;
  }

  void givenBack(int pieces) {
    piecesLeft.addAndGet(pieces);
  }
}
