package org.taniq.parcel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.taniq.parcel.ParcelException.Fault;
import org.taniq.parcel.ParcelException.Problem;
import org.taniq.parcel.ParcelException.Reason;

/**
 * A finished parcel, for reading. SPEC §9. Reading changes nothing, so a stick may be read-only and
 * a parcel imported any number of times. Thread-safe.
 */
public final class Parcel {
  /** The manifest's name; written last, so that a directory without it is not finished. */
  public static final String MANIFEST = "parcel.json";

  /** The manifest of a parcel that is still being written. */
  static final String OPEN_MANIFEST = "parcel.json.open";

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path directory;
  private final ParcelManifest manifest;
  private final long pieceBytes;

  private Parcel(Path directory, ParcelManifest manifest, long pieceBytes) {
    this.directory = directory;
    this.manifest = manifest;
    this.pieceBytes = pieceBytes;
  }

  /**
   * Opens the parcel that lies in the directory. Looks at the manifest only, not yet at the files.
   *
   * @throws ParcelException NOT_A_PARCEL, NOT_FINISHED, BAD_MANIFEST, WRONG_KIND
   */
  public static Parcel open(Path directory, ParcelKind kind) throws IOException, ParcelException {
    return open(directory, kind, Pieces.MAX_BYTES);
  }

  static Parcel open(Path directory, ParcelKind kind, long pieceBytes)
      throws IOException, ParcelException {
    if (!Files.isDirectory(directory)) {
      throw new ParcelException(Reason.NOT_A_PARCEL);
    }
    Path file = directory.resolve(MANIFEST);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ParcelException(looksBegun(directory) ? Reason.NOT_FINISHED : Reason.NOT_A_PARCEL);
    }
    ParcelManifest manifest = readManifest(file);
    if (manifest.kind() != kind) {
      throw new ParcelException(Reason.WRONG_KIND);
    }
    return new Parcel(directory, manifest, pieceBytes);
  }

  static ParcelManifest readManifest(Path file) throws IOException, ParcelException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ParcelException(Reason.BAD_MANIFEST);
    }
    try (InputStream in = Pieces.read(file)) {
      byte[] bytes = in.readNBytes(ParcelManifest.MAX_BYTES + 1);
      if (bytes.length > ParcelManifest.MAX_BYTES) {
        throw new ParcelException(Reason.BAD_MANIFEST);
      }
      return ParcelManifest.parse(bytes);
    }
  }

  private static boolean looksBegun(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.equals(OPEN_MANIFEST) || name.endsWith(Pieces.PART)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What the manifest says. */
  public ParcelManifest manifest() {
    return manifest;
  }

  /** Bytes of all entries, as the manifest says. */
  public long totalBytes() {
    return manifest.entries().stream().mapToLong(ParcelEntry::size).sum();
  }

  /**
   * Compares names and sizes with the manifest, quickly.
   *
   * @return what is wrong, in order of the names; empty if nothing is
   */
  public List<Problem> inspect() throws IOException {
    Map<String, Long> expected = new HashMap<>();
    for (ParcelEntry entry : manifest.entries()) {
      Pieces pieces = Pieces.of(entry, pieceBytes);
      for (int i = 0; i < pieces.names().size(); i++) {
        expected.put(pieces.names().get(i), pieces.bytesOf(i));
      }
    }
    List<Problem> problems = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        Long size = expected.remove(name);
        if (size == null) {
          boolean meant = name.equals(MANIFEST) || Litter.is(file, name);
          if (!meant && problems.size() < ParcelManifest.MAX_ENTRIES) {
            problems.add(new Problem(Fault.EXTRA, FatName.printable(name)));
          }
        } else if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          problems.add(new Problem(Fault.NOT_A_FILE, name));
        } else if (Files.size(file) != size) {
          problems.add(new Problem(Fault.ALTERED, name));
        }
      }
    }
    expected.keySet().forEach(name -> problems.add(new Problem(Fault.MISSING, name)));
    problems.sort(Comparator.comparing(Problem::name));
    return problems;
  }

  /**
   * Reads every byte and compares it with the manifest.
   *
   * @param progress told the number of bytes after each step
   * @throws ParcelException DAMAGED, naming every missing, altered or extra file
   */
  public void verify(LongConsumer progress) throws IOException, ParcelException {
    List<Problem> problems = new ArrayList<>(inspect());
    Set<String> known = problems.stream().map(Problem::name).collect(Collectors.toSet());
    for (ParcelEntry entry : manifest.entries()) {
      if (Collections.disjoint(known, Pieces.of(entry, pieceBytes).names())) {
        try {
          copy(entry, OutputStream.nullOutputStream(), progress);
        } catch (ParcelException e) {
          problems.addAll(e.problems());
        }
      }
    }
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparing(Problem::name));
      throw new ParcelException(Reason.DAMAGED, problems);
    }
  }

  /**
   * Copies one entry's content and checks it on the way. What was copied counts only after this
   * returned: write to a temporary file.
   *
   * @param progress told the number of bytes after each step
   * @throws ParcelException DAMAGED, with the one problem: MISSING, NOT_A_FILE or ALTERED
   */
  public void copy(ParcelEntry entry, OutputStream out, LongConsumer progress)
      throws IOException, ParcelException {
    Sha256 sha256 = new Sha256();
    Pieces pieces = Pieces.of(entry, pieceBytes);
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int i = 0; i < pieces.names().size(); i++) {
      Path file = directory.resolve(pieces.names().get(i));
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        throw damaged(there ? Fault.NOT_A_FILE : Fault.MISSING, pieces.names().get(i));
      }
      long left = pieces.bytesOf(i);
      try (InputStream in = Pieces.read(file)) {
        int read;
        while ((read = in.read(buffer)) > 0) {
          left -= read;
          if (left < 0) {
            break;
          }
          sha256.update(buffer, 0, read);
          out.write(buffer, 0, read);
          progress.accept(read);
        }
      }
      if (left != 0) {
        throw damaged(Fault.ALTERED, pieces.names().get(i));
      }
    }
    if (!sha256.hex().equals(entry.sha256())) {
      throw damaged(Fault.ALTERED, entry.name());
    }
  }

  private static ParcelException damaged(Fault fault, String name) {
    return new ParcelException(Reason.DAMAGED, List.of(new Problem(fault, name)));
  }
}
