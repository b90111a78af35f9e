package org.taniq.cli.inbox;

import org.taniq.cli.terminal.ExitCode;
import org.taniq.cli.terminal.Problem;

/** What can go wrong when envelopes are imported, opened and exported. */
public enum InboxProblem implements Problem {
  /** Files that are no envelopes but something known; {0} file. One for each {@link FileKind}. */
  LOOKS_LIKE_JPEG(ExitCode.REFUSED),
  LOOKS_LIKE_PNG(ExitCode.REFUSED),
  LOOKS_LIKE_PDF(ExitCode.REFUSED),
  LOOKS_LIKE_ZIP(ExitCode.REFUSED),
  LOOKS_LIKE_AGE(ExitCode.REFUSED),
  LOOKS_LIKE_PGP(ExitCode.REFUSED),
  LOOKS_LIKE_EMPTY(ExitCode.REFUSED),
  LOOKS_LIKE_TEXT(ExitCode.REFUSED),
  /** {0} how many are here, {1} how many are needed. */
  TOO_FEW_CUSTODIANS(ExitCode.TOO_FEW_CUSTODIANS),
  /** {0} a name that was given twice. */
  CUSTODIAN_TWICE(ExitCode.USAGE),
  NO_KEYSET(ExitCode.REFUSED),
  KEYSET_OF_WITHDRAWN(ExitCode.REFUSED),
  KEYSET_OVER(ExitCode.REFUSED),
  VAULT_OF_WITHDRAWN(ExitCode.REFUSED),
  VAULT_BEGUN_BY_TOO_FEW(ExitCode.REFUSED),
  UNKNOWN_KEYSET(ExitCode.REFUSED),
  /** {0} what was typed. */
  UNKNOWN_ENVELOPE(ExitCode.REFUSED),
  NOTHING_NAMED(ExitCode.USAGE),
  VAULT_FOR_IDENTITY(ExitCode.USAGE),
  /** {0} directory. */
  NOT_A_PARCEL(ExitCode.REFUSED),
  PARCEL_NOT_FINISHED(ExitCode.REFUSED),
  PARCEL_BAD_MANIFEST(ExitCode.REFUSED),
  PARCEL_WRONG_KIND(ExitCode.REFUSED),
  PARCEL_WRONG_INSTANCE(ExitCode.REFUSED),
  STDOUT_IS_TERMINAL(ExitCode.USAGE),
  EXPORT_NOWHERE(ExitCode.USAGE),
  /** {0} directory. */
  EXPORT_EXISTS(ExitCode.REFUSED),
  /** {0} id. */
  EXPORT_NOT_OPENED(ExitCode.REFUSED);

  private final ExitCode exit;

  InboxProblem(ExitCode exit) {
    this.exit = exit;
  }

  @Override
  public String area() {
    return "inbox";
  }

  @Override
  public ExitCode exit() {
    return exit;
  }
}
