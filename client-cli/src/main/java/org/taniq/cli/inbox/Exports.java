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
 * What went out in bags that got their name, by the custody log. SPEC §8.4.
 *
 * @param opened number of the line by which an item was opened
 * @param last number of the last line by which a testimony went out, by its id and the level up to
 *     which it did
 */
record Exports(Map<String, Long> opened, Map<String, Long> last) {

  static Exports of(List<LogEntry> lines) {
    Set<String> bags = new HashSet<>();
    for (LogEntry line : lines) {
      if (line.what().equals("exported")) {
        bags.add(line.field("bag"));
      }
    }
    Map<String, Long> opened = new HashMap<>();
    Map<String, Long> last = new HashMap<>();
    for (LogEntry line : lines) {
      if (line.what().equals("open")) {
        opened.put(line.field("item"), line.number());
      } else if (line.what().equals("export") && bags.contains(line.field("bag"))) {
        for (int level = 0; level <= line.fields().path("level").asInt(); level++) {
          for (var item : line.fields().path("items")) {
            last.put(item.asText() + level, line.number());
          }
        }
      }
    }
    return new Exports(opened, last);
  }

  /** Whether a bag holds it: what is nested in a testimony goes out only once it was opened. */
  boolean hold(Item item) {
    return hold(item.level(), item.id(), item.parent());
  }

  /** As above, by ids; the parent's counts at level 1 alone. */
  boolean hold(int level, String item, String parent) {
    Long out = last.get((level == Vault.TESTIMONY ? item : parent) + level);
    Long in = opened.get(item);
    return out != null && in != null && in < out;
  }
}
