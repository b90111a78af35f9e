package org.taniq.protocol.hatch;

import static org.taniq.protocol.hatch.HatchException.Reason.REPLAYED;
import static org.taniq.protocol.hatch.HatchException.Reason.STALE;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import org.taniq.protocol.signed.SignerId;

/**
 * The nonces of the last minutes, at most so many. SPEC §5. A nonce is kept until its signature is
 * stale; nothing is forgotten earlier to make room. What was signed before the memory began is
 * refused, for the server before it may have seen it. Thread-safe.
 */
public final class ReplayMemory {

  private record Nonce(SignerId key, String value) {}

  private record Seen(Nonce nonce, long created) {}

  private final long began;
  private final int max;
  private final Set<Nonce> nonces = new HashSet<>();
  private final PriorityQueue<Seen> oldestFirst =
      new PriorityQueue<>(Comparator.comparingLong(Seen::created));

  /**
   * An empty memory.
   *
   * @param began when the server started
   * @param max nonces that it holds, some 200 bytes each
   */
  public ReplayMemory(Instant began, int max) {
    this.began = began.getEpochSecond();
    this.max = max;
  }

  /**
   * Takes a nonce, once.
   *
   * @throws HatchException STALE if it was signed before the memory began; REPLAYED if it was seen,
   *     or the memory is full
   */
  synchronized void remember(HatchSignature signature, Instant now) throws HatchException {
    if (signature.created() < began) {
      throw new HatchException(STALE);
    }
    forget(now.getEpochSecond() - HatchGuard.WINDOW.toSeconds());
    Nonce nonce = new Nonce(signature.keyId(), signature.nonce());
    if (nonces.size() >= max || !nonces.add(nonce)) {
      throw new HatchException(REPLAYED);
    }
    oldestFirst.add(new Seen(nonce, signature.created()));
  }

  private void forget(long before) {
    Seen oldest = oldestFirst.peek();
    while (oldest != null && oldest.created() < before) {
      oldestFirst.poll();
      nonces.remove(oldest.nonce());
      oldest = oldestFirst.peek();
    }
  }
}
