package org.taniq.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GeneratedVectorsTest {

  static final Path ROOT = Path.of(System.getProperty("taniq.root"), "vectors");

  @Test
  void committed_vectors_are_what_the_generator_writes() throws IOException {
    var generated = Generator.generate().files();
    Set<String> folders =
        generated.keySet().stream()
            .map(path -> path.substring(0, path.indexOf('/')))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> committed = new TreeSet<>();
    for (String folder : folders) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        files
            .filter(Files::isRegularFile)
            .forEach(file -> committed.add(ROOT.relativize(file).toString()));
      }
    }
    assertEquals(generated.keySet(), committed);
    for (var file : generated.entrySet()) {
      assertArrayEquals(
          file.getValue(), Files.readAllBytes(ROOT.resolve(file.getKey())), file.getKey());
    }
  }
}
