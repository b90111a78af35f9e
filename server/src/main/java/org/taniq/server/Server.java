package org.taniq.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.hatch.Horizon;
import org.taniq.server.config.ServerConfig;
import org.taniq.server.courier.Desk;
import org.taniq.server.courier.HorizonFile;
import org.taniq.server.courier.Spool;
import org.taniq.server.http.CourierSide;
import org.taniq.server.http.PublicSide;
import org.taniq.server.intake.Intake;
import org.taniq.server.retention.SpacePolicy;
import org.taniq.server.site.Publications;
import org.taniq.server.site.Trust;
import org.taniq.server.store.EnvelopeStore;

/** The running server: its parts in the order in which they start, and the way back. */
final class Server implements AutoCloseable {
  /** Something to close, whose failure the operator hears of. */
  private record Part(String name, AutoCloseable closing) {}

  private final Deque<Part> parts = new ArrayDeque<>();
  private final Consumer<String> log;
  private InetSocketAddress publicAddress = new InetSocketAddress(0);
  private InetSocketAddress courierAddress = new InetSocketAddress(0);

  private Server(Consumer<String> log) {
    this.log = log;
  }

  /**
   * Starts everything.
   *
   * @param log gets lines for the operator; nothing of a request is ever among them
   * @throws IOException with a message for the operator; what had started was closed
   */
  static Server start(
      ServerConfig config,
      boolean allowDemo,
      Clock clock,
      SecureRandom random,
      Consumer<String> log)
      throws IOException {
    Server server = new Server(log);
    try {
      server.run(config, allowDemo, clock, random);
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Opens what is published, alone: for the server, and for installing while it is stopped. */
  static Publications publications(
      ServerConfig config, boolean allowDemo, Clock clock, Consumer<String> log)
      throws IOException {
    Path dataDir = config.dataDir();
    if (!Files.isDirectory(dataDir)) {
      try {
        Files.createDirectory(
            dataDir,
            java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
                java.nio.file.attribute.PosixFilePermissions.fromString("rwx------")));
      } catch (java.nio.file.FileSystemException e) {
        throw new IOException("data_dir is not there and cannot be made", e);
      }
    }
    try {
      Bytes instance = Bytes.of(HexFormat.of().parseHex(config.instance()));
      return Publications.open(
          dataDir.resolve("published"), new Trust(instance, allowDemo), clock, log);
    } catch (IOException e) {
      throw new IOException("the published pages cannot be opened: " + e.getMessage(), e);
    }
  }

  private void run(ServerConfig config, boolean allowDemo, Clock clock, SecureRandom random)
      throws IOException {
    Publications publications = opened("pages", publications(config, allowDemo, clock, log));
    EnvelopeStore store = opened("store", StoreOpening.open(config, random));
    Spool spool = Spool.open(config.dataDir().resolve("deliveries"), Spool.Bounds.DEFAULT);
    Horizon horizon = HorizonFile.open(config.dataDir());
    Intake intake =
        new Intake(
            store,
            SpacePolicy.DEFAULT,
            (keyset, day) -> publications.now().accepted(keyset, day),
            clock,
            System::nanoTime,
            config.maxEnvelopeBytes());
    Bytes instance = Bytes.of(HexFormat.of().parseHex(config.instance()));
    Desk desk = new Desk(store, instance, clock);
    opened("housekeeping", Housekeeping.start(store, publications, clock, log));
    CourierSide courier =
        opened(
            "courier side",
            CourierSide.start(config, store, publications, desk, spool, horizon, clock));
    PublicSide side = opened("public side", PublicSide.start(config, intake, publications::now));
    courierAddress = courier.address(config);
    publicAddress = side.address(config);
    log.accept("listening for submitters on " + text(publicAddress));
    log.accept("listening for couriers on " + text(courierAddress));
    if (publications.now().current() == null) {
      log.accept("nothing is published yet: uploads are told to try later");
    }
    log.accept("started");
  }

  InetSocketAddress publicAddress() {
    return publicAddress;
  }

  InetSocketAddress courierAddress() {
    return courierAddress;
  }

  /** Takes no more requests, lets running ones end, closes the store last but one. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      try {
        part.closing().close();
      } catch (Exception e) {
        log.accept("the " + part.name() + " did not close well");
      }
    }
  }

  private <T extends AutoCloseable> T opened(String name, T part) {
    parts.push(new Part(name, part));
    return part;
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + " port " + address.getPort();
  }
}
