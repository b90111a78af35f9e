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
   * custody.json: the log's head, the salt of this export's entry, and every line about these
   * testimonies, with their hashes; unlocking and signing lines of the vault too.
   */
  static byte[] excerpt(CustodyLog log, List<Item> items, byte[] salt) {
    Set<String> envelopes = new HashSet<>();
    items.forEach(item -> envelopes.add(item.envelope()));
    ObjectNode json = StrictJson.object();
    json.put("format", Labels.format("custody"));
    json.put("head", log.last().hash()).put("salt", Spelling.b64u(salt));
    ArrayNode entries = json.putArray("entries");
    for (LogEntry entry : log.entries()) {
      boolean about =
          switch (entry.what()) {
            case "import", "open", "failure", "fault", "stdout" ->
                envelopes.contains(entry.field("envelope"));
            default -> true;
          };
      if (about) {
        entries.addObject().put("hash", entry.hash()).set("entry", entry.fields());
      }
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
