package org.taniq.server;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.signed.Current;
import org.taniq.server.site.Publications;
import org.taniq.server.store.EnvelopeStore;
import org.taniq.server.store.Health;
import org.taniq.server.store.StoreException;
import org.taniq.server.store.Usage;

/**
 * What is done at start and every hour: idle uploads are forgotten, and the operator is told once
 * of what is wrong, and once more when it is well again.
 */
final class Housekeeping implements AutoCloseable {
  /** Below this share of the store the operator is told. */
  private static final int LOW_PERCENT = 15;

  /** So many days before the bulletin ends the operator is told. */
  private static final int WARNED_DAYS = 3;

  private final EnvelopeStore store;
  private final Publications publications;
  private final Clock clock;
  private final Consumer<String> log;
  private final ScheduledExecutorService hourly;
  private String told = "";

  private Housekeeping(
      EnvelopeStore store, Publications publications, Clock clock, Consumer<String> log) {
    this.store = store;
    this.publications = publications;
    this.clock = clock;
    this.log = log;
    this.hourly =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "housekeeping");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Does it once, now, and then every hour. */
  @SuppressWarnings("FutureReturnValueIgnored") // round() catches all that can go wrong
  static Housekeeping start(
      EnvelopeStore store, Publications publications, Clock clock, Consumer<String> log) {
    Housekeeping keeping = new Housekeeping(store, publications, clock, log);
    keeping.round();
    keeping.hourly.scheduleWithFixedDelay(keeping::round, 1, 1, TimeUnit.HOURS);
    return keeping;
  }

  void round() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    String state;
    try {
      store.expire(today);
      state = state(store.health(), store.usage(), publications.now().current(), today);
    } catch (StoreException e) {
      state = "the store has failed and takes nothing: restart after mending the disk";
    }
    if (!state.equals(told)) {
      log.accept(state.isEmpty() ? "all is well again" : state);
      told = state;
    }
  }

  private static String state(
      Health health, Usage usage, @Nullable Current current, LocalDate today) {
    if (!health.accepting()) {
      return "the store has failed and takes nothing: restart after mending the disk";
    }
    if (health.lost() > 0 || health.damaged() > 0) {
      return "the store has lost "
          + health.lost()
          + " and damaged "
          + health.damaged()
          + " envelopes: see the operator's manual";
    }
    if (usage.free() < usage.capacity() / 100 * LOW_PERCENT) {
      return "the store is nearly full: carry envelopes out and have them deleted by order";
    }
    if (current != null) {
      LocalDate until = current.bulletin().document().validUntil();
      if (today.isAfter(until)) {
        return "the bulletin has expired: the form is closed until a new one comes";
      }
      if (today.plusDays(WARNED_DAYS).isAfter(until)) {
        return "the bulletin ends soon: a new one must come";
      }
    }
    return "";
  }

  @Override
  public void close() {
    hourly.shutdownNow();
  }
}
