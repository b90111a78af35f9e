package org.taniq.cli.terminal;

/** Exit codes of {@code taniq}; the manual lists them in this order. */
public enum ExitCode {
  /** Done. */
  OK(0),
  /** Input was refused: damaged, not verified, not allowed. Nothing was written. */
  REFUSED(1),
  /** The command line is wrong. */
  USAGE(2),
  /** The passphrase does not open the keyring, or none was given. */
  WRONG_PASSPHRASE(3),
  /** Fewer custodians than the quorum. */
  TOO_FEW_CUSTODIANS(4),
  /** A file could not be read or written, or the disk is full. */
  IO(5),
  /** Keys stay locked while a network interface is up. */
  NETWORK_UP(6),
  /** The laptop's clock disagrees with what it knows. */
  CLOCK(7),
  /** Two documents claim one place, or an older state is shown: an alarm. */
  ALARM(8),
  /** The server could not be reached; {@code taniq-courier} alone. */
  UNREACHABLE(9),
  /** A defect of the program. */
  INTERNAL(70);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The process's exit status. */
  public int code() {
    return code;
  }
}
