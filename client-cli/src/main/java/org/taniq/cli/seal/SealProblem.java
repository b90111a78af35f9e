package org.taniq.cli.seal;

import org.taniq.cli.terminal.ExitCode;
import org.taniq.cli.terminal.Problem;

/** What can go wrong when testimony is sealed. */
public enum SealProblem implements Problem {
  NO_CURRENT(ExitCode.REFUSED),
  BAD_INSTANCE(ExitCode.USAGE),
  NO_OFFLINE_KEYSET(ExitCode.REFUSED),
  NOTHING_TO_SEAL(ExitCode.USAGE),
  TEXT_NOT_UTF8(ExitCode.REFUSED),
  BAD_DRAFT(ExitCode.REFUSED),
  BAD_IDENTITY(ExitCode.REFUSED),
  /** {0} what was typed. */
  BAD_CONSENT(ExitCode.USAGE),
  BAD_DATE(ExitCode.USAGE),
  BAD_LANGUAGE(ExitCode.USAGE),
  BAD_SIZE(ExitCode.USAGE),
  TOO_MANY_FILES(ExitCode.REFUSED),
  RECEIPT_LENGTH(ExitCode.REFUSED),
  /** {0} group 1..10. */
  RECEIPT_GROUP(ExitCode.REFUSED),
  RECEIPT_CHECK(ExitCode.REFUSED),
  RECEIPT_NOT_CONFIRMED(ExitCode.REFUSED),
  RECEIPT_FD(ExitCode.USAGE),
  FILE_CHANGED(ExitCode.REFUSED);

  private final ExitCode exit;

  SealProblem(ExitCode exit) {
    this.exit = exit;
  }

  @Override
  public String area() {
    return "seal";
  }

  @Override
  public ExitCode exit() {
    return exit;
  }
}
