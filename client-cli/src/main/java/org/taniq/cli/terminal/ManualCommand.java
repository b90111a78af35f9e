package org.taniq.cli.terminal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code generate-manual}, for packagers: writes a manual page for each command and the shell
 * completion from what the commands say of themselves, so that neither can be out of date.
 */
@Command(
    name = "generate-manual",
    hidden = true,
    description = "Write manual pages to DIR/man1 and the completion for bash to DIR/completion.")
final class ManualCommand extends TaniqCommand {
  @Parameters(paramLabel = "DIR", description = "Where to write.")
  private Path directory = Path.of("");

  @Spec private @Nullable CommandSpec spec;

  @Override
  protected Outcome run(Session session) throws Refusal, IOException {
    if (spec == null) {
      throw new IllegalStateException("no specification");
    }
    CommandLine program = spec.root().commandLine();
    Path pages = Files.createDirectories(directory.resolve("man1"));
    Map<String, String> all = pages(program);
    for (Map.Entry<String, String> page : all.entrySet()) {
      Files.writeString(pages.resolve(page.getKey()), page.getValue());
    }
    Path completion = Files.createDirectories(directory.resolve("completion"));
    String name = program.getCommandName();
    Files.write(
        completion.resolve(name),
        AutoComplete.bash(name, program).getBytes(StandardCharsets.UTF_8));
    ObjectNode json = Outcome.object().put("pages", all.size());
    return Outcome.ok(json);
  }

  /** The pages by file name, {@code taniq-keyring-new.1}. */
  static Map<String, String> pages(CommandLine program) {
    Map<String, String> pages = new TreeMap<>();
    collect(program, pages);
    return pages;
  }

  private static void collect(CommandLine command, Map<String, String> pages) {
    if (!command.getCommandSpec().usageMessage().hidden()) {
      String name = command.getCommandSpec().qualifiedName("-");
      pages.put(name + ".1", ManualPage.of(command));
      command.getSubcommands().values().stream().distinct().forEach(each -> collect(each, pages));
    }
  }
}
