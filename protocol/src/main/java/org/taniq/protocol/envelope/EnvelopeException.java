package org.taniq.protocol.envelope;

import java.io.Serial;

/**
 * An envelope, or what is in it, was refused. The message is the reason's name and nothing else: no
 * input, no key, no library's text (SPEC §2.8).
 */
public final class EnvelopeException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /** The refusals of SPEC §2 and §3, by the names that vectors expect. */
  public enum Reason {
    NOT_AN_ENVELOPE,
    UNKNOWN_VERSION,
    UNKNOWN_SUITE,
    BAD_QUORUM,
    BAD_SEGMENT_SIZE,
    UNKNOWN_KIND,
    WRONG_KIND,
    RESERVED_NOT_ZERO,
    WRONG_KEYSET,
    QUORUM_MISMATCH,
    TRUNCATED,
    BAD_LENGTH,
    TOO_LARGE,
    BAD_RECIPIENT_KEY,
    NOT_FOR_US,
    SLOT_UNREADABLE,
    SHARE_DAMAGED_BY_SENDER,
    SHARE_CHANGED_ON_THE_WAY,
    TOO_FEW_SHARES,
    HEADER_TAMPERED,
    PAYLOAD_TAMPERED,
    BAD_TAR,
    PADDING_NOT_ZERO,
    MISSING_FILE,
    BAD_JSON,
    DIGEST_MISMATCH,
    THREAD_SIGNATURE_INVALID,
    WRONG_INSTANCE
  }

  private final Reason reason;
  private final boolean othersMayOpen;

  public EnvelopeException(Reason reason) {
    this(reason, false);
  }

  /**
   * A refusal by what is at hand.
   *
   * @param othersMayOpen whether the same envelope may still open with further keys or shares. SPEC
   *     §2.5
   */
  public EnvelopeException(Reason reason, boolean othersMayOpen) {
    super(reason.name());
    this.reason = reason;
    this.othersMayOpen =
        othersMayOpen
            || switch (reason) {
              case NOT_FOR_US, TOO_FEW_SHARES, SHARE_CHANGED_ON_THE_WAY, WRONG_KEYSET -> true;
              default -> false;
            };
  }

  public Reason reason() {
    return reason;
  }

  /** Whether it may open with keys, shares or a keyset that are not at hand. SPEC §2.5. */
  public boolean othersMayOpen() {
    return othersMayOpen;
  }
}
