package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.taniq.cli.terminal.Environment;
import org.taniq.cli.terminal.KdfCost;
import org.taniq.cli.terminal.LineSource;
import org.taniq.cli.terminal.TestCost;

/**
 * Runs one transcript, src/test/resources/cli/*.txt, in this process, in an empty directory.
 *
 * <pre>
 * taniq ARGS            must end with 0;   ! 3 taniq ARGS   must end with 3
 * &lt; TEXT                an answer for the next command, in order
 * stdout REGEX          a line of the last command's output;   ! stdout REGEX   no such line
 * stderr REGEX
 * empty stdout|stderr
 * file NAME / no file NAME / cmp A B / cp A B / rm A / mkdir A / cut A BYTES / flip A OFFSET
 * set VAR stdout REGEX  the first group of a line becomes $VAR
 * day YYYY-MM-DD        the clock;   net up|down;   lang LOCALE;   home NAME
 * -- NAME --            the lines up to the next such are a file
 * </pre>
 */
final class Transcript {
  private final Path directory;
  private final Path net;
  private final Map<String, String> variables = new HashMap<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private LocalDate day = LocalDate.parse("2026-11-25");
  private String locale = "C";
  private String home = "home";
  private boolean typed = true;
  private String stdout = "";
  private String stderr = "";

  Transcript(Path directory) throws IOException {
    this.directory = directory;
    this.net = Files.createDirectory(directory.resolve("net"));
    Files.createDirectory(net.resolve("lo"));
    Files.writeString(net.resolve("lo/flags"), "0x9\n");
    variables.put("DIR", directory.toString());
  }

  void run(List<String> lines) throws IOException {
    List<String> commands = new ArrayList<>();
    int at = 0;
    while (at < lines.size() && !lines.get(at).matches("-- .* --")) {
      commands.add(lines.get(at++));
    }
    while (at < lines.size()) {
      Path file = directory.resolve(lines.get(at).substring(3, lines.get(at).length() - 3));
      StringBuilder text = new StringBuilder();
      while (++at < lines.size() && !lines.get(at).matches("-- .* --")) {
        text.append(lines.get(at)).append('\n');
      }
      Files.writeString(file, text);
    }
    for (int i = 0; i < commands.size(); i++) {
      String line = commands.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        try {
          step(expand(line));
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError(
              "line " + (i + 1) + ": " + line + "\n" + e + "\n" + stdout + stderr, e);
        }
      }
    }
  }

  private String expand(String line) {
    for (Map.Entry<String, String> each : variables.entrySet()) {
      line = line.replace("$" + each.getKey(), each.getValue());
    }
    return line;
  }

  private void step(String line) throws IOException {
    String[] words = line.split(" ", 2);
    String rest = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "taniq" -> assertEquals(0, taniq(rest), "exit code");
      case "!" -> {
        Matcher command = Pattern.compile("([0-9]+) taniq ?(.*)").matcher(rest);
        if (command.matches()) {
          assertEquals(Integer.parseInt(command.group(1)), taniq(command.group(2)), "exit code");
        } else {
          String[] what = rest.split(" ", 2);
          assertTrue(find(output(what[0]), what[1]) == null, "unwanted line");
        }
      }
      case "<" -> answers.add(rest);
      case "stdout", "stderr" -> assertTrue(find(output(words[0]), rest) != null, "no such line");
      case "empty" -> assertEquals("", output(rest));
      case "set" -> {
        String[] parts = rest.split(" ", 3);
        Matcher found = find(output(parts[1]), parts[2]);
        assertTrue(found != null, "no such line");
        variables.put(parts[0], found.group(1));
      }
      case "day" -> day = LocalDate.parse(rest);
      case "lang" -> locale = rest;
      case "home" -> home = rest;
      case "script" -> typed = false;
      case "net" -> {
        Files.createDirectories(net.resolve("wlan0"));
        Files.writeString(net.resolve("wlan0/flags"), rest.equals("up") ? "0x1003" : "0x1002");
      }
      default -> files(words[0], rest.split(" "));
    }
  }

  private void files(String what, String[] names) throws IOException {
    Path first = directory.resolve(names[0]);
    switch (what) {
      case "file" -> assertTrue(Files.exists(first), "missing");
      case "no" -> assertTrue(Files.notExists(directory.resolve(names[1])), "there");
      case "cmp" -> assertEquals(-1, Files.mismatch(first, directory.resolve(names[1])));
      case "cp" -> Files.copy(first, directory.resolve(names[1]));
      case "rm" -> Files.delete(first);
      case "mkdir" -> Files.createDirectories(first);
      case "write" -> Files.writeString(first, names[1]);
      case "cut" -> {
        byte[] bytes = Files.readAllBytes(first);
        Files.write(first, java.util.Arrays.copyOf(bytes, Integer.parseInt(names[1])));
      }
      case "flip" -> {
        byte[] bytes = Files.readAllBytes(first);
        bytes[Integer.parseInt(names[1])] ^= 1;
        Files.write(first, bytes);
      }
      default -> fail("no such step: " + what);
    }
  }

  private String output(String name) {
    return name.equals("stdout") ? stdout : stderr;
  }

  private static Matcher find(String output, String regex) {
    Matcher matcher = Pattern.compile(regex, Pattern.MULTILINE).matcher(output);
    return matcher.find() ? matcher : null;
  }

  private int taniq(String arguments) {
    List<String> words = new ArrayList<>(List.of("--home", directory.resolve(home).toString()));
    Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(arguments);
    while (word.find()) {
      String text = word.group(1) != null ? word.group(1) : word.group(2);
      words.add(text.startsWith("@") ? directory.resolve(text.substring(1)).toString() : text);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = TaniqMain.assemble(environment(out, err)).run(words.toArray(String[]::new));
    stdout = out.toString(StandardCharsets.UTF_8);
    stderr = err.toString(StandardCharsets.UTF_8);
    assertTrue(answers.isEmpty(), "answers left: " + answers.size());
    return code;
  }

  private Environment environment(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    Clock clock = Clock.fixed(day.atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    KdfCost cost = TestCost.small();
    return new Environment(
        new ByteArrayInputStream(new byte[0]),
        out,
        false,
        err,
        false,
        locale,
        clock,
        new SecureRandom(),
        TestCost.guard(net),
        new Answers(err),
        cost);
  }

  /** Answers as a person would type them, from the transcript. */
  private final class Answers implements LineSource {
    private final ByteArrayOutputStream screen;

    Answers(ByteArrayOutputStream screen) {
      this.screen = screen;
    }

    @Override
    public byte[] ask(String prompt, boolean secret) {
      screen.writeBytes((prompt + "\n").getBytes(StandardCharsets.UTF_8));
      String answer = answers.poll();
      return answer == null ? null : answer.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean typed() {
      return typed;
    }
  }
}
