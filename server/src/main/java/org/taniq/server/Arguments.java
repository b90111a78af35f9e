package org.taniq.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param config path of the configuration file; null where the command needs none
 * @param paths of what to install
 */
record Arguments(Command command, @Nullable String config, boolean demo, List<String> paths) {
  static final String USAGE =
      """
      Usage: taniq-server --config FILE [--demo]
             taniq-server --config FILE [--demo] install PUBLICATION [SITE]
             taniq-server --config FILE --check-config
             taniq-server --print-default-config | --version | --help

      Serves the signed pages, takes sealed envelopes in, lets couriers carry them out.

        --config FILE            the configuration
        --demo                   take a demonstration's charter, which protects nobody
        install PUBLICATION …    verify and install tars or folders made by "taniq bulletin build" and
                                 "taniq site build", for the first set-up, while the server is stopped;
                                 later ones come by courier
        --check-config           read the configuration, say what is wrong with it, and leave
        --print-default-config   print a commented configuration with every setting

      Exit status: 0 done, 1 failed or refused, 2 wrong command line or configuration.
      """;

  /** What to do. */
  enum Command {
    RUN,
    INSTALL,
    CHECK_CONFIG,
    PRINT_DEFAULT_CONFIG,
    VERSION,
    HELP
  }

  /** A command line that is not understood; the message says what is. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  Arguments {
    paths = List.copyOf(paths);
  }

  static Arguments parse(String... args) throws UsageException {
    @Nullable String config = null;
    boolean demo = false;
    Command command = Command.RUN;
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      if (command == Command.INSTALL) {
        paths.add(args[i]);
        continue;
      }
      switch (args[i]) {
        case "--config" -> {
          if (i + 1 == args.length) {
            throw new UsageException("--config needs a file");
          }
          config = args[++i];
        }
        case "--demo" -> demo = true;
        case "--check-config" -> command = Command.CHECK_CONFIG;
        case "--print-default-config" -> command = Command.PRINT_DEFAULT_CONFIG;
        case "--version" -> command = Command.VERSION;
        case "--help", "-h" -> command = Command.HELP;
        case "install" -> command = Command.INSTALL;
        default -> throw new UsageException("an option or command that is not known");
      }
    }
    boolean needsConfig =
        command == Command.RUN || command == Command.INSTALL || command == Command.CHECK_CONFIG;
    if (needsConfig && config == null) {
      throw new UsageException("--config FILE is missing");
    }
    if (command == Command.INSTALL && paths.isEmpty()) {
      throw new UsageException("install needs a publication or a site");
    }
    return new Arguments(command, config, demo, paths);
  }
}
