package org.taniq.cli.inbox;

import org.taniq.cli.terminal.ExitCode;
import org.taniq.cli.terminal.Problem;
import org.taniq.cli.terminal.Refusal;
import org.taniq.protocol.envelope.EnvelopeException;

/** What can be wrong with an envelope, for the terminal: the reasons of SPEC §2 and §3. */
public enum EnvelopeProblem implements Problem {
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
  WRONG_INSTANCE,
  /** Not of SPEC: the file in the inbox is not the one that was imported. */
  ALTERED;

  /** The problem of a reason; both enums have the same names. */
  public static EnvelopeProblem of(EnvelopeException.Reason reason) {
    return valueOf(reason.name());
  }

  /**
   * The refusal of one file.
   *
   * @param what the file's path, or an envelope's SHA-256
   */
  public static Refusal refusal(EnvelopeException e, Object what) {
    return new Refusal(of(e.reason()), what);
  }

  @Override
  public String area() {
    return "envelope";
  }

  @Override
  public ExitCode exit() {
    return this == TOO_FEW_SHARES ? ExitCode.TOO_FEW_CUSTODIANS : ExitCode.REFUSED;
  }
}
