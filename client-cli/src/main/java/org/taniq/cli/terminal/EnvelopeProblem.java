package org.taniq.cli.terminal;

import org.taniq.protocol.envelope.EnvelopeException;

/** Why an envelope is refused, in words. SPEC §2, §3. */
public enum EnvelopeProblem implements Problem {
  NOT_AN_ENVELOPE(ExitCode.REFUSED),
  UNKNOWN_VERSION(ExitCode.REFUSED),
  UNKNOWN_SUITE(ExitCode.REFUSED),
  BAD_QUORUM(ExitCode.REFUSED),
  BAD_SEGMENT_SIZE(ExitCode.REFUSED),
  UNKNOWN_KIND(ExitCode.REFUSED),
  WRONG_KIND(ExitCode.REFUSED),
  RESERVED_NOT_ZERO(ExitCode.REFUSED),
  WRONG_KEYSET(ExitCode.REFUSED),
  QUORUM_MISMATCH(ExitCode.REFUSED),
  TRUNCATED(ExitCode.REFUSED),
  BAD_LENGTH(ExitCode.REFUSED),
  TOO_LARGE(ExitCode.REFUSED),
  BAD_RECIPIENT_KEY(ExitCode.REFUSED),
  NOT_FOR_US(ExitCode.REFUSED),
  SLOT_UNREADABLE(ExitCode.REFUSED),
  SHARE_DAMAGED_BY_SENDER(ExitCode.REFUSED),
  SHARE_CHANGED_ON_THE_WAY(ExitCode.REFUSED),
  TOO_FEW_SHARES(ExitCode.TOO_FEW_CUSTODIANS),
  HEADER_TAMPERED(ExitCode.REFUSED),
  PAYLOAD_TAMPERED(ExitCode.REFUSED),
  BAD_TAR(ExitCode.REFUSED),
  PADDING_NOT_ZERO(ExitCode.REFUSED),
  MISSING_FILE(ExitCode.REFUSED),
  BAD_JSON(ExitCode.REFUSED),
  DIGEST_MISMATCH(ExitCode.REFUSED),
  THREAD_SIGNATURE_INVALID(ExitCode.REFUSED),
  WRONG_INSTANCE(ExitCode.REFUSED);

  private final ExitCode exit;

  EnvelopeProblem(ExitCode exit) {
    this.exit = exit;
  }

  /** The problem of a reason; every reason has one. */
  public static EnvelopeProblem of(EnvelopeException.Reason reason) {
    return switch (reason) {
      case NOT_AN_ENVELOPE -> NOT_AN_ENVELOPE;
      case UNKNOWN_VERSION -> UNKNOWN_VERSION;
      case UNKNOWN_SUITE -> UNKNOWN_SUITE;
      case BAD_QUORUM -> BAD_QUORUM;
      case BAD_SEGMENT_SIZE -> BAD_SEGMENT_SIZE;
      case UNKNOWN_KIND -> UNKNOWN_KIND;
      case WRONG_KIND -> WRONG_KIND;
      case RESERVED_NOT_ZERO -> RESERVED_NOT_ZERO;
      case WRONG_KEYSET -> WRONG_KEYSET;
      case QUORUM_MISMATCH -> QUORUM_MISMATCH;
      case TRUNCATED -> TRUNCATED;
      case BAD_LENGTH -> BAD_LENGTH;
      case TOO_LARGE -> TOO_LARGE;
      case BAD_RECIPIENT_KEY -> BAD_RECIPIENT_KEY;
      case NOT_FOR_US -> NOT_FOR_US;
      case SLOT_UNREADABLE -> SLOT_UNREADABLE;
      case SHARE_DAMAGED_BY_SENDER -> SHARE_DAMAGED_BY_SENDER;
      case SHARE_CHANGED_ON_THE_WAY -> SHARE_CHANGED_ON_THE_WAY;
      case TOO_FEW_SHARES -> TOO_FEW_SHARES;
      case HEADER_TAMPERED -> HEADER_TAMPERED;
      case PAYLOAD_TAMPERED -> PAYLOAD_TAMPERED;
      case BAD_TAR -> BAD_TAR;
      case PADDING_NOT_ZERO -> PADDING_NOT_ZERO;
      case MISSING_FILE -> MISSING_FILE;
      case BAD_JSON -> BAD_JSON;
      case DIGEST_MISMATCH -> DIGEST_MISMATCH;
      case THREAD_SIGNATURE_INVALID -> THREAD_SIGNATURE_INVALID;
      case WRONG_INSTANCE -> WRONG_INSTANCE;
    };
  }

  @Override
  public String area() {
    return "envelope";
  }

  @Override
  public ExitCode exit() {
    return exit;
  }
}
