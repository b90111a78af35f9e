package org.taniq.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import org.taniq.server.intake.IntakeException;
import org.taniq.server.intake.Refusal;

/** Bounds how many bodies are received at once: each holds a thread, and pages need some too. */
final class BodySlots {
  private final Semaphore slots;
  private final Clock clock;

  BodySlots(int atOnce, Clock clock) {
    this.slots = new Semaphore(atOnce);
    this.clock = clock;
  }

  /** The body of a request. */
  RequestChunk body(Context ctx) {
    return new RequestChunk(ctx, clock);
  }

  /** What is done with a body. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IntakeException, IOException;
  }

  /**
   * Does it if a slot is free.
   *
   * @throws IntakeException TRY_LATER, or the work's
   */
  <T> T with(Work<T> work) throws IntakeException, IOException {
    if (!slots.tryAcquire()) {
      throw new IntakeException(Refusal.TRY_LATER);
    }
    try {
      return work.run();
    } finally {
      slots.release();
    }
  }

  /** {@link RequestChunk#drain} while there are slots; none is worth a sender's wait. */
  void drain(RequestChunk body, long most) {
    if (slots.tryAcquire()) {
      try {
        body.drain(most);
      } finally {
        slots.release();
      }
    }
  }
}
