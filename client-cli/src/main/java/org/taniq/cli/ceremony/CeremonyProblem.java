package org.taniq.cli.ceremony;

import org.taniq.cli.terminal.ExitCode;
import org.taniq.cli.terminal.Problem;

/** What can be wrong when documents are made, signed and taken. */
public enum CeremonyProblem implements Problem {
  NO_CHARTER(ExitCode.REFUSED),
  UNKNOWN_KEYSET(ExitCode.REFUSED),
  KNOWN_DAMAGED(ExitCode.REFUSED),
  NOT_A_DOCUMENT(ExitCode.REFUSED),
  NOT_ENTITLED(ExitCode.REFUSED),
  SIGNED_ANOTHER(ExitCode.ALARM),
  NOT_HELD(ExitCode.REFUSED),
  /** {0} SHA-256 of an envelope that is called archived. */
  NOT_OPENED(ExitCode.REFUSED),
  /** {0} SHA-256 of an envelope that is called undecipherable. */
  NOT_UNDECIPHERABLE(ExitCode.REFUSED),
  DATE_FAR(ExitCode.CLOCK),
  EPOCH_OVER(ExitCode.CLOCK),
  NO_SIGNATURES(ExitCode.REFUSED),
  BAD_FINGERPRINT(ExitCode.USAGE),
  OTHER_FINGERPRINT(ExitCode.REFUSED),
  REQUEST_LINE(ExitCode.REFUSED),
  REQUEST_MISSING(ExitCode.REFUSED),
  BAD_CARD(ExitCode.REFUSED),
  BAD_EPOCHS_FILE(ExitCode.REFUSED),
  EPOCHS_TWICE(ExitCode.REFUSED),
  NO_COMMON_EPOCH(ExitCode.REFUSED),
  EPOCH_MISSING(ExitCode.REFUSED),
  QUORUM_OF_ONE(ExitCode.USAGE),
  /** {0} signer id of a custodian, {1} and {2} the least quorums that it signed for. */
  QUORUM_BELOW(ExitCode.REFUSED),
  BAD_ALIVE_FILE(ExitCode.REFUSED),
  UNKNOWN_WITHDRAWAL(ExitCode.REFUSED),
  /** {0} the day, {1} how many keysets its bulletin withdraws at most. */
  TOO_MANY_WITHDRAWN(ExitCode.REFUSED),
  SITE_EMPTY(ExitCode.REFUSED),
  SITE_NAME(ExitCode.REFUSED),
  ENTRIES_LINE(ExitCode.REFUSED),
  NOTHING_TO_SEND(ExitCode.REFUSED),
  PARCEL(ExitCode.IO);

  private final ExitCode exit;

  CeremonyProblem(ExitCode exit) {
    this.exit = exit;
  }

  @Override
  public String area() {
    return "ceremony";
  }

  @Override
  public ExitCode exit() {
    return exit;
  }
}
