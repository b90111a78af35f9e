package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.taniq.cli.terminal.Environment;
import org.taniq.cli.terminal.LineSource;
import org.taniq.cli.terminal.Taniq;
import org.taniq.cli.terminal.TestCost;

/**
 * What a person sees on the terminal: commands, questions, both outputs in their order. It stands
 * in a manual, below a line {@code <!-- picture: NAME -->}, as a block that is compared with what
 * the programs say now, or written anew with {@code -Dtaniq.pictures=write}.
 */
public final class Picture {
  private static final Path ROOT = Path.of(System.getProperty("taniq.root", "..")).toAbsolutePath();
  private static final boolean WRITE = "write".equals(System.getProperty("taniq.pictures"));

  private final Path directory;
  private final Clock clock;
  private final SecureRandom random = steady();
  private final Map<String, String> shown = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();

  /**
   * @param directory of files; a word {@code @NAME} of a command is NAME there, {@code @/PATH} is
   *     shown as /PATH
   * @param clock that stands still
   */
  public Picture(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** Randomness that is the same at every run. What is made of it protects nothing. */
  public static SecureRandom steady() {
    return new Steady();
  }

  /** The picture has one text in the place of another, which is typed or said. */
  public Picture showing(String word, String insteadOf) {
    shown.put(word, insteadOf);
    return this;
  }

  /**
   * Types a command at the prompt.
   *
   * @param exit the status that it must end with
   * @param program made over an environment
   * @param hidden options that are given and not shown
   * @param person answers a question; gets all that stands on the screen, the question included
   */
  public void type(
      int exit,
      Function<Environment, Taniq> program,
      List<String> hidden,
      Function<String, String> person,
      String command) {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    List<String> words = new ArrayList<>();
    for (String word : command.split(" ")) {
      String file = word.startsWith("@/") ? word.substring(1) : "/" + word.substring(1);
      words.add(word.startsWith("@") ? directory + file : shown.getOrDefault(word, word));
    }
    words.remove(0);
    words.addAll(hidden);
    int code = program.apply(environment(screen, person)).run(words.toArray(String[]::new));
    String said = screen.toString(StandardCharsets.UTF_8);
    assertEquals(exit, code, said);
    text.append("$ ").append(command.replace(" @", " ")).append('\n').append(hide(said));
  }

  private String hide(String said) {
    String hidden = said.replace(directory + "/media/", "/media/").replace(directory + "/", "");
    for (Map.Entry<String, String> each : shown.entrySet()) {
      hidden = hidden.replace(each.getValue(), each.getKey());
    }
    return hidden.replace(" \n", "\n");
  }

  private Environment environment(ByteArrayOutputStream screen, Function<String, String> person) {
    LineSource source =
        new LineSource() {
          @Override
          public byte[] ask(String prompt, boolean secret) {
            screen.writeBytes(prompt.getBytes(StandardCharsets.UTF_8));
            String answer = person.apply(screen.toString(StandardCharsets.UTF_8));
            String echo = secret ? "\n" : answer + "\n";
            screen.writeBytes(echo.getBytes(StandardCharsets.UTF_8));
            return answer.getBytes(StandardCharsets.UTF_8);
          }

          @Override
          public boolean typed() {
            return true;
          }
        };
    return new Environment(
        new ByteArrayInputStream(new byte[0]),
        screen,
        true,
        screen,
        false,
        "C",
        clock,
        random,
        TestCost.guard(directory.resolve("net")),
        source,
        TestCost.small());
  }

  /** Compares with the block that stands in a manual, or writes it there. */
  public void requireIn(String manual, String name) throws IOException {
    Path file = ROOT.resolve(manual);
    String page = Files.readString(file);
    Matcher block =
        Pattern.compile("<!-- picture: " + name + " -->\n```console\n(.*?)```\n", Pattern.DOTALL)
            .matcher(page);
    assertTrue(block.find(), manual + " has no block for the picture " + name);
    if (WRITE) {
      Files.writeString(
          file, page.substring(0, block.start(1)) + text + page.substring(block.end(1)));
    } else {
      assertEquals(text.toString(), block.group(1), "-Dtaniq.pictures=write writes it anew");
    }
  }

  private static final class Steady extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final transient Random bytes = new Random(7);

    @Override
    public void nextBytes(byte[] target) {
      bytes.nextBytes(target);
    }
  }
}
