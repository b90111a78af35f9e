package org.taniq.cli.inbox;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.vault.LogEntry;
import org.taniq.protocol.envelope.KeysetId;

/**
 * Which keyset the header of each envelope names, also of one whose file is gone: the custody log
 * noted it when the envelope was imported. What the courier's list names is nobody's word and does
 * not count.
 */
final class HeaderKeysets {
  /** The field of an import line that notes it. */
  static final String FIELD = "sealed_to";

  private final Inbox inbox;
  private final Map<String, Set<KeysetId>> noted;

  private HeaderKeysets(Inbox inbox, Map<String, Set<KeysetId>> noted) {
    this.inbox = inbox;
    this.noted = noted;
  }

  static HeaderKeysets of(Inbox inbox, List<LogEntry> lines) {
    Map<String, Set<KeysetId>> noted = new HashMap<>();
    for (LogEntry line : lines) {
      if (line.what().equals("import") && line.field(FIELD).matches("[0-9a-f]{32}")) {
        noted
            .computeIfAbsent(line.field("envelope"), envelope -> new HashSet<>())
            .add(KeysetId.parse(line.field(FIELD)));
      }
    }
    return new HeaderKeysets(inbox, noted);
  }

  /**
   * An envelope's keyset; null where neither a line nor the file tells, or they contradict each
   * other, since anybody can write an import line: then it may be any.
   */
  @Nullable KeysetId of(String sha256) throws IOException {
    Set<KeysetId> named = new HashSet<>(noted.getOrDefault(sha256, Set.of()));
    KeysetId here = EnvelopeFiles.keyset(inbox.file(sha256));
    if (here != null) {
      named.add(here);
    }
    return named.size() == 1 ? named.iterator().next() : null;
  }
}
