package org.taniq.cli.terminal;

import org.taniq.protocol.signed.SignedException;

/** Why a signed document is refused, in words. SPEC §4. */
public enum SignedProblem implements Problem {
  BAD_DOCUMENT(ExitCode.REFUSED),
  BAD_SIGNATURE(ExitCode.REFUSED),
  UNKNOWN_SIGNER(ExitCode.REFUSED),
  TOO_FEW_SIGNATURES(ExitCode.REFUSED),
  WRONG_INSTANCE(ExitCode.REFUSED),
  BROKEN_CHAIN(ExitCode.REFUSED),
  RECOVERY_TOO_SOON(ExitCode.REFUSED),
  WRONG_CHARTER(ExitCode.REFUSED),
  EXPIRED(ExitCode.REFUSED),
  NOT_YET_VALID(ExitCode.REFUSED),
  DEMO_NOT_ALLOWED(ExitCode.REFUSED),
  ROLLBACK(ExitCode.ALARM),
  FORK(ExitCode.ALARM),
  BAD_DATES(ExitCode.REFUSED),
  BAD_QUORUM(ExitCode.REFUSED),
  QUORUM_TOO_LOW(ExitCode.REFUSED),
  UNKNOWN_CUSTODIAN(ExitCode.REFUSED),
  BAD_KEY_SIGNATURE(ExitCode.REFUSED),
  FILE_CHANGED(ExitCode.REFUSED),
  FILE_MISSING(ExitCode.REFUSED),
  FILE_NOT_LISTED(ExitCode.REFUSED),
  INCOMPLETE(ExitCode.REFUSED),
  KEYSET_NOT_LISTED(ExitCode.REFUSED),
  KEYSET_WITHDRAWN(ExitCode.REFUSED),
  CUSTODIAN_WITHDRAWN(ExitCode.REFUSED),
  KEYSET_NOT_YET(ExitCode.REFUSED),
  KEYSET_EXPIRED(ExitCode.REFUSED),
  TOO_FEW_ALIVE(ExitCode.REFUSED);

  private final ExitCode exit;

  SignedProblem(ExitCode exit) {
    this.exit = exit;
  }

  /** The problem of a reason; every reason has one. */
  public static SignedProblem of(SignedException.Reason reason) {
    return switch (reason) {
      case BAD_DOCUMENT -> BAD_DOCUMENT;
      case BAD_SIGNATURE -> BAD_SIGNATURE;
      case UNKNOWN_SIGNER -> UNKNOWN_SIGNER;
      case TOO_FEW_SIGNATURES -> TOO_FEW_SIGNATURES;
      case WRONG_INSTANCE -> WRONG_INSTANCE;
      case BROKEN_CHAIN -> BROKEN_CHAIN;
      case RECOVERY_TOO_SOON -> RECOVERY_TOO_SOON;
      case WRONG_CHARTER -> WRONG_CHARTER;
      case EXPIRED -> EXPIRED;
      case NOT_YET_VALID -> NOT_YET_VALID;
      case DEMO_NOT_ALLOWED -> DEMO_NOT_ALLOWED;
      case ROLLBACK -> ROLLBACK;
      case FORK -> FORK;
      case BAD_DATES -> BAD_DATES;
      case BAD_QUORUM -> BAD_QUORUM;
      case QUORUM_TOO_LOW -> QUORUM_TOO_LOW;
      case UNKNOWN_CUSTODIAN -> UNKNOWN_CUSTODIAN;
      case BAD_KEY_SIGNATURE -> BAD_KEY_SIGNATURE;
      case FILE_CHANGED -> FILE_CHANGED;
      case FILE_MISSING -> FILE_MISSING;
      case FILE_NOT_LISTED -> FILE_NOT_LISTED;
      case INCOMPLETE -> INCOMPLETE;
      case KEYSET_NOT_LISTED -> KEYSET_NOT_LISTED;
      case KEYSET_WITHDRAWN -> KEYSET_WITHDRAWN;
      case CUSTODIAN_WITHDRAWN -> CUSTODIAN_WITHDRAWN;
      case KEYSET_NOT_YET -> KEYSET_NOT_YET;
      case KEYSET_EXPIRED -> KEYSET_EXPIRED;
      case TOO_FEW_ALIVE -> TOO_FEW_ALIVE;
    };
  }

  @Override
  public String area() {
    return "signed";
  }

  @Override
  public ExitCode exit() {
    return exit;
  }
}
