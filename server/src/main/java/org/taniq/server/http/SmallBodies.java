package org.taniq.server.http;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets a small body that begins something (an upload with its first bytes, a form) wait until it is
 * here, without a thread: a text that drips costs a place among the connections and what came of
 * it, no more, and one that breaks off leaves nothing. All together keep {@link #ROOM_BYTES}; when
 * those are taken the slowest is cut, and if none drips a body is handed on while it comes, as
 * every other is: so are further parts of an upload, of which each byte that came is to be kept.
 * Thread-safe.
 */
final class SmallBodies extends Handler.Wrapper {
  /** The largest body that is small: a text in one request, with room. */
  static final int MOST_BYTES = 256 << 10;

  /** An eighth of the memory that the server is started with. */
  private static final int ROOM_BYTES = 32 << 20;

  private final Set<SmallBody> coming = ConcurrentHashMap.newKeySet();
  private final AtomicInteger piecesLeft = new AtomicInteger(ROOM_BYTES / SmallBody.PIECE_BYTES);

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!begins(request) || request.getLength() > MOST_BYTES) {
      return super.handle(request, response, callback);
    }
    SmallBody body = new SmallBody(request, this);
    coming.add(body);
    Request.addCompletionListener(request, failure -> body.giveBack());
    goOn(body, response, callback);
    return true;
  }

  private static boolean begins(Request request) {
    String path = Request.getPathInContext(request);
    return request.getMethod().equals("POST")
        && (path.equals("/uploads") || path.startsWith("/send/"));
  }

  private void goOn(SmallBody body, Response response, Callback callback) {
    try {
      if (!body.gather()) {
        body.getWrapped().demand(() -> goOn(body, response, callback));
        return;
      }
      coming.remove(body);
      if (!super.handle(body, response, callback)) {
        Response.writeError(body, response, callback, 404);
      }
    } catch (Exception e) {
      coming.remove(body);
      callback.failed(e);
    }
  }

  /** Whether a body may keep one piece more; another that is cut for it gives its own back soon. */
  boolean mayTakePiece() {
    boolean may = piecesLeft.get() > 0 || cutSlowest();
    if (may) {
      piecesLeft.decrementAndGet();
    }
    return may;
  }

  void givenBack(int pieces) {
    piecesLeft.addAndGet(pieces);
  }

  private boolean cutSlowest() {
    Optional<SmallBody> slowest =
        coming.stream()
            .filter(body -> body.peer().bodyDrips())
            .min(Comparator.comparing(SmallBody::peer, Peer.SLOWEST_BODY));
    slowest.ifPresent(
        body -> {
          coming.remove(body);
          body.peer().cut();
        });
    return slowest.isPresent();
  }
}
