package org.taniq.server.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * All connections of a listener. Who is behind for longer than the patience is cut; and when there
 * is one connection more than there are places, the one that is furthest behind in all that it did
 * is cut, whether its heads drip, its bodies, or its reading, and whether it made many small
 * requests of it: so places can be held only by who moves on. A request that is being worked on
 * keeps its place. Thread-safe.
 */
final class Peers extends AbstractLifeCycle {
  private static final Duration ROUND = Duration.ofSeconds(1);

  private final Set<Peer> all = ConcurrentHashMap.newKeySet();
  private final int places;
  private final long patienceNanos;
  private final Scheduler scheduler;

  /**
   * @param scheduler runs the rounds; whoever owns it starts it before this
   */
  Peers(int places, Duration patience, Scheduler scheduler) {
    this.places = places;
    this.patienceNanos = patience.toNanos();
    this.scheduler = scheduler;
  }

  /** A connection is there. */
  Peer opened(EndPoint endPoint) {
    Peer peer = new Peer(endPoint, System::nanoTime);
    all.add(peer);
    if (all.size() > places) {
      makeRoom(peer);
    }
    return peer;
  }

  void closed(Peer peer) {
    all.remove(peer);
  }

  /** Cuts the worst; the new one itself if all others are worked on. */
  private void makeRoom(Peer newest) {
    Peer worst = newest;
    long behind = newest.behindInAllNanos();
    for (Peer peer : all) {
      long nanos = peer.keepsUsWaiting() ? peer.behindInAllNanos() : -1;
      if (nanos > behind) {
        worst = peer;
        behind = nanos;
      }
    }
    cut(worst);
  }

  private void round() {
    try {
      for (Peer peer : all) {
        if (peer.behindNanos() > patienceNanos) {
          cut(peer);
        }
      }
    } finally {
      next();
    }
  }

  private void cut(Peer peer) {
    all.remove(peer);
    peer.cut();
  }

  private void next() {
    if (isRunning() || isStarting()) {
      scheduler.schedule(this::round, ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  protected void doStart() {
    next();
  }
}
