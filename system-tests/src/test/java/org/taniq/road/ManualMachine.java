package org.taniq.road;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.taniq.road.ManualBlocks.Line;
import org.taniq.road.Program.Run;

/**
 * A machine at which somebody follows a manual: bash runs the very lines, with the distributions'
 * programs on the PATH. What cannot be had in a test is added there: no passphrase is typed, the
 * network is up, the server is not behind Tor.
 */
final class ManualMachine {
  private static final String TANIQ =
      """
      #!/bin/sh
      case $1 in seal) set -- "$@" --no-confirm ;; esac
      exec %s "$@" --allow-network --yes --passphrase-fd 3 $MORE
      """;

  private static final String COURIER =
      """
      #!/bin/sh
      case $1 in keygen) exec %s "$@" ;; esac
      exec %s "$@" --direct --tries 3
      """;

  /** What somebody reads off the screen, to type it where a manual has a word in capitals. */
  private static final Map<String, Pattern> READ_OFF =
      Map.of(
          "N", Pattern.compile("bulletin-([0-9]+)\\.json"),
          "ORDER", Pattern.compile("deletion-order-([0-9a-f]{32})\\.json"),
          "SIGNER", Pattern.compile("Nigar \\(([0-9a-f]{32})\\)"),
          "HEAD", Pattern.compile("head ([0-9a-f]{64})"));

  /** The words in capitals, and names of people and places, with what is typed for them. */
  static final class Table {
    private final Map<String, String> words = new HashMap<>();

    void put(String word, String typed) {
      words.put(word, typed);
    }

    private void readOff(String shown) {
      READ_OFF.forEach(
          (word, pattern) -> {
            Matcher matcher = pattern.matcher(shown);
            while (matcher.find()) {
              words.put(word, matcher.group(1));
            }
          });
    }

    String fill(String line) {
      String filled = line;
      List<String> longestFirst = new ArrayList<>(words.keySet());
      longestFirst.sort((a, b) -> b.length() - a.length());
      for (String word : longestFirst) {
        String whole = "(?<![A-Za-z0-9])" + Pattern.quote(word) + "(?![A-Za-z])";
        filled = filled.replaceAll(whole, Matcher.quoteReplacement(words.get(word)));
      }
      return filled;
    }
  }

  private static final String PASSPHRASE = "six invented words for a test\n";

  final Path home;
  private final Table table;
  private final Set<Line> ran;
  private final Map<String, String> environment = new HashMap<>();
  private String typed = PASSPHRASE.repeat(6);

  /**
   * @param home of its one user, a new directory
   * @param table shared by all machines
   * @param ran every line that was run is added
   */
  ManualMachine(Path home, Table table, Set<Line> ran) throws IOException {
    this.home = Files.createDirectories(home);
    this.table = table;
    this.ran = ran;
    Path bin = Files.createDirectories(home.resolve(".bin"));
    program(bin.resolve("taniq"), TANIQ.formatted(Distribution.TANIQ.path()));
    String courier = Distribution.COURIER.path();
    program(bin.resolve("taniq-courier"), COURIER.formatted(courier, courier));
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    environment.put("HOME", home.toString());
    environment.put("TANIQ_JAVA_OPTS", "-Duser.home=" + home);
    environment.put("MORE", "");
  }

  private static void program(Path path, String text) throws IOException {
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** From now on the user answers with this, where nothing is said with a passphrase. */
  ManualMachine typing(String line) {
    typed = line + "\n";
    return this;
  }

  /** From now on every {@code taniq} of this machine has further options. */
  ManualMachine with(String options) {
    environment.put("MORE", options);
    return this;
  }

  /** Runs a block from top to bottom; every line must end with 0. */
  List<Run> run(List<Line> block) throws IOException, InterruptedException {
    List<Run> runs = new ArrayList<>();
    for (Line line : block) {
      runs.add(run(line, 0));
    }
    return runs;
  }

  /** Runs a line, which must end with the status. */
  Run run(Line line, int exit) throws IOException, InterruptedException {
    ran.add(line);
    String filled = table.fill(line.text());
    String script = "cd " + Program.quoted(home.toString()) + " || exit 99\n" + filled;
    Run run = Program.run(environment, typed, List.of("bash", "-c", script));
    table.readOff(run.out());
    if (run.exit() != exit) {
      String shown = "\n" + run.out() + run.err();
      throw new AssertionError(line + "\ntyped: " + filled + "\nexit " + run.exit() + shown);
    }
    return run;
  }
}
