package org.taniq.cli.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.taniq.cli.inbox.Opened;
import org.taniq.cli.vault.CustodyLog;
import org.taniq.cli.vault.Item;
import org.taniq.cli.vault.LogEntry;
import org.taniq.protocol.Labels;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

/** What the custody log says of an export, and the export of the log. SPEC §8.4. */
final class Custody {
  /** 35 bytes each, beside at most 16 signers. */
  static final int ITEMS_PER_LINE = 1000;

  private Custody() {}

  /**
   * custody.json: the salt of this export's entry, and the log up to the signatures over what
   * begins to go out. A line about these testimonies, their vault or this export stands whole; of
   * every other its digest, which tells nothing of other cases, and from which the head and the
   * signatures are verified all the same.
   */
  static byte[] excerpt(CustodyLog log, Opened opened, List<Item> items, byte[] salt) {
    Set<String> envelopes = new HashSet<>();
    items.forEach(item -> envelopes.add(item.envelope()));
    ObjectNode json = StrictJson.object();
    json.put("format", Labels.format("custody"));
    json.put("head", log.last().hash()).put("salt", Spelling.b64u(salt));
    ArrayNode lines = json.putArray("lines");
    for (LogEntry entry : log.entries()) {
      boolean about =
          entry.number() >= opened.since()
              || switch (entry.what()) {
                case "begin" -> true;
                case "vault" -> entry.field("vault").equals(opened.vault().id());
                case "import", "open", "failure", "fault", "stdout" ->
                    envelopes.contains(entry.field("envelope"));
                default -> false;
              };
      lines.add(about ? entry.line() : entry.digest());
    }
    return StrictJson.pretty(json);
  }

  /**
   * The log's entries: which items went out, by whom, and a salted hash of the bag's manifest.
   *
   * @return that hash, 64 hex digits
   */
  static String note(
      CustodyLog log, Opened opened, List<Item> items, int level, byte[] salt, byte[] manifest) {
    MessageDigest sha256 = Bag.sha256();
    sha256.update(Labels.of("export"));
    sha256.update(salt);
    String bag = HexFormat.of().formatHex(sha256.digest(Bag.sha256().digest(manifest)));
    append(log, "export", ids(items), some -> details(opened, some, level).put("bag", bag));
    return bag;
  }

  /**
   * The log's entry once the bag has its name.
   *
   * @param bag as {@link #note} gave it
   */
  static void published(CustodyLog log, String bag) {
    log.append("exported", StrictJson.object().put("bag", bag));
  }

  /** The log's entries before the first byte of plaintext: which items begin to go out, by whom. */
  static void begin(CustodyLog log, Opened opened, List<Item> items, int level) {
    append(log, "exporting", ids(items), some -> details(opened, some, level));
  }

  private static List<String> ids(List<Item> items) {
    return items.stream().map(Item::id).toList();
  }

  /** As many entries as it takes: a line of the log has an end. */
  static void append(
      CustodyLog log, String what, List<String> ids, Function<List<String>, ObjectNode> details) {
    for (int from = 0; from == 0 || from < ids.size(); from += ITEMS_PER_LINE) {
      int to = Math.min(from + ITEMS_PER_LINE, ids.size());
      log.append(what, details.apply(ids.subList(from, to)));
    }
  }

  private static ObjectNode details(Opened opened, List<String> ids, int level) {
    ObjectNode details = StrictJson.object();
    details.put("vault", opened.vault().id());
    ids.forEach(details.putArray("items")::add);
    details.put("level", level);
    opened.quorum().ids().forEach(details.putArray("by")::add);
    return details;
  }
}
