package org.taniq.cli.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.taniq.cli.terminal.Defect;

/**
 * What became of each envelope of one {@code inbox open}. Filled by one thread. Of what the
 * envelopes tell it keeps their place alone: there may be many, and each JSON takes megabytes when
 * parsed.
 */
final class OpenReport {
  /** Why an envelope was not opened. */
  enum Outcome {
    /** It opens for nobody; logged. */
    UNDECIPHERABLE,
    /** Others, or other documents, may open it. */
    WAITS,
    /** The file changed since its import; it was put aside and can be imported again. */
    ALTERED,
    /** The program failed on it; logged. Nothing is known of the envelope, which stays sealed. */
    FAULT;

    /** The word in messages and JSON. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An envelope that was opened.
   *
   * @param item its id in the vault
   */
  record Opened(String sha256, String item, Place place) {}

  /**
   * An envelope that was not.
   *
   * @param reason of SPEC §2 and §3; {@code ALTERED} for an altered file, words of {@link Defect}
   *     for a fault
   */
  record Failed(String sha256, Outcome outcome, String reason) {
    /** The outcome's word in messages and JSON. */
    String word() {
      return outcome.word();
    }
  }

  private final List<Opened> opened = new ArrayList<>();
  private final List<Failed> failed = new ArrayList<>();

  void add(Opened one) {
    opened.add(one);
  }

  void add(Failed one) {
    failed.add(one);
  }

  boolean hasFault() {
    return failed.stream().anyMatch(each -> each.outcome() == Outcome.FAULT);
  }

  List<Opened> opened() {
    return opened;
  }

  /** Places of what was opened, by their item's id. */
  Map<String, Place> places() {
    return opened.stream().collect(Collectors.toMap(Opened::item, Opened::place));
  }

  List<Failed> failed() {
    return failed;
  }
}
