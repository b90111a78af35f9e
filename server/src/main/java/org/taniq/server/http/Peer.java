package org.taniq.server.http;

import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.EndPoint;

/**
 * The other side of one connection. It sends a head, then perhaps a body, then reads the answer;
 * each time it is measured anew, and once more over all of them together, so that nobody is level
 * again by beginning something new. A head must come whole in the time: its bytes take nothing off.
 * Thread-safe.
 */
final class Peer {
  /** So long a body keeps its place whatever it does: to a circuit's first bytes, and no longer. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Bytes per second from which on a body keeps its place. */
  private static final double FAIR_RATE = 4096;

  /** What a circuit may need for the bytes that follow a head. */
  private static final long MOMENT_MILLIS = 500;

  /** So far behind it loses it however fast it was before. */
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Whose body is the first to be cut. */
  static final Comparator<Peer> SLOWEST_BODY =
      Comparator.comparingLong(Peer::behindNanos).reversed().thenComparingDouble(Peer::bodyRate);

  private final EndPoint endPoint;
  private final LongSupplier nanoTime;
  private final Delay delay = new Delay();
  private final Delay allTheTime = new Delay();
  private long bodyBytes;
  private long bodySince;
  private boolean bodyHere;

  /**
   * @param nanoTime {@link System#nanoTime}
   */
  Peer(EndPoint endPoint, LongSupplier nanoTime) {
    this.endPoint = endPoint;
    this.nanoTime = nanoTime;
    headAwaited();
  }

  /** A connection is new, or an answer is through: the next head may begin. */
  synchronized void headAwaited() {
    delay.restart();
    waits();
  }

  /** A head is whole: it is our turn. */
  synchronized void headCame() {
    allTheTime.moved(now(), 0);
    delay.restart();
    bodyBytes = 0;
    bodySince = now();
    bodyHere = false;
  }

  /** More of the body is asked for. */
  synchronized void bodyAwaited() {
    waits();
  }

  synchronized void bodyCame(long bytes) {
    bodyBytes += bytes;
    moved(bytes);
  }

  /** All of it came, or no more will: whoever reads it waits for nobody. */
  synchronized void bodyIsHere() {
    bodyHere = true;
  }

  /** Whether it is; not known of one that was read while it came. */
  synchronized boolean hasBodyHere() {
    return bodyHere;
  }

  /** The first bytes of an answer are given to the connection. */
  synchronized void answerBegins() {
    delay.restart();
  }

  /** Bytes of an answer are given to the connection. */
  synchronized void answerAwaited() {
    waits();
  }

  /** They have left. */
  synchronized void answerWent(long bytes) {
    moved(bytes);
  }

  /** Nanoseconds that it is behind with what it does now. */
  synchronized long behindNanos() {
    return delay.nanos(now());
  }

  /** Nanoseconds that it is behind with all that it did on this connection, never less. */
  synchronized long behindInAllNanos() {
    return allTheTime.nanos(now());
  }

  /** Whether we wait for it now. */
  synchronized boolean keepsUsWaiting() {
    return delay.waiting();
  }

  /** Whether its body comes so slowly that it may be cut for another. */
  synchronized boolean bodyDrips() {
    boolean slow = now() - bodySince >= GRACE_NANOS && bodyRate() < FAIR_RATE;
    return delay.waiting() && (slow || behindNanos() >= STALLED_NANOS);
  }

  /**
   * Whether its body is slow so far and old enough to give its place to another: where everybody is
   * in a first moment, somebody who begins again and again has all places.
   */
  synchronized boolean mayGiveWay() {
    return delay.waiting() && bodyMillis() >= MOMENT_MILLIS && bodyRate() < FAIR_RATE;
  }

  /** For how long its body has been coming. */
  synchronized long bodyMillis() {
    return TimeUnit.NANOSECONDS.toMillis(now() - bodySince);
  }

  /** Bytes per second in which its body has come so far. */
  synchronized double bodyRate() {
    return bodyBytes / Math.max(1e-3, (now() - bodySince) / 1e9);
  }

  /** Whether it sends no more. */
  boolean hasEnded() {
    return endPoint.isInputShutdown() || !endPoint.isOpen();
  }

  /** Ends the connection, from any thread; a read or write that waits fails. */
  void cut() {
    endPoint.close();
  }

  private void waits() {
    delay.waits(now());
    allTheTime.waits(now());
  }

  private void moved(long bytes) {
    delay.moved(now(), bytes);
    allTheTime.moved(now(), bytes);
  }

  private long now() {
    return nanoTime.getAsLong();
  }
}
