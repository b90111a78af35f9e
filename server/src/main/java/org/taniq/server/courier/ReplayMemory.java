package org.taniq.server.courier;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Remembers the requests of the last minutes by key and nonce. It does not outlive the process;
 * therefore whoever asks also refuses what was signed before the process began. Thread-safe.
 */
final class ReplayMemory {
  /** Only holders of a courier's key get in here, so the bound is never met by accident. */
  static final int MAX_ENTRIES = 100_000;

  private record Seen(String keyAndNonce, long second) {}

  private final long seconds;
  private final Set<String> known = new HashSet<>();
  private final Deque<Seen> byTime = new ArrayDeque<>();

  /**
   * @param seconds for how long a request is remembered
   */
  ReplayMemory(long seconds) {
    this.seconds = seconds;
  }

  /**
   * Notes a request whose signature was found good.
   *
   * @param now epoch seconds
   * @return false if it was seen before, or too many were
   */
  synchronized boolean add(String key, String nonce, long now) {
    while (!byTime.isEmpty() && byTime.getFirst().second() < now - seconds) {
      known.remove(byTime.removeFirst().keyAndNonce());
    }
    String entry = key + " " + nonce;
    if (known.size() >= MAX_ENTRIES || !known.add(entry)) {
      return false;
    }
    byTime.addLast(new Seen(entry, now));
    return true;
  }
}
