package org.taniq.server.store;

import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An upload of the file store: what its file's name says, and where it stands. Whoever holds the
 * writer's place alone changes it.
 */
final class FileUpload {
  private static final String FINISHED = ".finished";

  final UploadToken token;
  final long length;
  final LocalDate created;
  final AtomicBoolean taken = new AtomicBoolean();
  volatile LocalDate active;
  volatile long offset;
  volatile boolean ended;

  /** Whether somebody may know the token; not while the writer that began the upload is there. */
  volatile boolean told = true;

  /** Whether the file's entry in its directory is durable. */
  boolean entryDurable;

  /** Of the bytes up to offset; null when they must be read again. */
  @Nullable MessageDigest digest;

  FileUpload(UploadToken token, long length, LocalDate created, LocalDate active, long offset) {
    this.token = token;
    this.length = length;
    this.created = created;
    this.active = active;
    this.offset = offset;
  }

  Upload state() {
    long now = offset;
    return new Upload(token, length, now, created, active, now == length);
  }

  boolean finished() {
    return offset == length;
  }

  /** Name of the file of received bytes: {@code <token>.<length>.<created>}. */
  String partialName() {
    return token.hex() + "." + length + "." + created;
  }

  /** Name of the empty file that remembers that the upload was finished. */
  String finishedName() {
    return partialName() + FINISHED;
  }

  /**
   * Reads a file name.
   *
   * @param size of the file, bytes
   * @param active day of its time
   * @return empty if it is no name of ours, or the size cannot be
   */
  static Optional<FileUpload> parse(String name, long size, LocalDate active) {
    boolean finished = name.endsWith(FINISHED);
    String base = finished ? name.substring(0, name.length() - FINISHED.length()) : name;
    String[] parts = base.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      long length = Long.parseLong(parts[1]);
      if (length < 1 || (!finished && size > length)) {
        return Optional.empty();
      }
      FileUpload upload =
          new FileUpload(
              new UploadToken(parts[0]),
              length,
              LocalDate.parse(parts[2]),
              active,
              finished ? length : size);
      return upload.partialName().equals(base) ? Optional.of(upload) : Optional.empty();
    } catch (IllegalArgumentException | DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
