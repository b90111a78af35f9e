package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TranscriptTest {
  @TestFactory
  Stream<DynamicTest> every_transcript_happens_as_written() throws Exception {
    Path all = Path.of(TranscriptTest.class.getResource("/cli").toURI());
    List<Path> files;
    try (Stream<Path> found = Files.list(all)) {
      files = found.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
    assertFalse(files.isEmpty());
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file)));
  }

  private static void run(Path file) throws Exception {
    Path directory = Files.createTempDirectory("transcript");
    try {
      new Transcript(directory).run(Files.readAllLines(file));
    } finally {
      try (Stream<Path> left = Files.walk(directory)) {
        for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
