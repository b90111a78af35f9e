package org.taniq.bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;

/** Counts a process's fsyncs by strace. */
final class Syncs {
  private static final long ATTACH_MILLIS = 2000;
  private static final int END_SECONDS = 30;

  /** Column of the table: % time, seconds, usecs/call, calls, errors if any, syscall. */
  private static final int CALLS = 3;

  private Syncs() {}

  /** What is traced. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /**
   * Runs the work while all threads of the process are traced.
   *
   * @throws IOException strace is missing, or may not trace, or saw nothing
   */
  static long during(long pid, Work work) throws Exception {
    Path counts = Files.createTempFile("syncs", "");
    Process strace =
        new ProcessBuilder(
                "strace",
                "-f",
                "-c",
                "-e",
                "trace=fsync,fdatasync",
                "-o",
                counts.toString(),
                "-p",
                "" + pid)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (strace.waitFor(ATTACH_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("strace does not trace");
      }
      work.run();
    } finally {
      strace.destroy();
      strace.waitFor(END_SECONDS, TimeUnit.SECONDS);
    }
    long sum = 0;
    try (Scanner table = new Scanner(counts, US_ASCII)) {
      while (table.hasNextLine()) {
        List<String> words = List.of(table.nextLine().strip().split(" +", -1));
        if (words.get(words.size() - 1).endsWith("sync")) {
          sum += Long.parseLong(words.get(CALLS));
        }
      }
    }
    Files.delete(counts);
    if (sum == 0) {
      throw new IOException("strace saw no fsync");
    }
    return sum;
  }
}
