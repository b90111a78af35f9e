package org.taniq.server.http;

import org.jspecify.annotations.Nullable;
import org.taniq.protocol.signed.SignedException;
import org.taniq.server.intake.IntakeException;
import org.taniq.server.intake.Refusal;
import org.taniq.server.site.PublicationException;
import org.taniq.server.store.StoreException;

/** The one table from reasons to statuses, SPEC §5, and the body that tells a reason. */
final class Problem {
  /** A place is free again sooner than space is. */
  private static final String NO_PLACE_SECONDS = "10";

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
      case TRY_LATER, NO_PLACE, STORE_FAILED -> 503;
    };
  }

  static Answer answer(IntakeException e) {
    return e.refusal() == Refusal.NO_PLACE
        ? noPlace()
        : Answer.refusal(status(e.refusal()), e.reason());
  }

  /** Others are served at this moment; they will not take long. */
  static Answer noPlace() {
    return soon(Answer.refusal(503, Refusal.TRY_LATER.name()));
  }

  /** The same answer, to be asked for again soon. */
  static Answer soon(Answer answer) {
    return answer.with("Retry-After", NO_PLACE_SECONDS);
  }

  /** A signed document that is refused. */
  static int status(SignedException.Reason reason) {
    return switch (reason) {
      case ROLLBACK, FORK -> 409;
      case BAD_DOCUMENT,
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
          TOO_FEW_ALIVE ->
          400;
    };
  }

  /** A delivery that is refused for another reason. */
  static int status(PublicationException.Reason reason) {
    return switch (reason) {
      case BAD_TAR, CSP_DIFFERS -> 400;
      case NO_PUBLICATION -> 409;
      case TOO_LARGE -> 413;
      case TRY_LATER, STORE_FAILED -> 503;
    };
  }

  static Answer answer(SignedException e) {
    return Answer.refusal(status(e.reason()), e.reason().name());
  }

  static Answer answer(PublicationException e) {
    SignedException.@Nullable Reason signed = e.signed();
    return Answer.refusal(signed == null ? status(e.ours()) : status(signed), e.reason());
  }

  static Answer answer(StoreException e) {
    return e.reason() == StoreException.Reason.UNKNOWN_ENVELOPE
        ? Answer.refusal(404, e.reason().name())
        : Answer.refusal(503, Refusal.STORE_FAILED.name());
  }

  /** For a courier's request: any of them. */
  static Answer answer(Exception e) {
    if (e instanceof SignedException signed) {
      return answer(signed);
    }
    if (e instanceof PublicationException publication) {
      return answer(publication);
    }
    if (e instanceof StoreException store) {
      return answer(store);
    }
    throw new IllegalStateException("no reason is known for it", e);
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
