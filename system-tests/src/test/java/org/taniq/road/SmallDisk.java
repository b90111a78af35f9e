package org.taniq.road;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.taniq.road.Program.Run;

/** A file system of few bytes in memory, mounted on a directory. Needs the right to mount. */
final class SmallDisk implements AutoCloseable {
  final Path directory;

  SmallDisk(Path directory, int kibibytes) throws IOException, InterruptedException {
    this.directory = Files.createDirectories(directory);
    Run mounted = mount("size=" + kibibytes + "k,mode=0700");
    if (mounted.exit() != 0) {
      throw new IllegalStateException(
          "this test mounts a small tmpfs and needs root for it: " + mounted.err());
    }
  }

  /** Makes it as large as this. */
  void resize(int kibibytes) throws IOException, InterruptedException {
    mount("remount,size=" + kibibytes + "k").expect(0);
  }

  private Run mount(String options) throws IOException, InterruptedException {
    return Program.run(
        List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString()));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    Program.run(List.of("umount", directory.toString())).expect(0);
  }
}
