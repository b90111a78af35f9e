package org.taniq.cli.inbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.inbox.InboxEntry.State;
import org.taniq.cli.vault.CustodyLog;
import org.taniq.cli.vault.LogEntry;

/** The sealed envelopes of this laptop, each a file named by its SHA-256. SPEC §8. */
public final class Inbox {
  static final String ENDING = ".tnq";
  static final String PART = ".part";

  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})\\.tnq");

  private final Path directory;
  private final Map<String, InboxEntry> entries;

  private Inbox(Path directory, Map<String, InboxEntry> entries) {
    this.directory = directory;
    this.entries = entries;
  }

  /**
   * Reads the inbox: the files that are there, and what the log says of them. Files that an import
   * left half written are removed: their parcel is still where they came from.
   */
  public static Inbox read(Path directory, CustodyLog log) throws IOException {
    Map<String, Long> files = files(directory);
    Map<String, InboxEntry> entries = new LinkedHashMap<>();
    // The power went between the file's name and the log's line.
    Map<String, Long> unlogged = new LinkedHashMap<>(files);
    for (LogEntry entry : log.entries()) {
      if (entry.what().equals("import")) {
        unlogged.remove(entry.field("envelope"));
      }
    }
    unlogged.forEach(
        (sha256, size) ->
            entries.put(sha256, new InboxEntry(sha256, size, null, null, State.SEALED, "")));
    for (LogEntry entry : log.entries()) {
      apply(entry, files, entries);
    }
    return new Inbox(directory, entries);
  }

  private static void apply(
      LogEntry entry, Map<String, Long> files, Map<String, InboxEntry> entries) {
    String sha256 = entry.field("envelope");
    switch (entry.what()) {
      case "import" -> {
        State state = files.containsKey(sha256) ? State.SEALED : State.GONE;
        long size = entry.fields().path("size").asLong();
        entries.putIfAbsent(sha256, new InboxEntry(sha256, size, null, null, state, ""));
        entries.computeIfPresent(
            sha256, (key, old) -> old.from(optional(entry, "id"), optional(entry, "arrived")));
      }
      case "open" -> {
        if (entry.fields().path("level").asInt() == 0) {
          entries.computeIfPresent(
              sha256, (key, old) -> old.with(State.OPENED, entry.field("item")));
        }
      }
      case "failure" ->
          entries.computeIfPresent(
              sha256,
              (key, old) ->
                  old.state() == State.OPENED || entry.isOfPart()
                      ? old
                      : old.with(State.UNDECIPHERABLE, entry.field("reason")));
      default -> {
        // Of vaults, exports and signatures.
      }
    }
  }

  private static @Nullable String optional(LogEntry entry, String name) {
    String text = entry.field(name);
    return text.isEmpty() ? null : text;
  }

  private static Map<String, Long> files(Path directory) throws IOException {
    Map<String, Long> files = new LinkedHashMap<>();
    List<Path> halves = new ArrayList<>();
    try (DirectoryStream<Path> list = Files.newDirectoryStream(directory)) {
      for (Path file : list) {
        var name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          files.put(name.group(1), Files.size(file));
        } else if (file.getFileName().toString().endsWith(PART)) {
          halves.add(file);
        }
      }
    }
    for (Path half : halves) {
      Files.delete(half);
    }
    return files;
  }

  /** Every envelope, in the order in which they came. */
  public List<InboxEntry> entries() {
    return List.copyOf(entries.values());
  }

  /** Whether the envelope's bytes are here. */
  boolean holds(String sha256) {
    return Files.isRegularFile(file(sha256));
  }

  /** What is known of an envelope, or null. */
  @Nullable InboxEntry entry(String sha256) {
    return entries.get(sha256);
  }

  /** Where an envelope's bytes lie. */
  Path file(String sha256) {
    return directory.resolve(sha256 + ENDING);
  }

  Path directory() {
    return directory;
  }

  /** Entries whose SHA-256, server id or item id begins so. */
  List<InboxEntry> matching(String prefix) {
    return entries.values().stream()
        .filter(
            entry ->
                entry.sha256().startsWith(prefix)
                    || (entry.id() != null && entry.id().startsWith(prefix))
                    || (entry.state() == State.OPENED && entry.detail().startsWith(prefix)))
        .toList();
  }
}
