package org.taniq.road;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.road.Program.Run;

/** Passphrases typed on a real terminal. */
class TerminalIT {
  private static final String SECRET = "correct horse battery staple";
  private static final String CTRL_C = "\u0003";

  @TempDir Path work;
  private Path home;

  @BeforeEach
  void choose_a_home() {
    home = work.resolve("home");
  }

  private String taniq(String words) {
    String program = Program.quoted(Distribution.TANIQ.path());
    return program + " --home " + Program.quoted(home.toString()) + " --allow-network " + words;
  }

  /** Runs taniq on a terminal, then shows its exit status and whether the terminal echoes. */
  private Pty terminal(String words) throws IOException {
    String echo = "stty -a | grep -o -e '[-]*\\becho\\b'";
    return new Pty("trap : INT; " + taniq(words) + "; echo status=$?; " + echo);
  }

  private static void requireEcho(String screen) {
    assertTrue(screen.strip().endsWith("\necho"), "the terminal does not echo\n" + screen);
  }

  @Test
  void a_new_passphrase_is_asked_twice_again_when_they_differ_and_never_shown() throws Exception {
    try (Pty pty = terminal("keyring new parvin")) {
      pty.await("passphrase");
      pty.type(SECRET + "\n");
      pty.await("the same again");
      pty.type(SECRET + " or not\n");
      pty.await("the two passphrases differ");
      pty.await("passphrase");
      pty.type(SECRET + "\n");
      pty.await("the same again");
      pty.type(SECRET + "\n");
      pty.await("status=0");
      String screen = pty.end();
      assertFalse(screen.contains("horse"), screen);
      requireEcho(screen);
    }
    try (Pty pty = terminal("keyring passwd --as parvin")) {
      pty.await("passphrase");
      pty.type(SECRET + "\n");
      pty.await("passphrase");
      for (int i = 0; i < 3; i++) {
        pty.type("another horse of a passphrase\n");
        pty.await("the same again");
        pty.type("yet another horse\n");
        pty.await("the two passphrases differ");
      }
      pty.await("hint: ");
      pty.await("status=3");
      String screen = pty.end();
      assertFalse(screen.contains("horse"), screen);
      requireEcho(screen);
    }
  }

  @Test
  void ctrl_c_gives_the_echo_back_and_leaves_nothing_behind() throws Exception {
    for (String typed : List.of("", "half of a horse")) {
      try (Pty pty = terminal("keyring new parvin")) {
        pty.await("passphrase");
        Thread.sleep(300);
        pty.type(typed);
        pty.type(CTRL_C);
        pty.await("status=130");
        String screen = pty.end();
        assertFalse(screen.contains("horse"), screen);
        requireEcho(screen);
      }
      assertEquals(List.of(), filesIn(home));
    }
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      // The lock of the home is there from the first command on.
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().equals("lock"))
          .toList();
    }
  }

  @Test
  void where_there_is_no_terminal_the_way_of_scripts_is_named() throws Exception {
    Run run = Program.run(List.of("setsid", "-w", "bash", "-c", taniq("keyring new parvin")));
    assertEquals(3, run.exit(), run.toString());
    assertTrue(run.err().contains("error: there is no terminal to ask on"), run.err());
    assertTrue(run.err().contains("--passphrase-fd"), run.err());
    assertEquals(List.of(), filesIn(home));
  }
}
