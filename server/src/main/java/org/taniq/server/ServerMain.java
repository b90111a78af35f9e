package org.taniq.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.taniq.server.config.ConfigException;
import org.taniq.server.config.ServerConfig;
import org.taniq.server.site.PublicationException;
import org.taniq.server.site.Publications;

/**
 * The program {@code taniq-server}: reads its configuration, wires the parts, runs until told to
 * stop.
 */
public final class ServerMain {
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private final PrintStream out;
  private final PrintStream err;
  private final Clock clock;

  private ServerMain(PrintStream out, PrintStream err, Clock clock) {
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  /** Runs the program; see {@code --help}. */
  public static void main(String[] args) throws InterruptedException {
    int status = new ServerMain(System.out, System.err, Clock.systemUTC()).run(args);
    if (status != 0) {
      System.exit(status);
    }
  }

  private int run(String... args) throws InterruptedException {
    try {
      Arguments arguments = Arguments.parse(args);
      switch (arguments.command()) {
        case VERSION -> out.println("taniq-server " + version());
        case HELP -> out.print(Arguments.USAGE);
        case PRINT_DEFAULT_CONFIG -> out.print(ServerConfig.defaultFile());
        case CHECK_CONFIG -> {
          config(arguments);
          out.println("the configuration is good");
        }
        case INSTALL -> install(arguments);
        case RUN -> serve(arguments);
      }
      return 0;
    } catch (Arguments.UsageException e) {
      return failed(WRONG_USE, e, "taniq-server --help");
    } catch (ConfigException e) {
      return failed(
          WRONG_USE, e, "mend the configuration, then: taniq-server --config … --check-config");
    } catch (PublicationException e) {
      return failed(FAILED, e, "nothing was changed; what was published before stays");
    } catch (IOException e) {
      return failed(FAILED, e, "taniq-server --help");
    }
  }

  private void serve(Arguments arguments)
      throws ConfigException, IOException, InterruptedException {
    Server server =
        Server.start(config(arguments), arguments.demo(), clock, new SecureRandom(), this::log);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  log("stopped");
                  stopped.countDown();
                },
                "stop"));
    stopped.await();
  }

  /** A publication before a site, whatever their order: it says who may sign the site. */
  private void install(Arguments arguments)
      throws ConfigException, IOException, PublicationException {
    try (Publications publications =
        Server.publications(config(arguments), arguments.demo(), clock, this::log)) {
      for (boolean sites : new boolean[] {false, true}) {
        for (String path : arguments.paths()) {
          Path delivery = Path.of(path);
          if (!Files.isReadable(delivery)) {
            throw new IOException("what is to be installed cannot be read");
          }
          if (Publications.isSite(delivery) != sites) {
            continue;
          }
          if (sites) {
            publications.installSite(delivery);
          } else {
            publications.install(delivery);
          }
        }
      }
    }
  }

  private static ServerConfig config(Arguments arguments) throws ConfigException, IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(Path.of(Objects.requireNonNull(arguments.config())));
    } catch (IOException | InvalidPathException e) {
      throw new IOException("the configuration file cannot be read", e);
    }
    return ServerConfig.parse(bytes);
  }

  private void log(String line) {
    out.println("taniq-server: " + line);
    out.flush();
  }

  private int failed(int status, Exception e, String hint) {
    err.println("taniq-server: error: " + e.getMessage());
    err.println("taniq-server: hint: " + hint);
    return status;
  }

  private static String version() {
    String version = ServerMain.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
