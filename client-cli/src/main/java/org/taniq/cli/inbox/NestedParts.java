package org.taniq.cli.inbox;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.taniq.cli.vault.Item;
import org.taniq.cli.vault.LogEntry;
import org.taniq.cli.vault.Vault;

/**
 * What the custody log tells of what is nested in testimonies, by the SHA-256 of their envelopes;
 * places as in SPEC §8.3.
 */
final class NestedParts {
  /** Of the testimonies that an identity quorum looked into. */
  private final Map<String, Set<Integer>> places = new HashMap<>();

  private final Map<String, Set<Integer>> broken = new HashMap<>();

  private NestedParts() {}

  static NestedParts of(List<LogEntry> lines) {
    NestedParts parts = new NestedParts();
    for (LogEntry line : lines) {
      String envelope = line.field("envelope");
      if (line.what().equals("nested")) {
        Set<Integer> places = parts.places.computeIfAbsent(envelope, each -> new HashSet<>());
        line.fields().path("places").forEach(place -> places.add(place.asInt()));
      } else if (line.what().equals("failure") && line.isOfPart()) {
        parts
            .broken
            .computeIfAbsent(envelope, each -> new HashSet<>())
            .add(line.fields().path("place").asInt());
      }
    }
    return parts;
  }

  /** Places that are neither open nor broken, of the testimonies that were looked into. */
  Map<String, Set<Integer>> left(List<Vault> vaults) {
    Map<String, Set<Integer>> left = new HashMap<>();
    places.forEach((envelope, all) -> left.put(envelope, new HashSet<>(all)));
    left.forEach((envelope, all) -> all.removeAll(broken(envelope)));
    for (Vault vault : vaults) {
      for (Item item : vault.items()) {
        Set<Integer> all = left.get(item.envelope());
        if (all != null && item.level() == Vault.IDENTITY) {
          all.remove(item.number());
        }
      }
    }
    return left;
  }

  /** Places of a testimony that open for nobody. */
  Set<Integer> broken(String envelope) {
    return broken.getOrDefault(envelope, Set.of());
  }

  /** Notes that an identity quorum looks into a testimony; gives whether it is the first. */
  boolean firstLook(String envelope) {
    return places.putIfAbsent(envelope, Set.of()) == null;
  }
}
