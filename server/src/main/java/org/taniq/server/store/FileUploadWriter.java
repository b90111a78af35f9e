package org.taniq.server.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.server.store.StoreException.Reason;

/** The writer of an upload that is a file. */
final class FileUploadWriter implements UploadWriter {

  /** What follows once the bytes are durable in their file: the last steps are the store's. */
  interface Publisher {
    StoredEnvelope publish(String sha256, FixedHeader header) throws StoreException;
  }

  private final UploadFiles files;
  private final FileUpload upload;
  private final Upload before;
  private final LocalDate today;
  private final Publisher publisher;
  private final RandomAccessFile file;
  private final MessageDigest digest;
  private final Head head = new Head();
  private long offset;
  private boolean done;

  /** Takes over an upload whose writer's place the caller holds. */
  FileUploadWriter(UploadFiles files, FileUpload upload, Publisher publisher, LocalDate today)
      throws StoreException {
    this.files = files;
    this.upload = upload;
    this.before = upload.state();
    this.today = today;
    this.publisher = publisher;
    RandomAccessFile opened = null;
    try {
      opened = new RandomAccessFile(files.path(upload).toFile(), "rw");
      file = opened;
      digest = takeUp();
    } catch (IOException e) {
      closeQuietly(opened);
      throw new StoreException(Reason.STORE_FAILED, e);
    }
  }

  @Override
  public Upload upload() {
    return before;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public byte[] head() {
    return head.bytes();
  }

  @Override
  public void append(byte[] bytes, int from, int count) throws StoreException {
    requireOpen();
    if (count > upload.length - offset) {
      throw new IllegalArgumentException("more bytes than declared");
    }
    files.failStop.check();
    files.requireSpace(count);
    try {
      files.disk.write(file, bytes, from, count);
    } catch (IOException e) {
      throw cutBack(e);
    }
    digest.update(bytes, from, count);
    head.add(bytes, from, count);
    offset += count;
    files.ledger.received(upload.length, count);
  }

  @Override
  public StoredEnvelope finish() throws StoreException {
    requireOpen();
    if (offset != upload.length) {
      throw new IllegalStateException("bytes are missing");
    }
    files.failStop.check();
    FixedHeader header = Head.requireEnvelope(head.bytes(), upload.length);
    done = true;
    try {
      Directory.setTime(files.path(upload), today);
      files.disk.sync(file);
      String sha256 = HexFormat.of().formatHex(digest.digest());
      StoredEnvelope envelope = publisher.publish(sha256, header);
      files.finished(upload, today);
      return envelope;
    } catch (IOException e) {
      throw files.failStop.fail(e);
    } finally {
      closeQuietly(file);
      files.release(upload);
    }
  }

  @Override
  public void abandon() throws StoreException {
    if (done) {
      return;
    }
    done = true;
    try {
      closeQuietly(file);
      files.remove(upload, offset);
    } finally {
      files.release(upload);
    }
  }

  @Override
  public void close() throws StoreException {
    if (done) {
      return;
    }
    done = true;
    try {
      keep();
    } catch (IOException e) {
      throw files.failStop.fail(e);
    } finally {
      closeQuietly(file);
      files.release(upload);
    }
  }

  /** Makes what came durable; an uploader may then be told the offset. */
  private void keep() throws IOException {
    upload.digest = digest;
    if (offset == upload.length) {
      file.setLength(offset - 1);
      files.ledger.received(upload.length, -1);
      upload.digest = null;
      offset--;
    }
    boolean made = !upload.told;
    upload.told = true;
    if (offset == before.offset() && !made) {
      return;
    }
    Directory.setTime(files.path(upload), today);
    files.disk.sync(file);
    if (!upload.entryDurable) {
      files.directory.sync();
      upload.entryDurable = true;
      files.directory.hideTime();
    }
    upload.active = today;
    upload.offset = offset;
  }

  /** A write failed, perhaps half-way: back to what was there before it. */
  private StoreException cutBack(IOException cause) {
    try {
      file.setLength(offset);
      file.seek(offset);
    } catch (IOException e) {
      cause.addSuppressed(e);
      return files.failStop.fail(cause);
    }
    return new StoreException(Reason.STORE_FULL, cause);
  }

  /** Positions the file behind what is kept, and brings digest and head up to there. */
  private MessageDigest takeUp() throws IOException {
    offset = upload.offset;
    MessageDigest kept = upload.digest;
    boolean again = kept == null;
    MessageDigest current = kept == null ? Head.sha256() : kept;
    upload.digest = null;
    long end = again ? offset : Math.min(offset, Head.BYTES);
    byte[] buffer = new byte[(int) Math.min(1 << 16, end)];
    for (long at = 0; at < end; ) {
      int count = (int) Math.min(buffer.length, end - at);
      file.readFully(buffer, 0, count);
      head.add(buffer, 0, count);
      if (again) {
        current.update(buffer, 0, count);
      }
      at += count;
    }
    file.seek(offset);
    return current;
  }

  private void requireOpen() {
    if (done) {
      throw new IllegalStateException("the writer has ended");
    }
  }

  private static void closeQuietly(@Nullable RandomAccessFile file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      // What must be durable was fsynced before.
    }
  }
}
