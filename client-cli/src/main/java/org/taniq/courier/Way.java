package org.taniq.courier;

import java.security.SecureRandom;
import java.time.Duration;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.courier.transport.Http;
import org.taniq.courier.transport.Origin;
import org.taniq.courier.transport.Origin.AddressException;
import org.taniq.courier.transport.Route;
import org.taniq.protocol.Spelling;
import picocli.CommandLine.Option;

/** The options that say how a server is reached; the same for every command. */
public final class Way {
  private static final int TOKEN_BYTES = 16;

  @Option(
      names = "--proxy",
      paramLabel = "ADDRESS",
      defaultValue = "socks5://127.0.0.1:9050",
      description =
          "The SOCKS5 proxy to go through, as a rule Tor's; it looks the server's name up. Tor"
              + " Browser's is socks5://127.0.0.1:9150. Default: ${DEFAULT-VALUE}.")
  private String proxy = "";

  @Option(
      names = "--direct",
      description = "Go without a proxy: the server and the network see your address.")
  private boolean direct;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description =
          "How long nothing may move before a connection counts as dead. Default:"
              + " ${DEFAULT-VALUE}.")
  private int timeoutSeconds;

  @Option(
      names = "--tries",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "Give up after so many tries without any progress; 0 for never. Default:"
              + " ${DEFAULT-VALUE}.")
  private int tries;

  /**
   * A connection to the server, not made yet. Each one has its own circuit.
   *
   * @throws Refusal if the address or the way to it is not allowed
   */
  public Http to(String address, Session session) throws Refusal {
    Origin origin = origin(address);
    Route route = route(session.random());
    if (!route.leadsTo(origin)) {
      throw new Refusal(origin.onion() ? CourierProblem.NEEDS_PROXY : CourierProblem.NEEDS_DIRECT);
    }
    return new Http(origin, route);
  }

  private static Origin origin(String address) throws Refusal {
    try {
      return Origin.parse(address);
    } catch (AddressException e) {
      throw new Refusal(CourierProblem.of(e.fault()));
    }
  }

  private Route route(SecureRandom random) throws Refusal {
    Duration patience = Duration.ofSeconds(Math.max(1, Math.min(timeoutSeconds, 86_400)));
    if (direct) {
      return Route.direct(patience);
    }
    Route route =
        Route.through(
            proxy,
            patience,
            () -> {
              byte[] token = new byte[TOKEN_BYTES];
              random.nextBytes(token);
              return Spelling.hex(token);
            });
    if (route == null) {
      throw new Refusal(CourierProblem.BAD_PROXY);
    }
    return route;
  }

  /** Counts tries for one piece of work. */
  public Retries retries(Session session, Waiting waiting) {
    return new Retries(session.terminal(), waiting, session.random(), tries);
  }
}
