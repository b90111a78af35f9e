package org.taniq.protocol.signed;

/**
 * A signed document was refused. The message holds words of ours alone, never the input's. SPEC §4.
 */
public final class SignedException extends Exception {

  private static final long serialVersionUID = 1;

  /** Every refusal of SPEC §4, spelled as there. */
  public enum Reason {
    BAD_DOCUMENT,
    BAD_SIGNATURE,
    UNKNOWN_SIGNER,
    TOO_FEW_SIGNATURES,
    WRONG_INSTANCE,
    BROKEN_CHAIN,
    RECOVERY_TOO_SOON,
    WRONG_CHARTER,
    EXPIRED,
    NOT_YET_VALID,
    DEMO_NOT_ALLOWED,
    ROLLBACK,
    FORK,
    BAD_DATES,
    BAD_QUORUM,
    QUORUM_TOO_LOW,
    UNKNOWN_CUSTODIAN,
    BAD_KEY_SIGNATURE,
    FILE_CHANGED,
    FILE_MISSING,
    FILE_NOT_LISTED,
    INCOMPLETE,
    KEYSET_NOT_LISTED,
    KEYSET_WITHDRAWN,
    CUSTODIAN_WITHDRAWN,
    KEYSET_NOT_YET,
    KEYSET_EXPIRED,
    TOO_FEW_ALIVE
  }

  private final Reason reason;

  SignedException(Reason reason, String what) {
    super(reason + ": " + what);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
