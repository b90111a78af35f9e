package org.taniq.protocol.hatch;

import static org.taniq.protocol.hatch.HatchException.Reason.REPLAYED;
import static org.taniq.protocol.hatch.HatchException.Reason.STALE;
import static org.taniq.protocol.hatch.HatchException.Reason.TRY_LATER;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.taniq.protocol.signed.SignerId;

/**
 * The nonces of the last minutes, at most so many of each key, so that one that was stolen locks
 * out no other. SPEC §5. A nonce is kept until its signature is stale; nothing is forgotten earlier
 * to make room. What was signed before the memory began is refused, for the server before it may
 * have seen it; so is what was signed ahead of time and may have been seen, see {@link Horizon}.
 * Thread-safe.
 */
public final class ReplayMemory {

  private record Seen(String nonce, long created) {}

  /** Of one key. */
  private static final class Nonces {
    private final Set<String> values = new HashSet<>();
    private final PriorityQueue<Seen> oldestFirst =
        new PriorityQueue<>(Comparator.comparingLong(Seen::created));

    void add(Seen seen) {
      values.add(seen.nonce());
      oldestFirst.add(seen);
    }

    void forget(long before) {
      Seen oldest = oldestFirst.peek();
      while (oldest != null && oldest.created() < before) {
        oldestFirst.poll();
        values.remove(oldest.nonce());
        oldest = oldestFirst.peek();
      }
    }
  }

  private final long began;
  private final int maxOfEach;
  private final Horizon horizon;
  private final Map<SignerId, Nonces> keys = new HashMap<>();

  /**
   * An empty memory.
   *
   * @param began when the server started
   * @param maxOfEach nonces that it holds of each key, some 200 bytes each
   * @param horizon of earlier runs, and for later ones
   */
  public ReplayMemory(Instant began, int maxOfEach, Horizon horizon) {
    this.began = began.getEpochSecond();
    this.maxOfEach = maxOfEach;
    this.horizon = horizon;
  }

  /**
   * Takes a nonce, once.
   *
   * @throws HatchException STALE if it was signed before the memory began, or may have been seen
   *     then; REPLAYED if it was seen; TRY_LATER if it cannot be remembered
   */
  synchronized void remember(HatchSignature signature, Instant now) throws HatchException {
    long created = signature.created();
    if (created < began || created <= horizon.before(signature.keyId())) {
      throw new HatchException(STALE);
    }
    Nonces nonces = keys.computeIfAbsent(signature.keyId(), key -> new Nonces());
    nonces.forget(now.getEpochSecond() - HatchGuard.WINDOW.toSeconds());
    boolean ahead = created > now.getEpochSecond();
    if (nonces.values.contains(signature.nonce())) {
      throw new HatchException(REPLAYED);
    }
    if (nonces.values.size() >= maxOfEach
        || (ahead && !horizon.raise(signature.keyId(), created))) {
      throw new HatchException(TRY_LATER);
    }
    nonces.add(new Seen(signature.nonce(), created));
  }
}
