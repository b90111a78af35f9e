package org.taniq.server.http;

import org.taniq.server.intake.IntakeException;
import org.taniq.server.intake.Refusal;

/** The one table from reasons to statuses, SPEC §5, and the body that tells a reason. */
final class Problem {
  private Problem() {}

  static int status(Refusal refusal) {
    return switch (refusal) {
      case METADATA_REFUSED, BAD_REQUEST, BAD_LENGTH, CHECK_FAILED -> 400;
      case FINISHED, CROSS_SITE -> 403;
      case UNKNOWN_UPLOAD -> 404;
      case WRONG_OFFSET -> 409;
      case TUS_VERSION -> 412;
      case TOO_LARGE -> 413;
      case UNSUPPORTED_TYPE -> 415;
      case BUSY -> 423;
      case TRY_LATER, STORE_FAILED -> 503;
    };
  }

  static Answer answer(IntakeException e) {
    return Answer.refusal(status(e.refusal()), e.reason());
  }

  /** For what no route answers; the reason is as vague as the cause is unknown. */
  static Answer answer(int status) {
    String reason =
        switch (status) {
          case 404, 405 -> "NOT_FOUND";
          case 413 -> Refusal.TOO_LARGE.name();
          case 503 -> Refusal.TRY_LATER.name();
          default -> status < 500 ? Refusal.BAD_REQUEST.name() : "FAILED";
        };
    return Answer.refusal(status, reason);
  }
}
