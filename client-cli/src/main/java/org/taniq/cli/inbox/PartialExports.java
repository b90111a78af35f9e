package org.taniq.cli.inbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.FileNames;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Terminal;

/**
 * Exports that have not ended. Plaintext lies under {@code .taniq-export-partial-NUMBER} beside its
 * target until all of it is on the medium; a note {@code exports/NUMBER} in the home, written
 * before the first byte and removed after the last, holds the target's name. What a kill or a power
 * loss leaves is thus found wherever it lies. Only the command that has taken the home uses this.
 */
public final class PartialExports {
  private static final String NAME = ".taniq-export-partial-";

  private final Path notes;

  public PartialExports(Home home) {
    this.notes = home.exports();
  }

  /**
   * An export that has not ended.
   *
   * @param note its note in the home, or null: it is another home's, or the note is lost
   * @param directory where its plaintext lies
   */
  public record Partial(@org.jspecify.annotations.Nullable Path note, Path directory) {
    /** Whether its plaintext is there now; else its medium may be elsewhere. */
    public boolean isThere() {
      return Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /**
   * Notes that an export begins.
   *
   * @param target the directory that it will become
   * @param number 16 hex digits, random
   */
  public Partial begin(Path target, String number) throws IOException {
    AtomicFile.directories(notes);
    Path note = notes.resolve(number);
    AtomicFile.writeNew(note, FileNames.encode(FileNames.text(target.toAbsolutePath())));
    return new Partial(note, beside(target, number));
  }

  /** Forgets an export: it has its name, or nothing of it is left. */
  public void end(Partial partial) throws IOException {
    if (partial.note() != null) {
      Files.deleteIfExists(partial.note());
      AtomicFile.syncDirectory(notes);
    }
  }

  /** Removes what an export left, for good, and forgets it. */
  public void remove(Partial partial) throws IOException {
    removeAll(partial.directory());
    end(partial);
  }

  /** Exports of this home that were cut short. Those that came to their name are forgotten. */
  public List<Partial> left() throws IOException {
    List<Partial> left = new ArrayList<>();
    if (!Files.isDirectory(notes)) {
      return left;
    }
    for (Path note : list(notes, "*")) {
      Path target = FileNames.path(FileNames.decode(Files.readAllBytes(note)));
      Partial partial = new Partial(note, beside(target, note.getFileName().toString()));
      if (!partial.isThere() && Files.isRegularFile(target.resolve("tagmanifest-sha256.txt"))) {
        end(partial);
      } else {
        left.add(partial);
      }
    }
    return left;
  }

  /** Those beside a target that this home has no note of. */
  public List<Partial> strange(Path target) throws IOException {
    List<Path> own = left().stream().map(Partial::directory).toList();
    Path parent = parent(target);
    List<Partial> strange = new ArrayList<>();
    if (Files.isDirectory(parent)) {
      for (Path each : list(parent, NAME + "*")) {
        if (!own.contains(each)) {
          strange.add(new Partial(null, each));
        }
      }
    }
    return strange;
  }

  /** Names those of this home. */
  void tell(Terminal terminal) throws IOException {
    List<Partial> left = left();
    for (Partial each : left) {
      terminal.warn(
          each.isThere() ? "inbox.partial-export" : "inbox.partial-elsewhere", each.directory());
    }
    if (!left.isEmpty()) {
      terminal.note("inbox.partial-hint");
    }
  }

  private static Path beside(Path target, String number) {
    return parent(target).resolve(NAME + number);
  }

  private static Path parent(Path target) {
    Path absolute = target.toAbsolutePath();
    Path parent = absolute.getParent();
    return parent == null ? absolute : parent;
  }

  private static List<Path> list(Path directory, String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
      entries.forEach(found::add);
    }
    return found.stream().sorted().toList();
  }

  private static void removeAll(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      for (Path entry : list(path, "*")) {
        removeAll(entry);
      }
    }
    if (Files.deleteIfExists(path)) {
      AtomicFile.syncDirectory(parent(path));
    }
  }
}
