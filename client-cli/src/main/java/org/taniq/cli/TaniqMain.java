package org.taniq.cli;

import java.util.Collections;
import java.util.List;
import org.taniq.cli.ceremony.KeyringEpochs;
import org.taniq.cli.inbox.DestroyEpochs;
import org.taniq.cli.terminal.Arguments;
import org.taniq.cli.terminal.Environment;
import org.taniq.cli.terminal.Taniq;
import picocli.CommandLine.IVersionProvider;

/** The offline program {@code taniq}: wires its commands and runs one. */
public final class TaniqMain {
  /** What shows the other commands. */
  private static final List<String> WANT_ALL = List.of("-h", "--help", "man", "completion");

  private TaniqMain() {}

  /** Runs the command named by the arguments and leaves with its exit code. */
  public static void main(String[] args) {
    // Answered before the commands are read from their annotations, which takes longer than all
    // else at the start.
    if (args.length == 1 && args[0].equals("--version")) {
      System.out.println(version());
      return;
    }
    String[] words = Arguments.recover(args);
    System.exit(assemble(Environment.ofThisProcess(), List.of(words)).run(words));
  }

  /** The program with all its commands, in the order in which the manual lists them. */
  public static Taniq assemble(Environment environment) {
    return assemble(environment, List.of());
  }

  /**
   * The program with what a command line can need. Reading one command from its annotations takes
   * longer than most commands do, so where some are named the others are left out.
   *
   * @param words of the command line; when they ask for help, or name no command, all are there
   */
  static Taniq assemble(Environment environment, List<String> words) {
    Taniq taniq = new Taniq(environment);
    taniq.commandLine().getCommandSpec().versionProvider(new Version());
    boolean all =
        Collections.disjoint(words, Commands.NAMES) || !Collections.disjoint(words, WANT_ALL);
    for (String name : Commands.NAMES) {
      if (all || words.contains(name)) {
        taniq.add(Commands.create(name));
      }
    }
    if (all || words.contains("keyring")) {
      taniq.addTo("keyring", new KeyringEpochs());
      taniq.addTo("keyring", new DestroyEpochs());
    }
    return taniq;
  }

  static String version() {
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
