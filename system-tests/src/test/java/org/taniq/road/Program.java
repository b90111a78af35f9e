package org.taniq.road;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs programs as a shell does, with any bytes in their arguments, whatever the test's locale. */
final class Program {
  private static final int LIMIT_SECONDS = 180;

  private Program() {}

  /** What a program answered. */
  record Run(int exit, String out, String err) {
    /** This, if the program ended with the status expected. */
    Run expect(int status) {
      if (exit != status) {
        throw new AssertionError("exit " + exit + ", expected " + status + ": " + out + err);
      }
      return this;
    }
  }

  /** A word of a shell's command line in ASCII alone, so that no locale of this JVM touches it. */
  static String quoted(String word) {
    StringBuilder quoted = new StringBuilder("$'");
    for (byte each : word.getBytes(UTF_8)) {
      boolean plain = each > ' ' && each < 127 && each != '\'' && each != '\\' && each != '!';
      quoted.append(plain ? "" + (char) each : String.format("\\%03o", each & 0xff));
    }
    return quoted.append('\'').toString();
  }

  /** As {@link #run(Map, String, List)}, without anything to read at descriptor 3. */
  static Run run(List<String> command) throws IOException, InterruptedException {
    return run(Map.of(), "", command);
  }

  /**
   * Runs a program to its end.
   *
   * @param environment set beside this process's own
   * @param secrets what the program reads at descriptor 3
   * @throws IOException if it does not end in time; it is stopped then
   */
  static Run run(Map<String, String> environment, String secrets, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("taniq-run", ".out");
    Path err = Files.createTempFile("taniq-run", ".err");
    Path fd3 = Files.writeString(Files.createTempFile("taniq-run", ".in"), secrets);
    String words = command.stream().map(Program::quoted).collect(Collectors.joining(" "));
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "exec " + words + " </dev/null 3<" + fd3);
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("does not end: " + command + Files.readString(err));
      }
      return new Run(process.exitValue(), text(out), text(err));
    } finally {
      process.destroyForcibly();
      for (Path file : List.of(out, err, fd3)) {
        Files.delete(file);
      }
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), UTF_8);
  }
}
