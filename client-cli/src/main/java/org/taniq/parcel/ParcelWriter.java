package org.taniq.parcel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.taniq.parcel.ParcelException.Reason;

/**
 * Writes a parcel, or adds to one, and can be cut at any point and begun again on the same
 * directory. SPEC §9.3. Everything lies under temporary names until it is whole; the manifest comes
 * last. After {@link #finish} everything is on the medium: it is safe to unplug. Not thread-safe.
 */
public final class ParcelWriter {
  private final Path directory;
  private final ParcelKind kind;
  private final String instance;
  private final long pieceBytes;

  /** By name: what the finished parcel holds if all goes well. */
  private final Map<String, ParcelEntry> planned = new TreeMap<>();

  private ParcelWriter(Path directory, ParcelKind kind, String instance, long pieceBytes) {
    this.directory = directory;
    this.kind = kind;
    this.instance = instance;
    this.pieceBytes = pieceBytes;
  }

  /**
   * Begins a parcel in a new or empty directory, goes on with one that was cut, or opens a finished
   * one to add to it; that one counts as unfinished until {@link #finish}.
   *
   * @param instance 64 hex digits
   * @throws ParcelException NOT_A_PARCEL if the directory holds other things, WRONG_KIND,
   *     WRONG_INSTANCE, BAD_MANIFEST
   */
  public static ParcelWriter open(Path directory, ParcelKind kind, String instance)
      throws IOException, ParcelException {
    return open(directory, kind, instance, Pieces.MAX_BYTES);
  }

  static ParcelWriter open(Path directory, ParcelKind kind, String instance, long pieceBytes)
      throws IOException, ParcelException {
    ParcelWriter writer = new ParcelWriter(directory, kind, instance, pieceBytes);
    Path finished = directory.resolve(Parcel.MANIFEST);
    Path open = directory.resolve(Parcel.OPEN_MANIFEST);
    if (Files.exists(finished, LinkOption.NOFOLLOW_LINKS)) {
      writer.adopt(Parcel.readManifest(finished));
      Durable.rename(finished, open);
    } else if (Files.exists(open, LinkOption.NOFOLLOW_LINKS)) {
      writer.adopt(Parcel.readManifest(open));
    } else if (Files.isDirectory(directory) && !isEmpty(directory)) {
      throw new ParcelException(Reason.NOT_A_PARCEL);
    } else {
      Durable.createDirectories(directory);
    }
    return writer;
  }

  private void adopt(ParcelManifest manifest) throws ParcelException {
    if (manifest.kind() != kind) {
      throw new ParcelException(Reason.WRONG_KIND);
    }
    if (!manifest.instance().equals(instance)) {
      throw new ParcelException(Reason.WRONG_INSTANCE);
    }
    manifest.entries().forEach(entry -> planned.put(entry.name(), entry));
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        // What is left when the very first write was cut.
        if (!file.getFileName().toString().equals(Parcel.OPEN_MANIFEST + ".tmp")) {
          return false;
        }
      }
      return true;
    }
  }

  /** What the parcel is to hold, in order of the names. */
  public Collection<ParcelEntry> planned() {
    return List.copyOf(planned.values());
  }

  /**
   * Notes what is to come, so that a run after a cut knows what the files found are.
   *
   * @param day UTC, of this writing
   * @throws ParcelException FULL, before anything is noted
   */
  public void plan(Collection<ParcelEntry> entries, LocalDate day)
      throws IOException, ParcelException {
    Map<String, ParcelEntry> all = new TreeMap<>(planned);
    entries.forEach(entry -> all.put(entry.name(), entry));
    if (all.size() > ParcelManifest.MAX_ENTRIES) {
      throw new ParcelException(Reason.FULL);
    }
    planned.putAll(all);
    Durable.replace(directory.resolve(Parcel.OPEN_MANIFEST), manifest(all.values(), day).bytes());
  }

  /** Whether the entry lies there whole. It was checked when it was written; its size is now. */
  public boolean holds(ParcelEntry entry) throws IOException {
    Pieces pieces = Pieces.of(entry, pieceBytes);
    for (int i = 0; i < pieces.names().size(); i++) {
      Path file = directory.resolve(pieces.names().get(i));
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || Files.size(file) != pieces.bytesOf(i)) {
        return false;
      }
    }
    return true;
  }

  /** Bytes of the entry that an earlier run left, whole or not. */
  public long begun(ParcelEntry entry) throws IOException {
    long bytes = 0;
    for (String name : Pieces.of(entry, pieceBytes).names()) {
      for (String ending : List.of("", Pieces.PART)) {
        Path file = directory.resolve(name + ending);
        bytes += Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
      }
    }
    return bytes;
  }

  /** Opens a planned entry for writing where an earlier run was cut; see {@link EntryWriter}. */
  public EntryWriter write(ParcelEntry entry) throws IOException {
    if (!entry.equals(planned.get(entry.name()))) {
      throw new IllegalArgumentException("not planned");
    }
    return new EntryWriter(directory, Pieces.of(entry, pieceBytes), entry.sha256());
  }

  /**
   * Puts a local file into an outgoing parcel. One of this name that is there already is replaced.
   *
   * @param progress told the number of bytes after each step
   */
  public void put(String name, Path file, LocalDate day, LongConsumer progress)
      throws IOException, ParcelException {
    Sha256 sha256 = new Sha256();
    long size = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Pieces.read(file)) {
      int read;
      while ((read = in.read(buffer)) > 0) {
        sha256.update(buffer, 0, read);
        size += read;
      }
    }
    ParcelEntry entry = new ParcelEntry(name, size, sha256.hex(), null);
    ParcelEntry before = planned.get(name);
    if (before != null && !before.equals(entry)) {
      removeFiles(Pieces.of(before, pieceBytes));
    }
    plan(List.of(entry), day);
    if (holds(entry)) {
      return;
    }
    try (EntryWriter writer = write(entry);
        InputStream in = Pieces.read(file)) {
      writer.restart();
      int read;
      while ((read = in.read(buffer)) > 0) {
        writer.write(buffer, 0, read);
        progress.accept(read);
      }
      writer.complete();
    }
  }

  private void removeFiles(Pieces pieces) throws IOException {
    for (String file : pieces.names()) {
      Files.deleteIfExists(directory.resolve(file));
      Files.deleteIfExists(directory.resolve(file + Pieces.PART));
    }
    Durable.syncDirectory(directory);
  }

  /**
   * Writes the manifest over everything that is whole, and drops what is half. Afterwards it is
   * safe to unplug.
   *
   * @return the finished parcel's manifest
   */
  public ParcelManifest finish(LocalDate day) throws IOException {
    List<ParcelEntry> whole = new ArrayList<>();
    Set<String> halves = new TreeSet<>();
    for (ParcelEntry entry : planned.values()) {
      if (holds(entry)) {
        whole.add(entry);
      } else {
        halves.addAll(Pieces.of(entry, pieceBytes).names());
      }
    }
    for (String name : halves) {
      Files.deleteIfExists(directory.resolve(name));
      Files.deleteIfExists(directory.resolve(name + Pieces.PART));
    }
    Durable.syncDirectory(directory);
    ParcelManifest manifest = manifest(whole, day);
    Path open = directory.resolve(Parcel.OPEN_MANIFEST);
    Durable.replace(open, manifest.bytes());
    Durable.rename(open, directory.resolve(Parcel.MANIFEST));
    return manifest;
  }

  private ParcelManifest manifest(Collection<ParcelEntry> entries, LocalDate day) {
    return new ParcelManifest(kind, instance, day, List.copyOf(entries));
  }
}
