package org.taniq.server.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.taniq.server.intake.IntakeException;
import org.taniq.server.intake.Refusal;

/**
 * Bounds how many bodies are received at once: each holds a thread, and pages need some too. A
 * quarter of the places is for small bodies, so that texts get in beside attachments. When none is
 * free, the slowest body is cut for a new one: an upload goes on later from what came. Thread-safe.
 */
final class BodySlots {
  /** The largest body that is small: a text in one request, with room. */
  static final long SMALL_BYTES = 256 << 10;

  /** So long a body has its place whatever it does: to a circuit's first bytes, and no longer. */
  private static final long GRACE_SECONDS = 2;

  /** Bytes per second from which on a body keeps its place. */
  private static final double FAIR_RATE = 4096;

  /** One that is cut lets go at once. */
  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final int places;
  private final int largePlaces;
  private final List<Holder> holders = new ArrayList<>();

  BodySlots(int atOnce) {
    this.places = atOnce;
    this.largePlaces = Math.max(1, atOnce - atOnce / 4);
  }

  /** Who has a place. */
  private static final class Holder {
    private final Peer peer;
    private final boolean large;
    private boolean cut;

    Holder(RequestChunk body) {
      this.peer = body.peer();
      this.large = body.length() < 0 || body.length() > SMALL_BYTES;
    }
  }

  /** What is done with a body. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IntakeException, IOException;
  }

  /**
   * Does it if a place is free or can be freed.
   *
   * @throws IntakeException TRY_LATER, or the work's
   */
  <T> T with(RequestChunk body, Work<T> work) throws IntakeException, IOException {
    Holder holder = new Holder(body);
    if (!enter(holder)) {
      throw new IntakeException(Refusal.TRY_LATER);
    }
    try {
      return work.run();
    } finally {
      leave(holder);
    }
  }

  /** {@link RequestChunk#drain} while there are places; none is worth another's. */
  void drain(RequestChunk body, long most) {
    Holder holder = new Holder(body);
    if (enterIfFree(holder)) {
      try {
        body.drain(most);
      } finally {
        leave(holder);
      }
    }
  }

  private synchronized boolean enter(Holder holder) {
    if (enterIfFree(holder)) {
      return true;
    }
    Optional<Holder> slowest = slowest(holder.large);
    if (slowest.isEmpty()) {
      return false;
    }
    slowest.get().cut = true;
    slowest.get().peer.cut();
    long until = System.nanoTime() + WAIT_NANOS;
    try {
      for (long left = WAIT_NANOS; left > 0; left = until - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        if (enterIfFree(holder)) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private synchronized boolean enterIfFree(Holder holder) {
    long large = holders.stream().filter(one -> one.large).count();
    boolean free = holders.size() < places && !(holder.large && large >= largePlaces);
    return free && holders.add(holder);
  }

  private synchronized void leave(Holder holder) {
    holders.remove(holder);
    notifyAll();
  }

  private Optional<Holder> slowest(boolean largeOnly) {
    return holders.stream()
        .filter(one -> !one.cut && (one.large || !largeOnly))
        .filter(one -> one.peer.bodySeconds() >= GRACE_SECONDS && one.peer.bodyRate() < FAIR_RATE)
        .min(Comparator.comparingDouble(one -> one.peer.bodyRate()));
  }
}
