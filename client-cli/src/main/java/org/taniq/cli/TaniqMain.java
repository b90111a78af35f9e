package org.taniq.cli;

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
  private TaniqMain() {}

  /** Runs the command named by the arguments and leaves with its exit code. */
  public static void main(String[] args) {
    // Answered before the commands are read from their annotations, which takes longer than all
    // else at the start.
    if (args.length == 1 && args[0].equals("--version")) {
      System.out.println(version());
      return;
    }
    System.exit(assemble(Environment.ofThisProcess()).run(Arguments.recover(args)));
  }

  /** The program with all its commands, in the order in which the manual lists them. */
  public static Taniq assemble(Environment environment) {
    Taniq taniq = new Taniq(environment);
    taniq.commandLine().getCommandSpec().versionProvider(new Version());
    taniq.add(new PinCommand());
    taniq.add(new KeyringCommand());
    taniq.add(new CharterCommand());
    taniq.add(new KeysetCommand());
    taniq.add(new SiteCommand());
    taniq.add(new AliveCommand());
    taniq.add(new BulletinCommand());
    taniq.add(new DeletionOrderCommand());
    taniq.add(new SignCommand());
    taniq.add(new CombineCommand());
    taniq.add(new VerifyCommand());
    taniq.add(new ImportCommand());
    taniq.add(new OutboxCommand());
    taniq.add(new Seal());
    taniq.add(new InboxCommand());
    taniq.add(new VaultCommand());
    taniq.add(new LogCommand());
    taniq.add(new Inspect());
    taniq.add(new Export());
    taniq.add(new ManCommand());
    taniq.add(new CompletionCommand());
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
