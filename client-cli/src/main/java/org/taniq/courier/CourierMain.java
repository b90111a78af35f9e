package org.taniq.courier;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The online program {@code taniq-courier}: wires its commands and runs one. */
@Command(
    name = "taniq-courier",
    description = "Carries sealed envelopes in and signed documents out.",
    mixinStandardHelpOptions = true,
    versionProvider = CourierMain.Version.class)
public final class CourierMain {
  private CourierMain() {}

  /** Runs the command named by the arguments and leaves with its exit code. */
  public static void main(String[] args) {
    // Answered before the commands are read from their annotations, which takes longer than all
    // else at the start.
    if (args.length == 1 && args[0].equals("--version")) {
      System.out.println(version());
      return;
    }
    System.exit(new CommandLine(new CourierMain()).execute(args));
  }

  private static String version() {
    String version = CourierMain.class.getPackage().getImplementationVersion();
    return "taniq-courier " + (version == null ? "(not packaged)" : version);
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {version()};
    }
  }
}
