package org.taniq.cli.inbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.taniq.cli.vault.LogEntry;
import org.taniq.cli.vault.LogSignatures;
import org.taniq.protocol.signed.SignerId;

/**
 * Lines of the custody log in which a custodian says something of himself: they count where that
 * custodian's signature closes them. SPEC §8.4.
 */
final class SignedLines {
  private SignedLines() {}

  /** The lines of a kind that the custodian whom they name signed, oldest first. */
  static List<LogEntry> of(List<LogEntry> lines, String what) {
    List<LogEntry> own = new ArrayList<>();
    Set<SignerId> signers = Set.of();
    for (int i = lines.size() - 1; i >= 0; i--) {
      LogEntry line = lines.get(i);
      if (line.what().equals("signatures")) {
        signers = LogSignatures.signers(line);
      } else if (line.what().equals(what) && names(line, signers)) {
        own.add(line);
      }
    }
    Collections.reverse(own);
    return own;
  }

  private static boolean names(LogEntry line, Set<SignerId> signers) {
    String custodian = line.field("custodian");
    return signers.stream().anyMatch(each -> each.hex().equals(custodian));
  }
}
