package org.taniq.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.taniq.server.store.EnvelopeStoreContract.refused;
import static org.taniq.server.store.Samples.DAY;
import static org.taniq.server.store.Samples.TEXT;
import static org.taniq.server.store.Samples.submit;
import static org.taniq.server.store.Samples.text;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.server.store.StoreException.Reason;

/** A disk that fails stops the store; what was acknowledged stays. */
class FailingDiskTest {
  @TempDir Path directory;
  private EnvelopeStore store;
  private StoredEnvelope acknowledged;

  /** Fails where told to. */
  private static final class BadDisk extends Disk {
    boolean failSync;
    boolean failDirectory;
    boolean failIndex;
    int writable = Integer.MAX_VALUE;

    @Override
    void write(RandomAccessFile file, byte[] bytes, int from, int count) throws IOException {
      int fits = Math.min(count, writable);
      super.write(file, bytes, from, fits);
      if (fits < count) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    void sync(RandomAccessFile file) throws IOException {
      if (failSync) {
        throw new IOException("Input/output error");
      }
      super.sync(file);
    }

    @Override
    void syncDirectory(FileChannel channel) throws IOException {
      if (failDirectory) {
        throw new IOException("Input/output error");
      }
      super.syncDirectory(channel);
    }

    @Override
    void syncIndex(Database index) throws StoreException {
      if (failIndex) {
        throw new StoreException(Reason.STORE_FAILED);
      }
      super.syncIndex(index);
    }
  }

  private final BadDisk disk = new BadDisk();

  @BeforeEach
  void open() throws Exception {
    store = FileEnvelopeStore.open(directory, 1L << 30, new SecureRandom(), disk, 0);
    acknowledged = submit(store, text(0));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() throws Exception {
    store.close();
    store = FileEnvelopeStore.open(directory, 1L << 30, new SecureRandom());
    assertTrue(store.health().good());
    assertArrayEquals(text(0), Samples.read(store, acknowledged.id()));
  }

  private void stopped(UploadToken other) throws Exception {
    assertFalse(store.health().accepting());
    refused(Reason.STORE_FAILED, () -> store.begin(TEXT, DAY));
    refused(Reason.STORE_FAILED, () -> store.write(other, DAY));
    refused(Reason.STORE_FAILED, () -> store.delete(List.of(acknowledged.id())));
    assertArrayEquals(text(0), Samples.read(store, acknowledged.id()));
  }

  @Test
  void after_a_failed_fsync_of_a_body_nothing_more_is_taken() throws Exception {
    UploadToken other = store.begin(TEXT, DAY).token();
    UploadToken token = store.begin(TEXT, DAY).token();
    try (UploadWriter writer = store.write(token, DAY)) {
      writer.append(text(1), 0, TEXT);
      disk.failSync = true;
      refused(Reason.STORE_FAILED, writer::finish);
    }
    disk.failSync = false;
    stopped(other);
    reopen();
    assertEquals(1, store.list(null, 10).size());
    assertEquals(TEXT - 1, store.upload(token).orElseThrow().offset());
  }

  @Test
  void after_a_failed_fsync_of_a_directory_nothing_more_is_taken() throws Exception {
    UploadToken other = store.begin(TEXT, DAY).token();
    disk.failDirectory = true;
    refused(Reason.STORE_FAILED, () -> submit(store, text(1)));
    disk.failDirectory = false;
    stopped(other);
    reopen();
  }

  @Test
  void an_offset_that_could_not_be_synced_is_not_acknowledged() throws Exception {
    UploadToken token = store.begin(TEXT, DAY).token();
    UploadWriter writer = store.write(token, DAY);
    writer.append(text(1), 0, 1000);
    disk.failSync = true;
    refused(Reason.STORE_FAILED, writer::close);
    assertEquals(0, store.upload(token).orElseThrow().offset());
    stopped(token);
  }

  @Test
  void nothing_is_deleted_when_the_index_cannot_be_synced() throws Exception {
    disk.failIndex = true;
    refused(Reason.STORE_FAILED, () -> store.delete(List.of(acknowledged.id())));
    assertFalse(store.health().accepting());
    disk.failIndex = false;
    reopen();
  }

  @Test
  void a_write_that_finds_no_space_keeps_what_was_there_and_goes_on_later() throws Exception {
    byte[] envelope = text(2);
    UploadToken token = store.begin(TEXT, DAY).token();
    try (UploadWriter writer = store.write(token, DAY)) {
      writer.append(envelope, 0, 30000);
      disk.writable = 7;
      refused(Reason.STORE_FULL, () -> writer.append(envelope, 30000, 20000));
      assertEquals(30000, writer.offset());
    }
    disk.writable = Integer.MAX_VALUE;
    assertTrue(store.health().accepting());
    assertEquals(30000, store.upload(token).orElseThrow().offset());
    try (UploadWriter writer = store.write(token, DAY)) {
      writer.append(envelope, 30000, TEXT - 30000);
      assertEquals(Samples.sha256(envelope), writer.finish().sha256());
    }
    assertEquals(2L * TEXT, store.usage().bytes());
    reopen();
  }

  @Test
  void a_failed_group_sync_fails_all_who_wait_for_it() throws Exception {
    GroupSync group =
        new GroupSync(
            () -> {
              throw new IOException("Input/output error");
            });
    assertThrows(IOException.class, group::sync);
    assertThrows(IOException.class, group::sync);
  }
}
