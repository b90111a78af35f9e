package org.taniq.protocol.vectors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads .vec files by vectors/README.md, as any other implementation would. */
final class VectorFile {

  static final Path ROOT = Path.of(System.getProperty("taniq.root"), "vectors");

  private static final Set<String> MUTATIONS =
      Set.of("base", "set", "truncate", "append", "splice", "pad");

  final Path path;
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private byte[] payload = new byte[0];

  private VectorFile(Path path, byte[] file) {
    this.path = path;
    int end = headerEnd(file);
    byte[] rest = Arrays.copyOfRange(file, end + 2, file.length);
    List<String[]> lines = new ArrayList<>();
    for (String line : new String(file, 0, end, StandardCharsets.UTF_8).split("\n")) {
      lines.add(line.split(": ", 2));
    }
    boolean fromBase = lines.stream().anyMatch(line -> line[0].equals("base"));
    if (!fromBase) {
      payload = rest;
    }
    Map<String, List<String>> own = new LinkedHashMap<>();
    for (String[] line : lines) {
      if (MUTATIONS.contains(line[0])) {
        if (!line[0].equals("pad")) {
          mutate(line[0], line[1]);
        }
      } else {
        own.computeIfAbsent(line[0], name -> new ArrayList<>()).add(line[1]);
      }
    }
    headers.putAll(own);
    if (fromBase) {
      payload = Bytes.join(payload, rest);
    }
    for (String[] line : lines) {
      if (line[0].equals("pad")) {
        payload = Arrays.copyOf(payload, Integer.parseInt(line[1]));
      }
    }
  }

  static VectorFile read(String path) {
    return read(ROOT.resolve(path));
  }

  static VectorFile read(Path path) {
    try {
      return new VectorFile(path, Files.readAllBytes(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file that is not there: what stands in it, as if it stood at this path below vectors/. */
  static VectorFile of(String path, byte[] file) {
    return new VectorFile(ROOT.resolve(path), file);
  }

  /** Every vector of one folder, by name. */
  static List<VectorFile> folder(String folder) {
    try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".vec"))
          .sorted()
          .map(VectorFile::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int headerEnd(byte[] file) {
    int at = 0;
    while (file[at] != '\n' || file[at + 1] != '\n') {
      at++;
    }
    return at;
  }

  private void mutate(String mutation, String value) {
    switch (mutation) {
      case "base" -> {
        VectorFile base = read(path.resolveSibling(value));
        headers.putAll(base.headers);
        payload = base.payload;
      }
      case "set" -> {
        String[] parts = value.split("=");
        byte[] bytes = Bytes.unhex(parts[1]);
        splice(Integer.parseInt(parts[0]), bytes.length, bytes);
      }
      case "truncate" -> payload = Arrays.copyOf(payload, Integer.parseInt(value));
      case "append" -> payload = Bytes.join(payload, Bytes.unhex(value));
      case "splice" -> {
        String[] parts = value.split(" ", 3);
        splice(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Bytes.unhex(parts[2]));
      }
      default -> throw new IllegalStateException(mutation);
    }
  }

  private void splice(int at, int count, byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(payload, 0, at);
    out.writeBytes(bytes);
    out.write(payload, at + count, payload.length - at - count);
    payload = out.toByteArray();
  }

  byte[] payload() {
    return payload.clone();
  }

  String name() {
    return ROOT.relativize(path).toString();
  }

  boolean has(String name) {
    return headers.containsKey(name);
  }

  List<String> all(String name) {
    return headers.getOrDefault(name, List.of());
  }

  String get(String name) {
    List<String> values = all(name);
    if (values.size() != 1) {
      throw new IllegalStateException(name() + " has " + values.size() + " lines " + name);
    }
    return values.get(0);
  }

  int number(String name) {
    return Integer.parseInt(get(name));
  }

  byte[] hex(String name) {
    return Bytes.unhex(get(name));
  }

  String expect() {
    return get("expect");
  }
}
