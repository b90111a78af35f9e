package org.taniq.courier.hatch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.courier.CourierHome;
import org.taniq.courier.CourierProblem;
import org.taniq.courier.Waiting;
import org.taniq.courier.Way;
import org.taniq.courier.key.CourierKey;
import org.taniq.courier.key.SignedRequests;
import org.taniq.courier.transport.Http;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.signed.SigningKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that goes to the hatch, and the way in. */
public final class Hatch {
  private static final Duration NOTABLE = Duration.ofSeconds(60);

  @Option(
      names = "--hatch",
      required = true,
      paramLabel = "ADDRESS",
      description = "The address of the server's courier hatch: http://NAME.onion, as a rule.")
  private String address = "";

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The courier's key; without it courier.key in the home.")
  private @Nullable Path key;

  @Mixin private Way way = new Way();

  /** Work to be done at the open hatch. */
  @FunctionalInterface
  interface Work<T> {
    T at(HatchClient client, ServerStatus status) throws IOException, Refusal;
  }

  /** Opens the hatch, asks the server how it is, compares the instance with the pinned one. */
  <T> T open(Session session, Waiting waiting, Work<T> work) throws IOException, Refusal {
    try (SigningKey signing = CourierKey.load(keyFile(session));
        Http http = way.to(address, session)) {
      HatchClient client =
          new HatchClient(
              http,
              new SignedRequests(signing, session.random()),
              session.clock(),
              way.retries(session, waiting));
      ServerStatus status =
          client.get("status", answer -> ServerStatus.parse(answer.bytes(ServerStatus.MAX_BYTES)));
      Home home = session.home();
      if (home.isPinned() && !Spelling.hex(home.instance()).equals(status.instance())) {
        throw new Refusal(CourierProblem.OTHER_INSTANCE);
      }
      Duration ahead = status.ahead(session.clock().instant());
      if (ahead.abs().compareTo(NOTABLE) > 0) {
        session.terminal().warn("courier.clock-differs", ahead.abs().toSeconds());
      }
      return work.at(client, status);
    }
  }

  /** Where the key lies. */
  Path keyFile(Session session) throws Refusal {
    return key != null ? key : CourierHome.keyFile(session.home());
  }
}
