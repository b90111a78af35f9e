package org.taniq.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: completion for bash and zsh. */
@Command(
    name = "completion",
    description = "Writes a script out by which bash and zsh complete commands and options.",
    footerHeading = "%nExamples:%n",
    footer = "  source <(${ROOT-COMMAND-NAME} completion)")
public final class CompletionCommand extends TaniqCommand {
  @Spec private CommandSpec spec;

  /** picocli fills in the specification. */
  @SuppressWarnings("NullAway.Init")
  public CompletionCommand() {}

  @Override
  protected Outcome run(Session session) throws Refusal, IOException {
    String script = AutoComplete.bash(spec.root().name(), spec.root().commandLine());
    session.terminal().content().write(script.getBytes(StandardCharsets.UTF_8));
    return Outcome.ok(Outcome.object());
  }
}
