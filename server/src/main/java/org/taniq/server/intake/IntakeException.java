package org.taniq.server.intake;

import java.io.Serial;

/** What was sent in is refused. The message is the reason's name and nothing else. */
public final class IntakeException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  public IntakeException(Refusal refusal) {
    this(refusal, (refusal == Refusal.NO_PLACE ? Refusal.TRY_LATER : refusal).name());
  }

  private IntakeException(Refusal refusal, String reason) {
    super(reason);
    this.refusal = refusal;
  }

  /** CHECK_FAILED for a reason of SPEC §2 or §4.5. */
  public static IntakeException checkFailed(Enum<?> reason) {
    return new IntakeException(Refusal.CHECK_FAILED, reason.name());
  }

  public Refusal refusal() {
    return refusal;
  }

  /**
   * What the sender is told: the refusal's name, or the header's or keyset's reason in its place;
   * TRY_LATER for NO_PLACE.
   */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
