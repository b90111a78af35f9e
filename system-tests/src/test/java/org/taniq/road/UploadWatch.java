package org.taniq.road;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks at the server's unfinished uploads: how far the only one is, and how many there ever were.
 */
final class UploadWatch {
  private final Path directory;
  private final Set<String> seen = new HashSet<>();

  UploadWatch(Path directory) {
    this.directory = directory;
  }

  /** Bytes received of the largest unfinished upload; 0 where there is none. */
  long look() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(file -> !file.toString().endsWith(".finished")).toList();
    }
    long most = 0;
    for (Path file : files) {
      try {
        most = Math.max(most, Files.size(file));
        seen.add(file.getFileName().toString());
      } catch (NoSuchFileException e) {
        // Finished between the two looks.
        continue;
      }
    }
    return most;
  }

  /** Uploads that were ever seen. */
  int uploads() {
    return seen.size();
  }
}
