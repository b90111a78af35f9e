package org.taniq.courier;

import java.util.LinkedHashMap;
import java.util.Map;
import org.taniq.cli.terminal.Arguments;
import org.taniq.cli.terminal.CompletionCommand;
import org.taniq.cli.terminal.Environment;
import org.taniq.cli.terminal.ManCommand;
import org.taniq.cli.terminal.Taniq;
import org.taniq.courier.fetch.FetchCommand;
import org.taniq.courier.hatch.PullCommand;
import org.taniq.courier.hatch.PushCommand;
import org.taniq.courier.hatch.StatusCommand;
import org.taniq.courier.key.KeygenCommand;
import org.taniq.courier.submit.SubmitCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The online program {@code taniq-courier}: wires its commands and runs one. */
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
    Environment environment = Environment.ofThisProcess();
    System.exit(assemble(environment, Waiting.real()).run(Arguments.recover(args)));
  }

  /** The program with all its commands, in the order in which the manual lists them. */
  public static Taniq assemble(Environment environment, Waiting waiting) {
    Taniq courier = new Taniq(environment, "taniq-courier");
    CommandSpec spec = courier.commandLine().getCommandSpec();
    spec.versionProvider(new Version());
    spec.usageMessage()
        .description("Carries sealed envelopes in and signed documents out, on a machine online.")
        .exitCodeList(exitCodes());
    // What belongs to keys that are unlocked offline has no place here.
    for (String name : new String[] {"--allow-network", "--yes", "--passphrase-fd"}) {
      OptionSpec option = spec.findOption(name);
      if (option != null) {
        spec.remove(option);
      }
    }
    courier.add(new FetchCommand(waiting));
    courier.add(new SubmitCommand(waiting));
    courier.add(new KeygenCommand());
    courier.add(new StatusCommand(waiting));
    courier.add(new PullCommand(waiting));
    courier.add(new PushCommand(waiting));
    courier.add(new ManCommand());
    courier.add(new CompletionCommand());
    return courier;
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put(" 0", "done");
    codes.put(" 1", "refused: by the server, or what was to be carried is not as it should be");
    codes.put(" 2", "wrong command line");
    codes.put(" 5", "a file could not be read or written, or the disk is full");
    codes.put(" 7", "this clock and the server's differ by more than 5 minutes");
    codes.put(" 8", "alarm: rollback, or two documents in one place");
    codes.put(" 9", "the server was not reached, or the line kept being cut; run it again");
    codes.put("70", "a defect of the program");
    return codes;
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
