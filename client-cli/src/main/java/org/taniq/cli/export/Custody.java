package org.taniq.cli.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.taniq.cli.inbox.Opened;
import org.taniq.cli.vault.CustodyLog;
import org.taniq.cli.vault.Item;
import org.taniq.cli.vault.LogEntry;
import org.taniq.protocol.Labels;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

/** What the custody log says of an export, and the export of the log. SPEC §8.4. */
final class Custody {
  private Custody() {}

  /**
   * custody.json: the salt of this export's entry, and the log up to the signatures over what
   * begins to go out. A line about these testimonies, their vault or this export stands whole; of
   * every other its digest, which tells nothing of other cases, and from which the head and the
   * signatures are verified all the same.
   *
   * @param since number of the first entry that this command wrote
   */
  static byte[] excerpt(CustodyLog log, Opened opened, List<Item> items, long since, byte[] salt) {
    Set<String> envelopes = new HashSet<>();
    items.forEach(item -> envelopes.add(item.envelope()));
    ObjectNode json = StrictJson.object();
    json.put("format", Labels.format("custody"));
    json.put("head", log.last().hash()).put("salt", Spelling.b64u(salt));
    ArrayNode lines = json.putArray("lines");
    for (LogEntry entry : log.entries()) {
      boolean about =
          entry.number() >= since
              || switch (entry.what()) {
                case "begin" -> true;
                case "vault" -> entry.field("vault").equals(opened.vault().id());
                case "import", "open", "failure", "fault" ->
                    envelopes.contains(entry.field("envelope"));
                default -> false;
              };
      lines.add(about ? entry.line() : entry.digest());
    }
    return StrictJson.pretty(json);
  }

  /** The log's entry: which items went out, by whom, and a salted hash of the bag's manifest. */
  static void note(
      CustodyLog log, Opened opened, List<Item> items, int level, byte[] salt, byte[] manifest) {
    MessageDigest sha256 = Bag.sha256();
    sha256.update(Labels.of("export"));
    sha256.update(salt);
    String bag = HexFormat.of().formatHex(sha256.digest(Bag.sha256().digest(manifest)));
    log.append("export", details(opened, items, level).put("bag", bag));
  }

  /** The log's entry before the first byte of plaintext: which items begin to go out, by whom. */
  static void begin(CustodyLog log, Opened opened, List<Item> items, int level) {
    log.append("exporting", details(opened, items, level));
  }

  private static ObjectNode details(Opened opened, List<Item> items, int level) {
    ObjectNode details = StrictJson.object();
    details.put("vault", opened.vault().id()).put("level", level);
    ArrayNode list = details.putArray("items");
    items.forEach(item -> list.add(item.id()));
    opened.quorum().ids().forEach(details.putArray("by")::add);
    return details;
  }
}
