package org.taniq.courier.hatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.taniq.cli.terminal.Terminal;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

/** The server's answer to a deletion order. SPEC §4.6, §5. */
final class DeletionResults {
  static final int MAX_BYTES = 2 << 20;

  private static final int MAX_ENTRIES = 10_000;
  private static final List<String> KNOWN =
      List.of("deleted", "unknown_id", "hash_differs", "too_young");

  /** What calls for somebody's attention; deleted and already unknown do not. */
  private static final Set<String> KEPT = Set.of("hash_differs", "too_young");

  private DeletionResults() {}

  /** Adds how many entries had which result. */
  static void count(byte[] answer, Map<String, Integer> results) throws MalformedException {
    JsonFields fields = JsonFields.of(StrictJson.parse(answer, MAX_BYTES));
    List<String> list =
        fields.list(
            "entries",
            MAX_ENTRIES,
            node -> {
              JsonFields entry = JsonFields.of(node);
              Spelling.hex(entry.hex("id", 16));
              return entry.text("result");
            });
    for (String result : list) {
      if (!KNOWN.contains(result)) {
        throw new MalformedException("result");
      }
      results.merge(result, 1, Integer::sum);
    }
  }

  /**
   * Says the results.
   *
   * @return how many envelopes were not deleted although the order names them
   */
  static int say(Map<String, Integer> results, Terminal terminal, ObjectNode json) {
    ObjectNode counts = json.putObject("deletions");
    int kept = 0;
    for (Map.Entry<String, Integer> result : results.entrySet()) {
      terminal.line("courier.deletion." + result.getKey(), result.getValue());
      counts.put(result.getKey(), result.getValue());
      kept += KEPT.contains(result.getKey()) ? result.getValue() : 0;
    }
    return kept;
  }
}
