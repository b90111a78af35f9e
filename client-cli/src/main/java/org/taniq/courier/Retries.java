package org.taniq.courier;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Terminal;
import org.taniq.courier.transport.TransportException;

/**
 * How long to wait between tries, and when to stop. Waits grow from two seconds to a minute and
 * begin anew after each progress; only tries without any progress are counted, so no transfer is
 * too long. Not thread-safe.
 */
public final class Retries {
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(10);

  private final Terminal terminal;
  private final Waiting waiting;
  private final RandomGenerator random;
  private final int most;
  private int failures;

  /** Whether there ever was a connection. */
  private boolean connected;

  /**
   * @param most tries without progress before giving up; 0 for no end
   */
  public Retries(Terminal terminal, Waiting waiting, RandomGenerator random, int most) {
    this.terminal = terminal;
    this.waiting = waiting;
    this.random = random;
    this.most = most;
  }

  /** A server's reason in plain words. */
  public String words(String reason) {
    return ServerReason.words(reason, terminal);
  }

  /** Something came through. */
  public void progressed() {
    failures = 0;
    connected = true;
  }

  /**
   * The way to the server failed: waits.
   *
   * @throws Refusal at once for what waiting does not mend, else after too many tries
   */
  public void failed(TransportException e) throws Refusal {
    CourierProblem problem = CourierProblem.of(e.reason());
    boolean mends =
        switch (e.reason()) {
          case NOT_TRUSTED, WRONG_NAME, OUT_OF_DATE -> false;
          // No Tor at all, or one that is being restarted?
          case NO_PROXY -> connected;
          case UNREACHABLE -> true;
          case CUT, SILENT, BAD_ANSWER -> {
            connected = true;
            yield true;
          }
        };
    if (!mends) {
      throw new Refusal(problem);
    }
    again(problem, FIRST);
  }

  /**
   * The server asked to come later: waits.
   *
   * @param retryAfter its Retry-After field, null for none
   * @throws Refusal SERVER_BUSY after too many tries
   */
  public void busy(@Nullable String retryAfter) throws Refusal {
    Duration asked = FIRST;
    if (retryAfter != null && retryAfter.matches("[0-9]{1,6}")) {
      asked = Duration.ofSeconds(Long.parseLong(retryAfter));
    }
    again(CourierProblem.SERVER_BUSY, asked);
  }

  private void again(CourierProblem problem, Duration least) throws Refusal {
    failures++;
    if (most > 0 && failures >= most) {
      throw new Refusal(problem);
    }
    Duration wait = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
    wait = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    wait = wait.compareTo(least) < 0 ? least : wait;
    wait = wait.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : wait;
    // Many who were cut at once shall not come back at once.
    wait = wait.plusMillis(random.nextLong(wait.toMillis() / 4 + 1));
    terminal.note("courier.again." + problem.word(), wait.toSeconds());
    try {
      waiting.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(problem);
    }
  }
}
