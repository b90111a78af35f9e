package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.taniq.cli.terminal.Environment;
import picocli.CommandLine;

final class CommandsTest {
  private static Set<String> names(String... words) {
    return TaniqMain.assemble(Environment.ofThisProcess(), List.of(words))
        .commandLine()
        .getSubcommands()
        .keySet();
  }

  @Test
  void a_command_has_the_name_under_which_it_is_looked_for() {
    for (String name : names()) {
      assertEquals(Set.of(name), name.matches("man|completion") ? Set.of(name) : names(name));
      CommandLine one =
          TaniqMain.assemble(Environment.ofThisProcess()).commandLine().getSubcommands().get(name);
      assertEquals(name, one.getCommandName());
    }
  }

  @Test
  void what_a_line_may_mean_is_there_and_nothing_else() {
    assertEquals(Set.of("inbox"), names("--home", "x", "inbox", "open", "--all"));
    // The value of an option may be called as a command is.
    assertEquals(Set.of("seal", "log"), names("--home", "log", "seal"));
  }

  @Test
  void help_and_errors_know_every_command() {
    Set<String> all = names();
    assertEquals(21, all.size());
    assertEquals(all, names("--help"));
    assertEquals(all, names("inbox", "-h"));
    assertEquals(all, names("inbocks"));
    assertEquals(all, names("man"));
    assertEquals(all, names("completion"));
  }
}
