package org.taniq.courier.hatch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.parcel.ParcelEntry;

/**
 * Remembers which envelopes went into a finished parcel already. Only a convenience: losing it
 * means carrying them once more, and importing twice is harmless.
 */
final class Carried {
  private final Path file;
  private final Set<String> keys = new TreeSet<>();

  private Carried(Path file) {
    this.file = file;
  }

  /** What is remembered for one instance, in a directory of the courier's own. */
  static Carried of(Path directory, String instance) throws IOException {
    Carried carried = new Carried(directory.resolve("carried-" + instance.substring(0, 16)));
    if (Files.exists(carried.file)) {
      Files.readString(carried.file, US_ASCII).lines().forEach(carried.keys::add);
    }
    return carried;
  }

  boolean has(ParcelEntry entry) {
    return keys.contains(key(entry));
  }

  /** Adds these, and forgets all that the server no longer holds. */
  void add(Collection<ParcelEntry> entries, Collection<ParcelEntry> listed) throws IOException {
    keys.retainAll(listed.stream().map(Carried::key).collect(Collectors.toSet()));
    entries.forEach(entry -> keys.add(key(entry)));
    String text = keys.stream().map(key -> key + "\n").collect(Collectors.joining());
    AtomicFile.write(file, text.getBytes(US_ASCII));
  }

  private static String key(ParcelEntry entry) {
    return entry.name() + " " + entry.sha256();
  }
}
