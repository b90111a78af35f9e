package org.taniq.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.taniq.cli.ceremony.AliveCommand;
import org.taniq.cli.ceremony.BulletinCommand;
import org.taniq.cli.ceremony.CharterCommand;
import org.taniq.cli.ceremony.CombineCommand;
import org.taniq.cli.ceremony.DeletionOrderCommand;
import org.taniq.cli.ceremony.ImportCommand;
import org.taniq.cli.ceremony.KeysetCommand;
import org.taniq.cli.ceremony.OutboxCommand;
import org.taniq.cli.ceremony.PinCommand;
import org.taniq.cli.ceremony.SignCommand;
import org.taniq.cli.ceremony.SiteCommand;
import org.taniq.cli.ceremony.VerifyCommand;
import org.taniq.cli.export.Export;
import org.taniq.cli.inbox.DestroyEpochs;
import org.taniq.cli.inbox.InboxCommand;
import org.taniq.cli.inbox.Inspect;
import org.taniq.cli.inbox.LogCommand;
import org.taniq.cli.inbox.VaultCommand;
import org.taniq.cli.keyring.KeyringCommand;
import org.taniq.cli.seal.Seal;
import org.taniq.cli.terminal.Arguments;
import org.taniq.cli.terminal.CompletionCommand;
import org.taniq.cli.terminal.Environment;
import org.taniq.cli.terminal.ManCommand;
import org.taniq.cli.terminal.Taniq;
import picocli.CommandLine.IVersionProvider;

/** The offline program {@code taniq}: wires its commands and runs one. */
public final class TaniqMain {
  /** What shows the other commands. */
  private static final List<String> WANT_ALL = List.of("-h", "--help", "man", "completion");

  private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("pin", PinCommand::new);
    COMMANDS.put("keyring", KeyringCommand::new);
    COMMANDS.put("charter", CharterCommand::new);
    COMMANDS.put("keyset", KeysetCommand::new);
    COMMANDS.put("site", SiteCommand::new);
    COMMANDS.put("alive", AliveCommand::new);
    COMMANDS.put("bulletin", BulletinCommand::new);
    COMMANDS.put("deletion-order", DeletionOrderCommand::new);
    COMMANDS.put("sign", SignCommand::new);
    COMMANDS.put("combine", CombineCommand::new);
    COMMANDS.put("verify", VerifyCommand::new);
    COMMANDS.put("import", ImportCommand::new);
    COMMANDS.put("outbox", OutboxCommand::new);
    COMMANDS.put("seal", Seal::new);
    COMMANDS.put("inbox", InboxCommand::new);
    COMMANDS.put("vault", VaultCommand::new);
    COMMANDS.put("log", LogCommand::new);
    COMMANDS.put("inspect", Inspect::new);
    COMMANDS.put("export", Export::new);
    COMMANDS.put("man", ManCommand::new);
    COMMANDS.put("completion", CompletionCommand::new);
  }

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
        Collections.disjoint(words, COMMANDS.keySet()) || !Collections.disjoint(words, WANT_ALL);
    COMMANDS.forEach(
        (name, command) -> {
          if (all || words.contains(name)) {
            taniq.add(command.get());
          }
        });
    if (all || words.contains("keyring")) {
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
