package org.taniq.cli.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.taniq.cli.vault.LogEntry;
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
    Set<String> signers = Set.of();
    for (int i = lines.size() - 1; i >= 0; i--) {
      LogEntry line = lines.get(i);
      if (line.what().equals("signatures")) {
        signers = signers(line);
      } else if (line.what().equals(what) && signers.contains(line.field("custodian"))) {
        own.add(line);
      }
    }
    Collections.reverse(own);
    return own;
  }

  private static Set<String> signers(LogEntry signatures) {
    Set<String> signers = new HashSet<>();
    for (JsonNode each : signatures.fields().path("signatures")) {
      byte[] key = Base64.getUrlDecoder().decode(each.path("key").asText());
      signers.add(SignerId.of(key).hex());
    }
    return signers;
  }
}
