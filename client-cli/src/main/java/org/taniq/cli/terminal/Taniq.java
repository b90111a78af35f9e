package org.taniq.cli.terminal;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line as a whole: registers commands, runs one, turns what it throws into words. */
public final class Taniq {
  private final Environment environment;
  private final RootCommand root = new RootCommand();
  private final String program;
  private final CommandLine line;

  public Taniq(Environment environment) {
    this(environment, "taniq");
  }

  /** For a program of another name, which stands before each message. */
  public Taniq(Environment environment, String program) {
    this.environment = environment;
    this.program = program;
    this.line = new CommandLine(root);
    line.setCommandName(program);
  }

  /** Adds a command, with the commands below it. */
  public void add(Object command) {
    line.addSubcommand(command);
  }

  /** Adds a command below one that was added. */
  public void addTo(String group, Object command) {
    Objects.requireNonNull(line.getSubcommands().get(group)).addSubcommand(command);
  }

  /** The assembled command line, for manuals and completion. */
  public CommandLine commandLine() {
    return line;
  }

  /**
   * Runs one command.
   *
   * @param arguments as {@link Arguments#recover} gives them
   * @return the exit status
   */
  public int run(String... arguments) {
    line.registerConverter(Path.class, FileNames::path);
    line.setOut(new PrintWriter(environment.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(environment.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setExecutionStrategy(this::execute);
    line.setParameterExceptionHandler((e, args) -> usage(e));
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e));
    return line.execute(arguments);
  }

  private int execute(ParseResult parsed) throws CommandLine.ExecutionException {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    List<CommandLine> chain = parsed.asCommandLineList();
    CommandLine last = chain.get(chain.size() - 1);
    Object command = last.getCommand();
    if (command == root) {
      throw new ParameterException(last, "a command is missing");
    }
    if (command instanceof TaniqCommand work) {
      try {
        work.begin(new Session(environment, root, terminal(source())));
      } catch (Refusal e) {
        return failed(e);
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private LineSource source() throws Refusal {
    return root.passphraseFd == null
        ? environment.terminal()
        : FdSource.of(root.passphraseFd, environment.in());
  }

  private Terminal terminal(LineSource source) {
    Catalogue texts = Catalogue.of(root.lang == null ? environment.locale() : root.lang);
    return new Terminal(environment, program, texts, root.json, root.yes, source);
  }

  private int usage(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    Terminal terminal = terminal(environment.terminal());
    // picocli's own words, in English: they name options and commands.
    String message = e.getMessage() == null ? "" : e.getMessage();
    terminal.error(TerminalProblem.USAGE, List.of(message, command));
    return ExitCode.USAGE.code();
  }

  private int failed(Exception e) {
    Refusal refusal = Failures.refusal(e);
    Terminal terminal = terminal(environment.terminal());
    terminal.error(refusal.problem(), refusal.arguments());
    terminal.result(
        Outcome.object()
            .put("error", refusal.problem().key())
            .put("exit", refusal.problem().exit().code()));
    return refusal.problem().exit().code();
  }
}
