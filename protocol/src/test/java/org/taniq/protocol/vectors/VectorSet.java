package org.taniq.protocol.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every generated file by its path under vectors/. */
final class VectorSet {

  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final Map<String, Vector> vectors = new HashMap<>();

  Vector add(Vector vector) {
    add(vector.path, vector.bytes());
    vectors.put(vector.path, vector);
    return vector;
  }

  void add(String path, byte[] bytes) {
    if (files.put(path, bytes) != null) {
      throw new IllegalStateException("two vectors named " + path);
    }
  }

  /** One that was added before. */
  Vector get(String path) {
    return Objects.requireNonNull(vectors.get(path), path);
  }

  SortedMap<String, byte[]> files() {
    return files;
  }

  void writeTo(Path directory) throws IOException {
    for (var file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }
}
