package org.taniq.server.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.taniq.server.config.ServerConfig;
import org.taniq.server.intake.Intake;
import org.taniq.server.site.Published;

/** The port for submitters: pages, uploads, the plain form post. */
public final class PublicSide implements AutoCloseable {
  /** Threads beside those that receive bodies: for pages, while all of those are busy. */
  private static final int PAGE_THREADS = 16;

  /** Of small bodies: an eighth of the memory that the server is started with. */
  private static final int SMALL_BODIES = 32 << 20;

  private final WebListener listener;

  private PublicSide(WebListener listener) {
    this.listener = listener;
  }

  /**
   * Opens the port.
   *
   * @throws IOException it cannot be had
   */
  public static PublicSide start(ServerConfig config, Intake intake, Supplier<Published> published)
      throws IOException {
    BodySlots slots = new BodySlots(config.maxUploadsAtOnce());
    PageRoutes pages = new PageRoutes(published);
    return new PublicSide(
        WebListener.start(
            new WebListener.Settings(
                "public",
                config.listen(),
                config.maxUploadsAtOnce() + PAGE_THREADS,
                config.maxConnections(),
                config.idleTimeout(),
                config.stopTimeout(),
                new SmallBodies(SMALL_BODIES)),
            routes -> {
              new UploadRoutes(intake, slots).add(routes);
              new SendRoute(intake, slots, published, pages).add(routes);
              pages.add(routes);
            },
            new FailurePages(pages::failure),
            FixedHeaders::rewrite));
  }

  /** Where it listens; tells the port that was taken where the configuration says 0. */
  public InetSocketAddress address(ServerConfig config) {
    return new InetSocketAddress(config.listen().getAddress(), listener.port());
  }

  /** Lets running requests end, within the configured time. */
  @Override
  public void close() {
    listener.stop();
  }
}
