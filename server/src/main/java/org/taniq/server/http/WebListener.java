package org.taniq.server.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.http.servlet.JavalinServlet;
import io.javalin.http.servlet.ServletEntry;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/**
 * One port with its own threads, so that a flood on the public side leaves the courier's alone.
 * Logs nothing, serves HTTP/1.1 only, opens no session and no web socket.
 */
final class WebListener {
  /** A request line with headers; also the bound of what a slow sender makes us keep. */
  private static final int HEADER_BYTES = 8192;

  private static final int BUFFER_BYTES = 16384;

  /** At stop, a connection that is silent for so long is not waited for. */
  private static final long SILENT_AT_STOP_MILLIS = 5_000;

  /** What the system keeps for a peer that does not read. */
  private static final int SEND_BUFFER_BYTES = 65536;

  private static final long POOLED_BYTES = 8L << 20;

  private final Javalin javalin;

  /**
   * How one port is served.
   *
   * @param threads for requests; two more accept and select
   * @param connections open at once; one more costs the slowest its place, see {@link Peers}
   * @param idle after which a silent connection is closed, and one that is so far behind
   * @param stop how long running requests may take at {@link #stop}
   * @param smallBodies wait without a thread; null for a side on which none does
   */
  record Settings(
      String name,
      InetSocketAddress address,
      int threads,
      int connections,
      Duration idle,
      Duration stop,
      @Nullable SmallBodies smallBodies) {}

  /** A request's answer. */
  @FunctionalInterface
  interface Route {
    Answer answer(Context ctx) throws IOException;
  }

  private WebListener(Javalin javalin) {
    this.javalin = javalin;
  }

  /**
   * Opens the port.
   *
   * @param rewrite what becomes of each response's headers: {@link FixedHeaders#rewrite}
   * @throws IOException the port cannot be had
   */
  static WebListener start(
      Settings settings,
      Consumer<RoutesConfig> routes,
      FailurePages failures,
      UnaryOperator<HttpFields> rewrite)
      throws IOException {
    JavalinLogger.enabled = false;
    Javalin javalin =
        Javalin.create(
            config -> {
              quiet(config);
              config.unsafe.jettyInternal.server = server(settings, failures);
              config.jetty.modifyServletContextHandler(
                  context -> context.setErrorHandler(failures));
              config.jetty.modifyHttpConfiguration(WebListener::strict);
              config.jetty.addConnector(
                  (server, http) -> connector(settings, server, http, rewrite));
              routes.accept(config.routes);
              failures(config.routes, failures);
            });
    try {
      javalin.start();
    } catch (JavalinBindException e) {
      throw new IOException("port " + settings.address().getPort() + " cannot be opened", e);
    } catch (JavalinException e) {
      throw new IOException("the " + settings.name() + " side did not start", e);
    }
    return new WebListener(javalin);
  }

  /** Where a route's answer goes. */
  static Handler handler(Route route) {
    return ctx -> route.answer(ctx).write(ctx);
  }

  int port() {
    return javalin.port();
  }

  /** Takes no more, waits for running requests as long as the settings say, closes. */
  void stop() {
    try {
      javalin.stop();
    } catch (JavalinException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof TimeoutException) {
          return; // some request took longer than it may; it was ended, and all is closed
        }
      }
      throw e;
    }
  }

  private static void quiet(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = io.javalin.compression.CompressionStrategy.NONE;
    config.router.ignoreTrailingSlashes = false;
    config.router.javaLangErrorHandler(
        (response, error) -> {
          try {
            response.sendError(500);
          } catch (IOException e) {
            response.setStatus(500);
          }
        });
    // The plain servlet: Javalin's default one opens web sockets, and answers any path that asks
    // for one.
    config.unsafe.servlet =
        kotlin.LazyKt.lazyOf(new ServletEntry(null, new JavalinServlet(config.unsafe)));
  }

  private static Server server(Settings settings, FailurePages failures) {
    QueuedThreadPool threads = new QueuedThreadPool(settings.threads() + 2, 4, 60_000);
    threads.setName(settings.name());
    Server server =
        new Server(
            threads, null, new ArrayByteBufferPool(0, -1, 65536, 256, POOLED_BYTES, POOLED_BYTES));
    server.setErrorHandler(failures);
    server.setHandler(new GracefulHandler(settings.smallBodies()));
    server.setStopTimeout(settings.stop().toMillis());
    return server;
  }

  private static void strict(HttpConfiguration http) {
    http.setUriCompliance(UriCompliance.DEFAULT);
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setSendDateHeader(false);
    // A cache of fields costs each connection up to 100 kB, and each is another submitter's.
    http.setHeaderCacheSize(0);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setResponseHeaderSize(HEADER_BYTES);
    http.setOutputBufferSize(BUFFER_BYTES);
    http.setFormEncodedMethods();
  }

  private static Connector connector(
      Settings settings, Server server, HttpConfiguration http, UnaryOperator<HttpFields> rewrite) {
    ScheduledExecutorScheduler scheduler =
        new ScheduledExecutorScheduler(settings.name() + "-clock", true);
    Peers peers = new Peers(settings.connections(), settings.idle(), scheduler);
    GuardedConnections connections = new GuardedConnections(http, rewrite, peers);
    connections.setInputBufferSize(BUFFER_BYTES);
    ServerConnector connector =
        new ServerConnector(server, null, scheduler, null, 1, 1, connections);
    connector.setHost(settings.address().getAddress().getHostAddress());
    connector.setPort(settings.address().getPort());
    connector.setAcceptQueueSize(settings.connections());
    connector.setIdleTimeout(settings.idle().toMillis());
    connector.setShutdownIdleTimeout(
        Math.min(SILENT_AT_STOP_MILLIS, settings.stop().toMillis() / 2));
    connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
    connector.addBean(peers);
    return connector;
  }

  /** What escapes a route is a broken body, a missing route or our bug; more is not said. */
  private static void failures(RoutesConfig routes, FailurePages failures) {
    routes.exception(HttpResponseException.class, (e, ctx) -> failures.write(e.getStatus(), ctx));
    routes.exception(BrokenBodyException.class, (e, ctx) -> failures.write(e.answer(), ctx));
    routes.exception(Exception.class, (e, ctx) -> failures.write(500, ctx));
  }
}
