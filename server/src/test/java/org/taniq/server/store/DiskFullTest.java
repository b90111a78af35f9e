package org.taniq.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.taniq.server.store.Samples.DAY;
import static org.taniq.server.store.Samples.submit;
import static org.taniq.server.store.Samples.text;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.server.SmallMount;
import org.taniq.server.store.StoreException.Reason;

/** A disk runs full: what is refused is refused clearly, and nothing that was taken is lost. */
class DiskFullTest {
  private static final long SIZE = 24L << 20;

  @TempDir Path directory;

  /** Counts what is written, and is full after that. Where no small file system can be mounted. */
  private static final class SmallDisk extends Disk {
    private long left = SIZE;

    @Override
    void write(RandomAccessFile file, byte[] bytes, int from, int count) throws IOException {
      int fits = (int) Math.min(count, left);
      super.write(file, bytes, from, fits);
      left -= fits;
      if (fits < count) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    long usable(Path path) {
      return left;
    }
  }

  @Test
  void a_full_disk_refuses_and_keeps() throws Exception {
    Path place = Files.createDirectory(directory.resolve("small"));
    boolean mounted = SmallMount.mount(place, "size=" + SIZE);
    try {
      Disk disk = mounted ? new Disk() : new SmallDisk();
      fill(place.resolve("store"), disk, 4L << 20);
    } finally {
      if (mounted) {
        SmallMount.unmount(place);
      }
    }
  }

  /** With no reserve at all, the index too may find no space: then the store stops, and keeps. */
  @Test
  void a_disk_full_to_the_last_byte_loses_nothing() throws Exception {
    Path place = Files.createDirectory(directory.resolve("small"));
    boolean mounted = SmallMount.mount(place, "size=" + SIZE);
    try {
      Disk disk = mounted ? new Disk() : new SmallDisk();
      Map<StoredEnvelope, Integer> taken = new LinkedHashMap<>();
      EnvelopeStore store =
          FileEnvelopeStore.open(place.resolve("store"), 1L << 30, new SecureRandom(), disk, 0);
      for (int i = 0, refusals = 0; refusals < 5; i++) {
        try {
          taken.put(submit(store, text(i)), i);
        } catch (StoreException e) {
          assertTrue(e.reason() == Reason.STORE_FULL || e.reason() == Reason.STORE_FAILED);
          refusals++;
        }
      }
      store.close();
      if (mounted) {
        assertTrue(SmallMount.mount(place, "remount,size=" + 2 * SIZE));
      }
      kept(place.resolve("store"), new Disk(), taken);
    } finally {
      if (mounted) {
        SmallMount.unmount(place);
      }
    }
  }

  private static void fill(Path home, Disk disk, long reserve) throws Exception {
    Map<StoredEnvelope, Integer> taken = new LinkedHashMap<>();
    byte[] large = Samples.envelope(7, 1L << 20);
    UploadToken partial;
    int before;
    try (EnvelopeStore store =
        FileEnvelopeStore.open(home, 1L << 30, new SecureRandom(), disk, reserve)) {
      partial = store.begin(large.length, DAY).token();
      Reason reason = null;
      for (int i = 0; reason == null; i++) {
        try {
          taken.put(submit(store, text(i)), i);
        } catch (StoreException e) {
          reason = e.reason();
        }
      }
      assertEquals(Reason.STORE_FULL, reason);
      assertTrue(store.health().accepting());
      assertTrue(taken.size() > 200, "took " + taken.size());
      assertTrue(store.usage().free() < Samples.TEXT);
      try (UploadWriter writer = store.write(partial, DAY)) {
        EnvelopeStoreContract.refused(
            Reason.STORE_FULL, () -> writer.append(large, 0, large.length));
        before = (int) writer.offset();
      }
      assertEquals(before, store.upload(partial).orElseThrow().offset());
      // A deletion order makes room.
      var gone = taken.keySet().stream().limit(30).toList();
      store.delete(gone.stream().map(StoredEnvelope::id).toList());
      gone.forEach(taken::remove);
      if (disk instanceof SmallDisk small) {
        small.left += 30L * Samples.TEXT;
      }
      try (UploadWriter writer = store.write(partial, DAY)) {
        writer.append(large, before, large.length - before);
        assertEquals(Samples.sha256(large), writer.finish().sha256());
      }
    }
    try (EnvelopeStore store =
        FileEnvelopeStore.open(home, 1L << 30, new SecureRandom(), disk, reserve)) {
      assertEquals(taken.size() + 1, store.list(null, 10000).size());
    }
    kept(home, disk, taken);
  }

  private static void kept(Path home, Disk disk, Map<StoredEnvelope, Integer> taken)
      throws Exception {
    try (EnvelopeStore store =
        FileEnvelopeStore.open(home, 1L << 30, new SecureRandom(), disk, 0)) {
      assertTrue(store.health().good());
      for (Map.Entry<StoredEnvelope, Integer> entry : taken.entrySet()) {
        assertEquals(entry.getKey(), store.find(entry.getKey().id()).orElseThrow());
        assertArrayEquals(text(entry.getValue()), Samples.read(store, entry.getKey().id()));
      }
    }
  }
}
