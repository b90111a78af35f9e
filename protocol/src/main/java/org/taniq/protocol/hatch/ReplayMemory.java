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
 * refused, for the server before it may have seen it; so is what was signed ahead of time and may
 * have been seen, see {@link Horizon}. Thread-safe.
 */
public final class ReplayMemory {

  private record Nonce(SignerId key, String value) {}

  private record Seen(Nonce nonce, long created) {}

  private final long began;
  private final int max;
  private final Horizon horizon;
  private final Set<Nonce> nonces = new HashSet<>();
  private final PriorityQueue<Seen> oldestFirst =
      new PriorityQueue<>(Comparator.comparingLong(Seen::created));

  /**
   * An empty memory.
   *
   * @param began when the server started
   * @param max nonces that it holds, some 200 bytes each
   * @param horizon of earlier runs, and for later ones
   */
  public ReplayMemory(Instant began, int max, Horizon horizon) {
    this.began = began.getEpochSecond();
    this.max = max;
    this.horizon = horizon;
  }

  /**
   * Takes a nonce, once.
   *
   * @throws HatchException STALE if it was signed before the memory began, or may have been seen
   *     then; REPLAYED if it was seen, or cannot be remembered
   */
  synchronized void remember(HatchSignature signature, Instant now) throws HatchException {
    long created = signature.created();
    if (created < began || created <= horizon.before(signature.keyId())) {
      throw new HatchException(STALE);
    }
    forget(now.getEpochSecond() - HatchGuard.WINDOW.toSeconds());
    Nonce nonce = new Nonce(signature.keyId(), signature.nonce());
    boolean ahead = created > now.getEpochSecond();
    if (nonces.size() >= max
        || nonces.contains(nonce)
        || (ahead && !horizon.raise(signature.keyId(), created))) {
      throw new HatchException(REPLAYED);
    }
    nonces.add(nonce);
    oldestFirst.add(new Seen(nonce, created));
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
