package org.taniq.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The offline program {@code taniq}: wires its commands and runs one. */
@Command(
    name = "taniq",
    description = "Seals, signs and opens testimony on a machine without a network.",
    mixinStandardHelpOptions = true,
    versionProvider = TaniqMain.Version.class)
public final class TaniqMain {
  private TaniqMain() {}

  /** Runs the command named by the arguments and leaves with its exit code. */
  public static void main(String[] args) {
    // Answered before the commands are read from their annotations, which takes longer than all
    // else at the start.
    if (args.length == 1 && args[0].equals("--version")) {
      System.out.println(version());
      return;
    }
    System.exit(new CommandLine(new TaniqMain()).execute(args));
  }

  private static String version() {
    String version = TaniqMain.class.getPackage().getImplementationVersion();
    return "taniq " + (version == null ? "(not packaged)" : version);
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {version()};
    }
  }
}
