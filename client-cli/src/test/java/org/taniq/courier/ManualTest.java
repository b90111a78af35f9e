package org.taniq.courier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.cli.TaniqMain;
import org.taniq.cli.terminal.Environment;
import picocli.CommandLine;

class ManualTest {
  private static final List<String> COMMANDS =
      List.of("fetch", "submit", "keygen", "status", "pull", "push");

  @TempDir Path temporary;

  @Test
  void every_command_has_help_and_a_page_with_examples_and_exit_codes() throws Exception {
    Run man = Run.courier("man", temporary.toString());
    assertEquals(0, man.exit, man.toString());
    for (String command : COMMANDS) {
      String page = Files.readString(temporary.resolve("taniq-courier-" + command + ".1"));
      assertTrue(page.startsWith(".TH TANIQ-COURIER-" + command.toUpperCase() + " 1\n"), page);
      for (String section : List.of("SYNOPSIS", "OPTIONS", "EXIT STATUS", "EXAMPLES")) {
        assertTrue(page.contains(".SH " + section + "\n"), command + " " + section);
      }
      assertFalse(page.contains("${"), page);
      assertFalse(page.contains("\u001b"), page);
      Run help = Run.courier(command, "--help");
      assertEquals(0, help.exit, help.toString());
      assertTrue(help.out.contains("Examples:"), help.out);
      assertFalse(help.out.contains("--allow-network"), help.out);
      assertTrue(help.out.contains(" 9   the server was not reached"), help.out);
    }
    Run page = Run.courier("man");
    assertTrue(page.out.contains("taniq\\-courier\\-pull(1)"), page.out);
  }

  @Test
  void every_command_of_taniq_has_a_page() {
    CommandLine taniq = TaniqMain.assemble(Environment.ofThisProcess()).commandLine();
    assertTrue(taniq.getSubcommands().containsKey("man"));
    requireDescribed(taniq);
  }

  @Test
  void pages_are_summed_up_in_one_sentence_and_show_examples_and_exit_status() throws Exception {
    Run man = Run.courier("man", temporary.toString());
    assertEquals(0, man.exit, man.toString());
    String page = Files.readString(temporary.resolve("taniq-courier-fetch.1"));
    assertTrue(page.contains("verifies all of it against the fingerprint on the paper\n"), page);
    assertTrue(page.contains(".SH EXAMPLES\n.nf\n  taniq\\-courier fetch"), page);
    assertTrue(page.contains(".SH EXIT STATUS\n.TP\n.B 0\n"), page);
  }

  private static void requireDescribed(CommandLine line) {
    for (CommandLine each : line.getSubcommands().values()) {
      String name = each.getCommandSpec().qualifiedName();
      assertTrue(each.getCommandSpec().usageMessage().description().length > 0, name);
      requireDescribed(each);
    }
  }

  @Test
  void completion_knows_every_command_and_is_a_shell_script() throws Exception {
    Run completion = Run.courier("completion");
    assertEquals(0, completion.exit, completion.toString());
    for (String command : COMMANDS) {
      assertTrue(completion.out.contains(command), command);
    }
    Path script = Files.writeString(temporary.resolve("completion"), completion.out);
    assertEquals(0, new ProcessBuilder("bash", "-n", script.toString()).start().waitFor());
  }
}
