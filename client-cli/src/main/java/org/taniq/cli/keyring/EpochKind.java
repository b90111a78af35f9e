package org.taniq.cli.keyring;

/** What an epoch's keys are for. SPEC §4.2. */
public enum EpochKind {
  /** One ISO week. */
  LIVE("live"),
  /** One half-year, for the offline page and {@code seal --offline}. */
  OFFLINE("offline");

  private final String word;

  EpochKind(String word) {
    this.word = word;
  }

  /** The word in documents. */
  public String word() {
    return word;
  }
}
