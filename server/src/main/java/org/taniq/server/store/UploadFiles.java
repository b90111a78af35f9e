package org.taniq.server.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.taniq.server.store.StoreException.Reason;

/**
 * Uploads as files in one directory. The file's name holds token, length and day of creation, its
 * size is the offset, its time the day it was last active: a file is all there is, and survives the
 * end of the process at any moment. A partial file never holds all its bytes beyond {@link
 * FileUploadWriter#finish}. Thread-safe.
 */
final class UploadFiles implements AutoCloseable {
  final Directory directory;
  final Disk disk;
  final FailStop failStop;
  final Ledger ledger;
  private final long diskReserve;
  private final Map<UploadToken, FileUpload> uploads = new ConcurrentHashMap<>();
  private final FinishedUploads finished;

  /** Some 15 MB of memory; a sender that missed the last answer asks within minutes. */
  static final int MOST_FINISHED = 65_536;

  /**
   * Opens the directory and takes up what is in it.
   *
   * @param diskReserve bytes of the disk that are left to the index
   */
  UploadFiles(Path path, Disk disk, FailStop failStop, Ledger ledger, long diskReserve)
      throws IOException {
    this(path, disk, failStop, ledger, diskReserve, MOST_FINISHED);
  }

  UploadFiles(
      Path path, Disk disk, FailStop failStop, Ledger ledger, long diskReserve, int mostFinished)
      throws IOException {
    this.finished = new FinishedUploads(mostFinished);
    this.directory = new Directory(path, disk);
    this.disk = disk;
    this.failStop = failStop;
    this.ledger = ledger;
    this.diskReserve = diskReserve;
    load();
    directory.hideTime();
  }

  FileUpload begin(UploadToken token, long length, LocalDate today) throws StoreException {
    FileUpload upload = new FileUpload(token, length, today, today, 0);
    requireSpace(1);
    try {
      Path file = directory.resolve(upload.partialName());
      Files.createFile(file);
      Directory.setTime(file, today);
      directory.hideTime();
    } catch (IOException e) {
      throw new StoreException(Reason.STORE_FAILED, e);
    }
    uploads.put(token, upload);
    ledger.begun(length, 0);
    return upload;
  }

  /** Begins an upload whose writer's place the caller holds, and whose file its writer makes. */
  FileUpload beginUntold(UploadToken token, long length, LocalDate today) throws StoreException {
    requireSpace(1);
    FileUpload upload = new FileUpload(token, length, today, today, 0);
    upload.told = false;
    upload.taken.set(true);
    uploads.put(token, upload);
    ledger.begun(length, 0);
    return upload;
  }

  Optional<FileUpload> find(UploadToken token) {
    return Optional.ofNullable(uploads.get(token));
  }

  /** Unfinished uploads of one class. */
  List<Upload> unfinished(SizeClass sizeClass) {
    return uploads.values().stream()
        .filter(upload -> SizeClass.of(upload.length) == sizeClass)
        .map(FileUpload::state)
        .filter(upload -> !upload.finished())
        .toList();
  }

  /**
   * Gives the writer's place; {@link #release} gives it back.
   *
   * @throws StoreException UNKNOWN_UPLOAD, BUSY, FINISHED
   */
  FileUpload take(UploadToken token) throws StoreException {
    FileUpload upload = uploads.get(token);
    if (upload == null) {
      throw new StoreException(Reason.UNKNOWN_UPLOAD);
    }
    if (upload.finished()) {
      throw new StoreException(Reason.FINISHED);
    }
    if (!upload.taken.compareAndSet(false, true)) {
      throw new StoreException(Reason.BUSY);
    }
    if (upload.ended || upload.finished()) {
      release(upload);
      throw new StoreException(upload.ended ? Reason.UNKNOWN_UPLOAD : Reason.FINISHED);
    }
    return upload;
  }

  void release(FileUpload upload) {
    upload.taken.set(false);
  }

  Path path(FileUpload upload) {
    return directory.resolve(upload.partialName());
  }

