package org.taniq.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code man}: the manual pages. */
@Command(
    name = "man",
    description = "Writes the manual pages into a directory, or the program's own page out.",
    footerHeading = "%nExamples:%n",
    footer = {"  ${ROOT-COMMAND-NAME} man | man -l -", "  ${ROOT-COMMAND-NAME} man share/man/man1"})
public final class ManCommand extends TaniqCommand {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", arity = "0..1", description = "Where the pages are written.")
  private @Nullable Path directory;

  /** picocli fills in the specification. */
  @SuppressWarnings("NullAway.Init")
  public ManCommand() {}

  @Override
  protected Outcome run(Session session) throws Refusal, IOException {
    CommandLine program = spec.root().commandLine();
    Map<String, String> pages = ManPage.all(program);
    if (directory == null) {
      byte[] page =
          pages.getOrDefault(spec.root().name() + ".1", "").getBytes(StandardCharsets.UTF_8);
      session.terminal().content().write(page);
      return Outcome.ok(Outcome.object());
    }
    Files.createDirectories(directory);
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Files.writeString(directory.resolve(page.getKey()), page.getValue());
    }
    return Outcome.ok(Outcome.object().put("pages", pages.size()));
  }
}
