package org.taniq.cli.inbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Terminal;
import org.taniq.cli.vault.Item;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultException;
import org.taniq.cli.vault.VaultProblem;
import org.taniq.protocol.envelope.EnvelopeException;

/** Which envelopes belong together: by thread, and within it by sitting. SPEC §3.2. */
final class Sittings {
  /** One sitting's parts by number. */
  private record Sitting(String thread, String sitting, TreeMap<Integer, Item> parts, int follow) {}

  private final List<Sitting> sittings = new ArrayList<>();

  /**
   * Reads the beginning of every testimony in an open vault.
   *
   * @param known of which that is not needed, by their item's id
   */
  static Sittings read(Laptop laptop, Vault vault, Map<String, Place> known)
      throws Refusal, IOException, EnvelopeException {
    Map<String, TreeMap<Integer, Item>> parts = new TreeMap<>();
    Map<String, Integer> follow = new TreeMap<>();
    try {
      for (Item item : vault.items()) {
        if (item.level() == Vault.TESTIMONY) {
          Place place = known.get(item.id());
          if (place == null) {
            place = Place.of(Contents.head(vault, item, laptop.instance()));
          }
          String key = place.thread() + " " + place.sitting();
          parts.computeIfAbsent(key, k -> new TreeMap<>()).putIfAbsent(place.number(), item);
          if (place.follow() >= 0) {
            follow.put(key, place.follow());
          }
        }
      }
    } catch (VaultException e) {
      throw VaultProblem.refusal(e);
    }
    Sittings sittings = new Sittings();
    parts.forEach(
        (key, numbers) -> {
          String[] names = key.split(" ", -1);
          int last = follow.getOrDefault(key, numbers.lastKey());
          sittings.sittings.add(new Sitting(names[0], names[1], numbers, last));
        });
    return sittings;
  }

  /** Writes a line for each sitting, and names what is missing. */
  void print(Terminal terminal, ArrayNode json) {
    for (Sitting each : sittings) {
      ObjectNode one = json.addObject();
      one.put("thread", each.thread()).put("sitting", each.sitting());
      ArrayNode parts = one.putArray("parts");
      each.parts()
          .forEach(
              (number, item) ->
                  parts
                      .addObject()
                      .put("number", number)
                      .put("item", item.id())
                      .put("sha256", item.envelope()));
      ArrayNode missing = one.putArray("missing");
      List<String> words = new ArrayList<>();
      for (int number = 0; number <= each.follow(); number++) {
        if (!each.parts().containsKey(number)) {
          missing.add(number);
          words.add(Integer.toString(number));
        }
      }
      String thread = each.thread().substring(0, 16);
      String sitting = each.sitting().substring(0, 8);
      if (words.isEmpty()) {
        terminal.line("inbox.sitting.whole", thread, sitting, each.parts().size());
      } else {
        terminal.line(
            "inbox.sitting.missing",
            thread,
            sitting,
            each.parts().size(),
            String.join(", ", words));
      }
    }
  }
}
