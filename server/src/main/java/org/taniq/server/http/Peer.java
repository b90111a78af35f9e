package org.taniq.server.http;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.EndPoint;

/**
 * The other side of one connection. It sends a head, then perhaps a body, then reads the answer;
 * each time it is measured anew. A head must come whole in the time: its bytes take nothing off.
 * Thread-safe.
 */
final class Peer {
  private final EndPoint endPoint;
  private final LongSupplier nanoTime;
  private final Delay delay = new Delay();
  private long bodyBytes;
  private long bodySince;

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
    delay.waits(now());
  }

  /** A head is whole: it is our turn. */
  synchronized void headCame() {
    delay.restart();
    bodyBytes = 0;
    bodySince = now();
  }

  /** More of the body is asked for. */
  synchronized void bodyAwaited() {
    delay.waits(now());
  }

  synchronized void bodyCame(long bytes) {
    bodyBytes += bytes;
    delay.moved(now(), bytes);
  }

  /** The first bytes of an answer are given to the connection. */
  synchronized void answerBegins() {
    delay.restart();
  }

  /** Bytes of an answer are given to the connection. */
  synchronized void answerAwaited() {
    delay.waits(now());
  }

  /** They have left. */
  synchronized void answerWent(long bytes) {
    delay.moved(now(), bytes);
  }

  /** Nanoseconds that it is behind. */
  synchronized long behindNanos() {
    return delay.nanos(now());
  }

  /** Whether we wait for it now. */
  synchronized boolean keepsUsWaiting() {
    return delay.waiting();
  }

  /** Seconds since the head of the request that is received. */
  synchronized long bodySeconds() {
    return TimeUnit.NANOSECONDS.toSeconds(now() - bodySince);
  }

  /** Bytes per second in which its body has come so far. */
  synchronized double bodyRate() {
    return bodyBytes / Math.max(1e-3, (now() - bodySince) / 1e9);
  }

  /** Ends the connection, from any thread; a read or write that waits fails. */
  void cut() {
    endPoint.close();
  }

  private long now() {
    return nanoTime.getAsLong();
  }
}
