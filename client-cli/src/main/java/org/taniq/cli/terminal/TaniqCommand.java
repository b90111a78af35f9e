package org.taniq.cli.terminal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.signed.SignedException;

/** A command that does something. Registered on {@link Taniq}, which hands it its session. */
public abstract class TaniqCommand implements Callable<Integer> {
  private @Nullable Session session;

  void begin(Session begun) {
    session = begun;
  }

  /**
   * Does the work.
   *
   * @return the exit code and the object for {@code --json}
   * @throws Refusal for a named reason; nothing was written
   * @throws SignedException told as {@link SignedProblem}
   * @throws EnvelopeException told as {@link EnvelopeProblem}
   */
  protected abstract Outcome run(Session session)
      throws Refusal, IOException, SignedException, EnvelopeException;

  /** Whether the command changes the home: it then runs alone, or is refused as HOME_BUSY. */
  protected boolean changesHome() {
    return false;
  }

  @Override
  public final Integer call() throws Refusal, IOException, SignedException, EnvelopeException {
    if (session == null) {
      throw new IllegalStateException("no session");
    }
    // Before the lock: nothing is written by a date that is refused.
    session.requireStatedDate();
    Outcome outcome = changesHome() ? runAlone(session) : run(session);
    session.terminal().result(outcome.json());
    return outcome.exit().code();
  }

  private Outcome runAlone(Session alone)
      throws Refusal, IOException, SignedException, EnvelopeException {
    Home home = alone.home();
    FileChannel lock = home.lock();
    try {
      if (home.isOpenToOthers()) {
        boolean closed = home.closeToOthers();
        alone
            .terminal()
            .warn(closed ? "terminal.home-closed" : "terminal.home-open", home.directory());
      }
      return run(alone);
    } finally {
      lock.close();
    }
  }
}
