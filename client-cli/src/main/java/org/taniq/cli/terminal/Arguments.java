package org.taniq.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line as it was typed, whatever the locale made of it. */
public final class Arguments {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private Arguments() {}

  /**
   * The arguments in the form of {@link FileNames}. Java's own decoding is kept when nothing was
   * lost in it, or when the system does not tell the bytes.
   */
  public static String[] recover(String[] decoded) {
    boolean lost = false;
    for (String argument : decoded) {
      lost |= argument.indexOf('\uFFFD') >= 0;
    }
    if (!lost) {
      return decoded;
    }
    try {
      return fromCommandLine(Files.readAllBytes(COMMAND_LINE), decoded);
    } catch (IOException e) {
      return decoded;
    }
  }

  /** The last arguments of a command line whose words each end with a zero byte. */
  static String[] fromCommandLine(byte[] commandLine, String[] decoded) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < commandLine.length; i++) {
      if (commandLine[i] == 0) {
        words.add(FileNames.decode(java.util.Arrays.copyOfRange(commandLine, start, i)));
        start = i + 1;
      }
    }
    if (words.size() < decoded.length) {
      return decoded;
    }
    return words.subList(words.size() - decoded.length, words.size()).toArray(String[]::new);
  }
}
