package org.taniq.server.courier;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.taniq.protocol.hatch.Horizon;
import org.taniq.protocol.signed.SignerId;

/**
 * {@link Horizon} in a small file: a line for each courier whose requests were dated ahead, its key
 * id and the latest date in epoch seconds. Written, and on disk, before such a request is let in; a
 * courier whose clock is right never causes it. Thread-safe.
 */
public final class HorizonFile implements Horizon {
  private static final String FILE = "couriers-ahead";

  private final Path folder;
  private final Map<String, Long> before;
  private final Map<String, Long> latest;

  private HorizonFile(Path folder, Map<String, Long> before) {
    this.folder = folder;
    this.before = Map.copyOf(before);
    this.latest = new TreeMap<>(before);
  }

  /**
   * Reads what earlier runs left.
   *
   * @param folder is there already
   * @throws IOException it cannot be read, or is not such a file
   */
  public static HorizonFile open(Path folder) throws IOException {
    Map<String, Long> before = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(folder.resolve(FILE), StandardCharsets.US_ASCII)) {
        if (!line.matches("[0-9a-f]{32} [0-9]{1,15}")) {
          throw new IOException("the file of couriers' dates is damaged");
        }
        before.put(line.substring(0, 32), Long.parseLong(line.substring(33)));
      }
    } catch (NoSuchFileException e) {
      // The first run, or no courier was ever ahead.
    }
    return new HorizonFile(folder, before);
  }

  @Override
  public long before(SignerId key) {
    return before.getOrDefault(key.hex(), Long.MIN_VALUE);
  }

  @Override
  public synchronized boolean raise(SignerId key, long created) {
    String name = key.hex();
    if (latest.getOrDefault(name, Long.MIN_VALUE) >= created) {
      return true;
    }
    Map<String, Long> next = new TreeMap<>(latest);
    next.put(name, created);
    try {
      write(next);
    } catch (IOException e) {
      return false;
    }
    latest.put(name, created);
    return true;
  }

  private void write(Map<String, Long> dates) throws IOException {
    String text =
        dates.entrySet().stream()
            .map(one -> one.getKey() + " " + one.getValue() + "\n")
            .collect(Collectors.joining());
    Path fresh = folder.resolve(FILE + ".new");
    Files.writeString(fresh, text, StandardCharsets.US_ASCII);
    sync(fresh, StandardOpenOption.WRITE);
    Files.move(
        fresh,
        folder.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    sync(folder, StandardOpenOption.READ);
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
