package org.taniq.server.http;

import java.io.IOException;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * A request's body that cannot be read to its end. What is no HTTP stays so, however often it is
 * sent; one that broke off, with a sender that may still read, is to be sent again. Nobody's fault
 * here; a disk's faults are other exceptions.
 */
final class BrokenBodyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean ended;

  /**
   * @param sender where its bytes ended early, that is the cause, whatever the parser calls it
   */
  BrokenBodyException(Throwable cause, Peer sender) {
    super("it broke off", cause);
    ended = sender.hasEnded();
  }

  /** Bad for ever, or soon good. */
  Answer answer() {
    for (@Nullable Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpException && !ended) {
        return Problem.answer(400);
      }
    }
    return Problem.noPlace();
  }
}
