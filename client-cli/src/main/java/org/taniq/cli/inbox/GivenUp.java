package org.taniq.cli.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.vault.CustodyLog;
import org.taniq.cli.vault.LogEntry;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.SignerId;

/**
 * What custodians gave up when they destroyed keys, by the custody log. SPEC §7.8, §8.4. A line
 * counts only where the custodian whom it names signed it.
 */
final class GivenUp {
  /** 67 bytes each, beside as many epochs as a keyring has: below what a line takes. */
  static final int IDS_PER_LINE = 200;

  private static final String WHAT = "given-up";

  /**
   * Who gave something up.
   *
   * @param custodian signer id, 32 hex digits
   * @param day on which it was told
   * @param epochs whose keys were to be destroyed then
   */
  record Told(String custodian, String day, Set<String> epochs) {}

  private final Map<String, List<Told>> byId;

  private GivenUp(Map<String, List<Told>> byId) {
    this.byId = byId;
  }

  /** Reads the log's lines, which were verified. */
  static GivenUp of(List<LogEntry> lines) {
    Map<String, List<Told>> byId = new HashMap<>();
    for (LogEntry line : SignedLines.of(lines, WHAT)) {
      Set<String> epochs = new HashSet<>();
      line.fields().path("epochs").forEach(each -> epochs.add(each.asText()));
      Told told = new Told(line.field("custodian"), line.day().toString(), epochs);
      for (JsonNode id : line.fields().path("lost")) {
        byId.computeIfAbsent(id.asText(), key -> new ArrayList<>()).add(told);
      }
    }
    return new GivenUp(byId);
  }

  /** Who gave it up, oldest first. */
  List<Told> by(String id) {
    return byId.getOrDefault(id, List.of());
  }

  /**
   * Whether a custodian gave it up before: for these epochs, or for whatever epoch it may be of.
   *
   * @param unknown whether its epoch is still not known
   */
  boolean before(String id, SignerId custodian, Collection<Epoch> over, boolean unknown) {
    List<String> texts = over.stream().map(Epoch::text).toList();
    return by(id).stream()
        .filter(told -> told.custodian().equals(custodian.hex()))
        .anyMatch(told -> unknown || told.epochs().containsAll(texts));
  }

  /** Appends what a custodian gives up, in as many lines as it takes. */
  static void append(
      CustodyLog log, SignerId custodian, Collection<Epoch> over, List<String> lost) {
    for (int from = 0; from < lost.size(); from += IDS_PER_LINE) {
      var details = Outcome.object().put("custodian", custodian.hex());
      var epochs = details.putArray("epochs");
      over.forEach(epoch -> epochs.add(epoch.text()));
      var ids = details.putArray("lost");
      lost.subList(from, Math.min(from + IDS_PER_LINE, lost.size())).forEach(ids::add);
      log.append(WHAT, details);
    }
  }
}
