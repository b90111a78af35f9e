package org.taniq.server;

import java.io.IOException;
import java.nio.file.Path;

/** A file system of few bytes, in memory, where a test may mount one. */
public final class SmallMount {
  private SmallMount() {}

  /**
   * Mounts it, or changes one that is mounted.
   *
   * @param options of tmpfs
   * @return false where that is not allowed
   */
  public static boolean mount(Path place, String options) throws InterruptedException {
    try {
      return run("mount", "-t", "tmpfs", "-o", options, "taniq-test", place.toString()) == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  public static void unmount(Path place) throws IOException, InterruptedException {
    if (run("umount", place.toString()) != 0) {
      throw new IOException("cannot be unmounted");
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
