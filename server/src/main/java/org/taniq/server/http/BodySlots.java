package org.taniq.server.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.taniq.server.intake.IntakeException;
import org.taniq.server.intake.Refusal;

/**
 * Bounds how many bodies are taken at once: each holds a thread, and pages need some too. A quarter
 * of the places is for bodies that are here whole, see {@link SmallBodies}: they go as fast as the
 * store does, so that no sender keeps texts out. When none is free for a body that still comes, the
 * slowest of those is cut, or whoever has been slow for longest: an upload goes on later from what
 * came. Thread-safe.
 */
final class BodySlots {
  /** One that is cut lets go at once, and what is here whole is soon on the disk. */
  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final int places;
  private final int comingPlaces;
  private final List<Holder> holders = new ArrayList<>();

  BodySlots(int atOnce) {
    int kept = Math.max(1, atOnce / 4);
    this.comingPlaces = Math.max(1, atOnce - kept);
    this.places = comingPlaces + kept;
  }

  /** Who has a place. */
  private static final class Holder {
    private final Peer peer;
    private final boolean coming;
    private boolean cut;

    Holder(RequestChunk body) {
      this.peer = body.peer();
      this.coming = !body.peer().hasBodyHere();
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
   * @throws IntakeException NO_PLACE, or the work's
   */
  <T> T with(RequestChunk body, Work<T> work) throws IntakeException, IOException {
    Holder holder = new Holder(body);
    if (!enter(holder)) {
      throw new IntakeException(Refusal.NO_PLACE);
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
    if (holder.coming) {
      Optional<Holder> slowest = slowest();
      if (slowest.isEmpty()) {
        return false;
      }
      slowest.get().cut = true;
      slowest.get().peer.cut();
    }
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
    long coming = holders.stream().filter(one -> one.coming).count();
    boolean free = holders.size() < places && !(holder.coming && coming >= comingPlaces);
    return free && holders.add(holder);
  }

  private synchronized void leave(Holder holder) {
    holders.remove(holder);
    notifyAll();
  }

  /** Who drips, or if nobody does yet, who has been slow for longest. */
  private Optional<Holder> slowest() {
    return coming(Peer::bodyDrips)
        .min(Comparator.comparing(one -> one.peer, Peer.SLOWEST_BODY))
        .or(
            () ->
                coming(Peer::mayGiveWay)
                    .max(Comparator.comparingLong(one -> one.peer.bodyMillis())));
  }

  private Stream<Holder> coming(Predicate<Peer> which) {
    return holders.stream().filter(one -> !one.cut && one.coming && which.test(one.peer));
  }
}
