package org.taniq.cli.terminal;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads answers, one a line in the order of the questions, from a file descriptor of a script. */
public final class FdSource implements LineSource {
  private final InputStream in;

  private FdSource(InputStream in) {
    this.in = in;
  }

  /**
   * Opens an inherited descriptor, a pipe or a file; 0 is the standard input.
   *
   * @throws Refusal PASSPHRASE_FD when it is not open
   */
  public static FdSource of(int descriptor, InputStream standardInput) throws Refusal {
    if (descriptor == 0) {
      return new FdSource(standardInput);
    }
    Path directory = Path.of("/proc/self/fd");
    Path file =
        (Files.isDirectory(directory) ? directory : Path.of("/dev/fd")).resolve("" + descriptor);
    try {
      return new FdSource(new FileInputStream(file.toFile()));
    } catch (FileNotFoundException e) {
      throw new Refusal(TerminalProblem.PASSPHRASE_FD, descriptor);
    }
  }

  @Override
  public boolean typed() {
    return false;
  }

  @Override
  public byte @Nullable [] ask(String prompt, boolean secret) throws IOException {
    return TtySource.line(in);
  }
}
