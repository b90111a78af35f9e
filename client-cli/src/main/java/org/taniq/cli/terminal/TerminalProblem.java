package org.taniq.cli.terminal;

/** What can go wrong around any command: terminal, files, clock, network. */
public enum TerminalProblem implements Problem {
  USAGE(ExitCode.USAGE),
  NO_HOME(ExitCode.USAGE),
  NO_COMMAND(ExitCode.USAGE),
  FILE_MISSING(ExitCode.IO),
  FILE_EXISTS(ExitCode.IO),
  NOT_A_FILE(ExitCode.IO),
  ACCESS_DENIED(ExitCode.IO),
  DISK_FULL(ExitCode.IO),
  IO_FAILED(ExitCode.IO),
  FILE_TOO_LARGE(ExitCode.REFUSED),
  HOME_BUSY(ExitCode.IO),
  NOT_PINNED(ExitCode.REFUSED),
  PIN_DAMAGED(ExitCode.REFUSED),
  PINNED_OTHERWISE(ExitCode.REFUSED),
  NO_TERMINAL(ExitCode.WRONG_PASSPHRASE),
  PASSPHRASE_FD(ExitCode.WRONG_PASSPHRASE),
  PASSPHRASE_MISSING(ExitCode.WRONG_PASSPHRASE),
  PASSPHRASE_NOT_TEXT(ExitCode.WRONG_PASSPHRASE),
  PASSPHRASES_DIFFER(ExitCode.WRONG_PASSPHRASE),
  NOT_CONFIRMED(ExitCode.REFUSED),
  NETWORK_UP(ExitCode.NETWORK_UP),
  NETWORK_UNKNOWN(ExitCode.NETWORK_UP),
  CLOCK_BEHIND(ExitCode.CLOCK),
  CLOCK_AHEAD(ExitCode.CLOCK),
  /** {0} the stated date, {1} the newest signed day, {2} the clock's day. */
  DATE_FAR_AHEAD(ExitCode.CLOCK),
  /** {0} the stated date, {1} the clock's day. */
  DATE_NOT_BORNE_OUT(ExitCode.CLOCK),
  INTERNAL(ExitCode.INTERNAL);

  private final ExitCode exit;

  TerminalProblem(ExitCode exit) {
    this.exit = exit;
  }

  @Override
  public String area() {
    return "terminal";
  }

  @Override
  public ExitCode exit() {
    return exit;
  }
}
