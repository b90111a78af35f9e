package org.taniq.cli.terminal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which one laptop keeps what {@code taniq} works with.
 *
 * <pre>
 * instance          the pinned instance: 64 hex digits, one line
 * newest-date       date of the newest bulletin, for the clock
 * known.json        what was seen of signed documents, to notice rollback and forks
 * documents/        signed documents that were imported or made
 * keyrings/         NAME.keyring, one per custodian of this laptop, and NAME.id, whose it is
 * inbox/            envelopes brought by the courier
 * vault/            working copies, encrypted
 * exports/          a note of each export that has not ended
 * outbox/           what the courier takes away
 * lock              held by the one command that changes things
 * </pre>
 */
public final class Home {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private final Path directory;

  Home(Path directory) {
    this.directory = directory;
  }

  public Path directory() {
    return directory;
  }

  public Path known() {
    return directory.resolve("known.json");
  }

  public Path documents() {
    return directory.resolve("documents");
  }

  public Path keyrings() {
    return directory.resolve("keyrings");
  }

  public Path inbox() {
    return directory.resolve("inbox");
  }

  public Path vault() {
    return directory.resolve("vault");
  }

  public Path exports() {
    return directory.resolve("exports");
  }

  public Path outbox() {
    return directory.resolve("outbox");
  }

  /** Whether others than its owner may look into the directory, where the system knows of that. */
  boolean isOpenToOthers() throws IOException {
    PosixFileAttributeView view = rights();
    return view != null && !OWNER.containsAll(view.readAttributes().permissions());
  }

  /**
   * Takes the rights of others from the directory.
   *
   * @return whether they are gone: some media keep none, and one who does not own it cannot
   */
  boolean closeToOthers() throws IOException {
    PosixFileAttributeView view = rights();
    if (view == null) {
      return false;
    }
    try {
      view.setPermissions(OWNER);
    } catch (FileSystemException e) {
      return false;
    }
    return !isOpenToOthers();
  }

  private @Nullable PosixFileAttributeView rights() {
    return Files.getFileAttributeView(directory, PosixFileAttributeView.class);
  }

  /** Makes the directory of a part of the home, for the owner alone. */
  public Path made(Path part) throws IOException {
    AtomicFile.directories(part);
    return part;
  }

  /** Whether an instance is pinned. */
  public boolean isPinned() {
    return Files.exists(pinFile());
  }

  /**
   * The pinned instance, 32 bytes.
   *
   * @throws Refusal NOT_PINNED, PIN_DAMAGED
   */
  public byte[] instance() throws Refusal, IOException {
    if (!isPinned()) {
      throw new Refusal(TerminalProblem.NOT_PINNED);
    }
    String text = Files.readString(pinFile(), StandardCharsets.ISO_8859_1);
    if (!text.matches("[0-9a-f]{64}\n")) {
      throw new Refusal(TerminalProblem.PIN_DAMAGED, pinFile());
    }
    return HexFormat.of().parseHex(text, 0, 64);
  }

  /**
   * Pins the instance, for ever.
   *
   * @throws Refusal PINNED_OTHERWISE when another one is pinned
   */
  public void pin(byte[] instance) throws Refusal, IOException {
    if (isPinned()) {
      if (!java.security.MessageDigest.isEqual(instance(), instance)) {
        throw new Refusal(TerminalProblem.PINNED_OTHERWISE, directory);
      }
      return;
    }
    made(directory);
    String text = HexFormat.of().formatHex(instance) + "\n";
    AtomicFile.writeNew(pinFile(), text.getBytes(StandardCharsets.US_ASCII));
  }

  private Path pinFile() {
    return directory.resolve("instance");
  }

  /**
   * The date of the newest bulletin that was seen, null before the first; what the clock is
   * compared with.
   *
   * @throws Refusal PIN_DAMAGED when the file is damaged
   */
  public @Nullable LocalDate newestDate() throws Refusal, IOException {
    Path file = directory.resolve("newest-date");
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return LocalDate.parse(Files.readString(file).strip());
    } catch (DateTimeParseException e) {
      throw new Refusal(TerminalProblem.PIN_DAMAGED, file);
    }
  }

  /** Notes the date of a bulletin whose signatures were verified. */
  public void saw(LocalDate date) throws Refusal, IOException {
    LocalDate newest = newestDate();
    if (newest == null || date.isAfter(newest)) {
      byte[] line = (date + "\n").getBytes(StandardCharsets.US_ASCII);
      AtomicFile.write(made(directory).resolve("newest-date"), line);
    }
  }

  /**
   * Takes the home for a command that changes it.
   *
   * @return to be closed at the end
   * @throws Refusal HOME_BUSY when another command holds it
   */
  FileChannel lock() throws Refusal, IOException {
    made(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // The same process holds it: as busy as any other.
      lock = null;
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new Refusal(TerminalProblem.HOME_BUSY, directory);
    }
    return channel;
  }
}
