package org.taniq.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.cli.TaniqMain;

class ManualPageTest {
  @TempDir Path directory;

  @Test
  void every_command_has_a_page_that_says_what_it_is_for_and_how_it_ends() {
    Map<String, String> pages = ManualCommand.pages(program().commandLine());
    assertTrue(pages.containsKey("taniq.1"), pages.keySet().toString());
    assertTrue(pages.containsKey("taniq-keyring-new.1"), pages.keySet().toString());
    pages.forEach(
        (name, page) -> {
          assertTrue(page.startsWith(".TH "), name);
          assertFalse(page.contains("\\- \n"), name + " says nothing of itself");
          assertTrue(page.contains(".SH EXIT STATUS\n.TP\n.B 0\n"), name);
          assertTrue(page.contains("\n.B 70\n"), name);
        });
  }

  @Test
  void pages_show_arguments_options_and_examples() {
    String page = ManualCommand.pages(program().commandLine()).get("taniq-keyring-epochs.1");
    assertTrue(page.contains("\\fBtaniq keyring epochs\\fR [\\fIOPTION\\fR]...\n"), page);
    assertTrue(page.contains("\\fB\\-\\-weeks=N\\fR\n"), page);
    assertTrue(page.contains(".SH EXAMPLES\n.nf\ntaniq keyring epochs\n"), page);
    assertTrue(page.contains("\\fBtaniq\\-keyring\\fR(1)"), page);
  }

  @Test
  void pages_and_completion_are_written_for_packagers() throws Exception {
    assertEquals(0, program().run("generate-manual", directory.toString()));
    assertTrue(Files.size(directory.resolve("man1/taniq.1")) > 1000);
    assertTrue(Files.readString(directory.resolve("completion/taniq")).contains("keyring"));
    assertFalse(Files.readString(directory.resolve("man1/taniq.1")).contains("generate"));
  }

  private static Taniq program() {
    return TaniqMain.assemble(
        new Environment(
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream(),
            false,
            "C",
            java.time.Clock.systemUTC(),
            new java.security.SecureRandom(),
            NetworkGuard.ofThisMachine(),
            new TtySource(),
            TestCost.small()));
  }
}
