package org.taniq.server.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.hatch.HatchGuard;
import org.taniq.protocol.hatch.Horizon;
import org.taniq.protocol.hatch.ReplayMemory;
import org.taniq.protocol.signed.SignerId;
import org.taniq.server.config.ServerConfig;
import org.taniq.server.courier.Desk;
import org.taniq.server.courier.Spool;
import org.taniq.server.site.Publications;
import org.taniq.server.store.EnvelopeStore;

/** The port for couriers, with threads of its own. */
public final class CourierSide implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int CONNECTIONS = 64;

  /** Of all keys together, each its share; but of each at least as SPEC §5 says. */
  private static final int NONCES = 100_000;

  /** A pull of all that may wait for a courier, twice within the minutes that nonces live. */
  private static final int NONCES_OF_EACH = 20_000;

  private final WebListener listener;

  private CourierSide(WebListener listener) {
    this.listener = listener;
  }

  /**
   * Opens the port.
   *
   * @throws IOException it cannot be had
   */
  public static CourierSide start(
      ServerConfig config,
      EnvelopeStore store,
      Publications publications,
      Desk desk,
      Spool spool,
      Horizon horizon,
      Clock clock)
      throws IOException {
    Map<SignerId, Bytes> couriers = couriers(config);
    HatchGuard guard =
        new HatchGuard(
            couriers,
            Set.copyOf(config.courierAuthorities()),
            new ReplayMemory(
                clock.instant(),
                Math.max(NONCES_OF_EACH, NONCES / Math.max(1, couriers.size())),
                horizon));
    CourierRoutes courier =
        new CourierRoutes(new HatchGate(guard, clock), desk, store, publications, spool);
    return new CourierSide(
        WebListener.start(
            new WebListener.Settings(
                "courier",
                config.courierListen(),
                THREADS,
                CONNECTIONS,
                config.idleTimeout(),
                config.stopTimeout(),
                null), // nothing is kept of a body before its signature is good
            courier::add,
            new FailurePages((status, load) -> Problem.answer(status)),
            FixedHeaders::rewrite));
  }

  /** Where it listens; tells the port that was taken where the configuration says 0. */
  public InetSocketAddress address(ServerConfig config) {
    return new InetSocketAddress(config.courierListen().getAddress(), listener.port());
  }

  /** Lets running requests end, within the configured time. */
  @Override
  public void close() {
    listener.stop();
  }

  private static Map<SignerId, Bytes> couriers(ServerConfig config) {
    Map<SignerId, Bytes> couriers = new HashMap<>();
    for (String key : config.courierKeys()) {
      byte[] bytes = Base64.getUrlDecoder().decode(key);
      couriers.put(SignerId.of(bytes), Bytes.of(bytes));
    }
    return couriers;
  }
}