  /** Forgets an unfinished upload whose writer's place the caller holds, and bytes received. */
  void remove(FileUpload upload, long received) throws StoreException {
    upload.ended = true;
    uploads.remove(upload.token);
    ledger.ended(upload.length, received);
    try {
      disk.remove(path(upload));
      directory.hideTime();
    } catch (IOException e) {
      throw new StoreException(Reason.STORE_FAILED, e);
    }
  }

  /** Remembers, without any link to it, that the upload has become an envelope. */
  void finished(FileUpload upload, LocalDate today) {
    ledger.ended(upload.length, upload.length);
    upload.active = today;
    upload.offset = upload.length;
    upload.digest = null;
    try {
      if (upload.told) {
        Path file = directory.resolve(upload.finishedName());
        Files.createFile(file);
        Directory.setTime(file, today);
      }
      directory.hideTime();
    } catch (IOException e) {
      // The envelope is safe. After a restart, HEAD will not know this upload any more: whoever
      // missed the answer sends the envelope again, and the custodians have it twice.
    }
    rememberFinished(upload);
  }

  /** And forgets the oldest of too many. */
  private void rememberFinished(FileUpload upload) {
    @Nullable FileUpload oldest = finished.add(upload);
    if (oldest != null) {
      oldest.ended = true;
      uploads.remove(oldest.token);
      try {
        disk.remove(directory.resolve(oldest.finishedName()));
      } catch (IOException e) {
        // An empty file too many; it expires with its day.
      }
    }
  }

  /** Forgets whatever has expired. */
  int expire(LocalDate today) throws StoreException {
    int count = 0;
    for (FileUpload upload : uploads.values()) {
      if (!upload.state().expires().isAfter(today) && upload.taken.compareAndSet(false, true)) {
        count++;
        expire(upload);
      }
    }
    finished.dropEnded();
    return count;
  }

  /** Bytes of the disk that uploads may still take. */
  long diskSpace() {
    return Math.max(0, disk.usable(directory.path()) - diskReserve);
  }

  /**
   * Passes if the disk has room, and a reserve for the index beyond it.
   *
   * @throws StoreException STORE_FULL
   */
  void requireSpace(long count) throws StoreException {
    if (diskSpace() < count) {
      throw new StoreException(Reason.STORE_FULL);
    }
  }

  @Override
  public void close() {
    directory.close();
  }

  private void expire(FileUpload upload) throws StoreException {
    if (!upload.finished()) {
      remove(upload, upload.offset);
      return;
    }
    upload.ended = true;
    uploads.remove(upload.token);
    try {
      disk.remove(directory.resolve(upload.finishedName()));
      directory.hideTime();
    } catch (IOException e) {
      throw new StoreException(Reason.STORE_FAILED, e);
    }
  }

  private void load() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.path())) {
      for (Path file : files) {
        LocalDate active =
            LocalDate.ofInstant(Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC);
        String name = String.valueOf(file.getFileName());
        Optional<FileUpload> upload = FileUpload.parse(name, Files.size(file), active);
        if (upload.isPresent()) {
          load(file, upload.get());
        }
      }
    }
  }

  private void load(Path file, FileUpload upload) throws IOException {
    boolean marker = String.valueOf(file.getFileName()).equals(upload.finishedName());
    if (!marker && upload.finished()) {
      // All bytes came, but no envelope was made of them and none acknowledged.
      keepUnfinished(file, upload);
    }
    @Nullable FileUpload other = uploads.get(upload.token);
    if (other != null && !marker) {
      Files.deleteIfExists(file);
      return;
    }
    uploads.put(upload.token, upload);
    Directory.setTime(file, upload.active);
    if (marker) {
      rememberFinished(upload);
    } else {
      ledger.begun(upload.length, upload.offset);
    }
  }

  private static void keepUnfinished(Path file, FileUpload upload) throws IOException {
    try (RandomAccessFile partial = new RandomAccessFile(file.toFile(), "rw")) {
      partial.setLength(upload.length - 1);
    }
    upload.offset = upload.length - 1;
  }
}
