package org.taniq.protocol.hatch;

/** A request at the courier hatch was refused: answered with 401, or 503 for TRY_LATER. SPEC §5. */
public final class HatchException extends Exception {

  private static final long serialVersionUID = 1;

  /** The refusals of SPEC §5. */
  public enum Reason {
    UNAUTHORISED,
    WRONG_AUTHORITY,
    STALE,
    REPLAYED,
    /** Good, but no room is left to remember it. */
    TRY_LATER,
    DIGEST_MISMATCH
  }

  private final Reason reason;

  HatchException(Reason reason) {
    super(reason.name());
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
