package org.taniq.cli.terminal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Everything a command says and asks, in the reader's language. Results go to standard output:
 * lines, or with {@code --json} one JSON object; all else goes to standard error. Not thread safe.
 */
public final class Terminal {
  /** Passphrases of new keyrings have at least so many characters. */
  public static final int LEAST_PASSPHRASE_CHARACTERS = 12;

  private static final int PASSPHRASE_TRIES = 3;

  private final Environment environment;
  private final String program;
  private final Catalogue catalogue;
  private final boolean json;
  private final boolean assumeYes;
  private final LineSource source;
  private final PrintStream out;
  private final PrintStream err;

  Terminal(
      Environment environment,
      String program,
      Catalogue catalogue,
      boolean json,
      boolean assumeYes,
      LineSource source) {
    this.environment = environment;
    this.program = program;
    this.catalogue = catalogue;
    this.json = json;
    this.assumeYes = assumeYes;
    this.source = source;
    this.out = new PrintStream(environment.out(), true, StandardCharsets.UTF_8);
    this.err = new PrintStream(environment.err(), true, StandardCharsets.UTF_8);
  }

  /** Whether the result is one JSON object; lines on standard output are then not written. */
  public boolean json() {
    return json;
  }

  /** The text of the catalogue, in the reader's language, arguments made safe. */
  public String text(String key, Object... arguments) {
    return catalogue.text(key, List.of(arguments));
  }

  /** Writes a line of the catalogue to standard output; nothing with {@code --json}. */
  public void line(String key, Object... arguments) {
    if (!json) {
      out.println(text(key, arguments));
    }
  }

  /** Writes a line that is no text of the catalogue (a table's row), made safe. */
  public void plain(String line) {
    if (!json) {
      out.println(SafeText.of(line));
    }
  }

  /** Standard output for content ({@code --stdout}, a completion script); never with JSON. */
  public OutputStream content() {
    return environment.out();
  }

  /** Whether {@link #content} would be shown to a person as it is, escape sequences and all. */
  public boolean contentIsShown() {
    return environment.outIsTerminal();
  }

  /** Writes a line of the catalogue to standard error. */
  public void note(String key, Object... arguments) {
    err.println(program + ": " + text(key, arguments));
  }

  /**
   * Writes a line of the catalogue with a secret in place of {0} to standard error.
   *
   * @param secret ASCII; the caller zeroes it
   */
  public void noteSecret(String key, char[] secret) {
    String mark = "*";
    String line = program + ": " + text(key, mark);
    int at = line.lastIndexOf(mark);
    err.print(line.substring(0, at));
    for (char c : secret) {
      err.write(c);
    }
    err.println(line.substring(at + 1));
  }

  /** Writes a warning of the catalogue to standard error. */
  public void warn(String key, Object... arguments) {
    err.println(program + ": warning: " + text(key, arguments));
  }

  /** Writes the error and the hint of a problem to standard error. */
  void error(Problem problem, List<Object> arguments) {
    String what = catalogue.text("error." + problem.key(), arguments);
    if (!arguments.isEmpty() && !catalogue.takesArguments("error." + problem.key())) {
      // A reason of a format, and the file that it was found in.
      what += ": " + Catalogue.safe(arguments.get(0));
    }
    err.println(program + ": error: " + what);
    err.println(program + ": hint: " + catalogue.text("hint." + problem.key(), arguments));
  }

  /** Writes an alarm, marked so that it is not overlooked, to standard error. */
  public void alarm(String key, Object... arguments) {
    String text = text(key, arguments);
    String rule = "!".repeat(Math.min(72, text.length() + 12));
    err.println(rule);
    err.println(program + ": ALARM: " + text);
    err.println(rule);
  }

  /** Writes the one JSON object, when JSON is asked for. */
  void result(ObjectNode object) {
    if (json) {
      out.println(object);
    }
  }

  /** Whether a person types the answers. */
  public boolean interactive() {
    return source.typed();
  }

  /**
   * Asks for the passphrase of an existing key.
   *
   * @param key text of the prompt
   * @throws Refusal PASSPHRASE_MISSING at the end of the input, NO_TERMINAL
   */
  public Passphrase passphrase(String key, Object... arguments) throws Refusal, IOException {
    byte[] line = source.ask(text(key, arguments) + ": ", true);
    if (line == null) {
      throw new Refusal(TerminalProblem.PASSPHRASE_MISSING);
    }
    return Passphrase.of(line);
  }

  /**
   * Asks for a new passphrase, twice where a person types it, and anew where the two differ.
   *
   * @throws Refusal PASSPHRASES_DIFFER at the third time, and as {@link #passphrase}
   */
  public Passphrase newPassphrase(String key, Object... arguments) throws Refusal, IOException {
    for (int tries = 1; ; tries++) {
      Passphrase first = passphrase(key, arguments);
      boolean good = false;
      try {
        good = !source.typed() || typedAgain(first);
        if (good) {
          return first;
        }
      } finally {
        if (!good) {
          first.close();
        }
      }
      if (tries == PASSPHRASE_TRIES) {
        throw new Refusal(TerminalProblem.PASSPHRASES_DIFFER);
      }
      note("terminal.differ");
    }
  }

  private boolean typedAgain(Passphrase first) throws Refusal, IOException {
    try (Passphrase again = passphrase("terminal.again")) {
      return first.same(again);
    }
  }

  /**
   * Asks to type a word before something that matters; {@code --yes} answers for a script.
   *
   * @param key text of the question; {0} is the word
   * @throws Refusal NOT_CONFIRMED on any other answer
   */
  public void confirm(String key, String word) throws Refusal, IOException {
    if (!assumeYes && !agrees(key, word)) {
      throw new Refusal(TerminalProblem.NOT_CONFIRMED);
    }
  }

  /** Asks a person to type a word; false on any other answer, and where nobody types. */
  public boolean agrees(String key, String word) throws Refusal, IOException {
    byte[] line = source.typed() ? source.ask(text(key, word) + " ", false) : null;
    return line != null && Arrays.equals(line, word.getBytes(StandardCharsets.UTF_8));
  }

  /** Progress over so many bytes (negative: unknown); close it at the end. */
  public Progress bytes(String key, long total) {
    return progress(key, total, true);
  }

  /** Progress over so many pieces. */
  public Progress pieces(String key, long total) {
    return progress(key, total, false);
  }

  private Progress progress(String key, long total, boolean bytes) {
    PrintStream screen = environment.errIsTerminal() && !json ? err : null;
    return new Progress(screen, System::nanoTime, text(key), total, bytes);
  }
}
