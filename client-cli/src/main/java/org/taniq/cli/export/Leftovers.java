package org.taniq.cli.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.inbox.PartialExports;
import org.taniq.cli.inbox.PartialExports.Partial;
import org.taniq.cli.terminal.FileNames;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Terminal;

/** Asks what shall become of the plaintext that exports left which were cut short. */
final class Leftovers {
  private static final String WORD = "remove";

  private final Terminal terminal;
  private final PartialExports exports;

  Leftovers(Terminal terminal, PartialExports exports) {
    this.terminal = terminal;
    this.exports = exports;
  }

  /**
   * Before another export: offers a person to remove this home's; names those beside the target of
   * which the home does not know, since another laptop may be writing them.
   */
  void offer(Path target) throws Refusal, IOException {
    for (Partial each : exports.left()) {
      if (terminal.interactive() && each.isThere()) {
        terminal.warn("inbox.partial-export", each.directory());
        if (terminal.agrees("inbox.partial-offer", WORD)) {
          exports.remove(each);
        }
      }
    }
    for (Partial each : exports.strange(target)) {
      terminal.warn("inbox.partial-strange", each.directory());
    }
  }

  /**
   * Removes all after one question.
   *
   * @param target what lies beside it is removed too
   * @throws Refusal NOT_CONFIRMED
   */
  Outcome remove(@Nullable Path target) throws Refusal, IOException {
    List<Partial> all = new ArrayList<>(exports.left());
    if (target != null) {
      all.addAll(exports.strange(target));
    }
    ObjectNode json = Outcome.object();
    ArrayNode removed = json.putArray("removed");
    if (all.isEmpty()) {
      terminal.line("inbox.partial-none");
      return Outcome.ok(json);
    }
    for (Partial each : all) {
      terminal.warn(
          each.isThere() ? "inbox.partial-export" : "inbox.partial-elsewhere", each.directory());
    }
    terminal.confirm("inbox.partial-remove", WORD);
    for (Partial each : all) {
      exports.remove(each);
      removed.add(FileNames.text(each.directory()));
    }
    terminal.line("inbox.partial-removed", all.size());
    return Outcome.ok(json);
  }
}
