package org.taniq.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.taniq.server.store.Samples.DAY;
import static org.taniq.server.store.Samples.TEXT;
import static org.taniq.server.store.Samples.submit;
import static org.taniq.server.store.Samples.text;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.taniq.server.store.StoreException.Reason;

/** What every store does, whatever keeps the bodies. */
abstract class EnvelopeStoreContract {
  EnvelopeStore store;

  /** Opens the test's store, the same one at each call. */
  abstract EnvelopeStore open() throws Exception;

  @BeforeEach
  void open_store() throws Exception {
    store = open();
  }

  @AfterEach
  void close_store() {
    store.close();
  }

  void reopen() throws Exception {
    store.close();
    store = open();
  }

  static void refused(Reason reason, Executable call) {
    assertEquals(reason, assertThrows(StoreException.class, call).reason());
  }

  /** Appends bytes from..to and lets the upload go. */
  Upload append(UploadToken token, byte[] envelope, int from, int to) throws Exception {
    try (UploadWriter writer = store.write(token, DAY)) {
      assertEquals(from, writer.offset());
      writer.append(envelope, from, to - from);
    }
    return store.upload(token).orElseThrow();
  }

  @Test
  void an_envelope_comes_back_as_it_was_given() throws Exception {
    byte[] envelope = text(1);
    StoredEnvelope stored = submit(store, envelope);
    assertEquals(Samples.sha256(envelope), stored.sha256());
    assertEquals(Samples.KEYSET, stored.keyset());
    assertEquals(TEXT, stored.size());
    assertEquals(DAY, stored.day());
    assertArrayEquals(envelope, Samples.read(store, stored.id()));
    assertEquals(stored, store.find(stored.id()).orElseThrow());
    reopen();
    assertArrayEquals(envelope, Samples.read(store, stored.id()));
    assertEquals(List.of(stored), store.list(null, 10));
    assertTrue(store.health().good());
  }

  @Test
  void one_deletion_that_comes_many_times_at_once_is_counted_once() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 25; round++) {
        List<EnvelopeId> ids = List.of(submit(store, text(round)).id());
        Callable<Boolean> delete =
            () -> {
              store.delete(ids);
              return true;
            };
        for (Future<Boolean> each : threads.invokeAll(List.of(delete, delete, delete, delete))) {
          assertTrue(each.get());
        }
        assertEquals(0, store.usage().envelopes(), "round " + round);
        assertEquals(0, store.usage().bytes(), "round " + round);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void unfinished_uploads_are_told_by_class() throws Exception {
    UploadToken text = store.begin(TEXT, DAY).token();
    UploadToken large = store.begin(3L << 20, DAY).token();
    Upload at = append(text, text(1), 0, 100);
    submit(store, text(2));
    assertEquals(List.of(at), store.unfinished(SizeClass.FLOOR));
    assertEquals(List.of(), store.unfinished(SizeClass.SMALL));
    assertEquals(large, store.unfinished(SizeClass.LARGE).get(0).token());
    reopen();
    assertEquals(List.of(at), store.unfinished(SizeClass.FLOOR));
    store.abandon(text);
    assertEquals(List.of(), store.unfinished(SizeClass.FLOOR));
  }

  @Test
  void reading_starts_at_any_byte() throws Exception {
    byte[] envelope = Samples.envelope(2, 3L << 20);
    StoredEnvelope stored = submit(store, envelope);
    for (int from : new int[] {0, 1, 262143, 262144, 262145, 1 << 20, envelope.length}) {
      try (var in = store.read(stored.id(), from)) {
        assertArrayEquals(
            Samples.slice(envelope, from, envelope.length), in.readAllBytes(), "from " + from);
      }
    }
  }

  @Test
  void an_upload_goes_on_after_each_restart() throws Exception {
    byte[] envelope = Samples.envelope(3, 1L << 20);
    UploadToken token = store.begin(envelope.length, DAY).token();
    int at = 0;
    for (int next : new int[] {1, 31, 32, 70000, 70001, 600000, envelope.length - 1}) {
      Upload upload = append(token, envelope, at, next);
      assertEquals(next, upload.offset());
      assertFalse(upload.finished());
      at = next;
      reopen();
      assertEquals(at, store.upload(token).orElseThrow().offset());
      assertEquals(envelope.length, store.upload(token).orElseThrow().length());
    }
    StoredEnvelope stored;
    try (UploadWriter writer = store.write(token, DAY)) {
      assertArrayEquals(Samples.slice(envelope, 0, 32), writer.head());
      writer.append(envelope, at, 1);
      stored = writer.finish();
    }
    assertEquals(Samples.sha256(envelope), stored.sha256());
    assertArrayEquals(envelope, Samples.read(store, stored.id()));
  }

  @Test
  void an_upload_goes_on_without_a_restart() throws Exception {
    byte[] envelope = Samples.envelope(4, 1L << 20);
    UploadToken token = store.begin(envelope.length, DAY).token();
    append(token, envelope, 0, 20);
    append(token, envelope, 20, 500000);
    append(token, envelope, 500000, 500000);
    try (UploadWriter writer = store.write(token, DAY)) {
      assertArrayEquals(Samples.slice(envelope, 0, 32), writer.head());
      writer.append(envelope, 500000, envelope.length - 500000);
      assertEquals(Samples.sha256(envelope), writer.finish().sha256());
    }
  }

  @Test
  void a_finished_upload_is_remembered_with_no_link_to_its_envelope() throws Exception {
    byte[] envelope = text(5);
    UploadToken token = store.begin(TEXT, DAY).token();
    StoredEnvelope stored;
    try (UploadWriter writer = store.write(token, DAY)) {
      writer.append(envelope, 0, TEXT);
      stored = writer.finish();
    }
    assertNotEquals(token.hex(), stored.id().hex());
    for (int round = 0; round < 2; round++) {
      Upload upload = store.upload(token).orElseThrow();
      assertTrue(upload.finished());
      assertEquals(TEXT, upload.offset());
      refused(Reason.FINISHED, () -> store.write(token, DAY));
      refused(Reason.FINISHED, () -> store.abandon(token));
      reopen();
    }
    assertEquals(0, store.expire(DAY.plusDays(1)));
    assertEquals(1, store.expire(DAY.plusDays(2)));
    assertTrue(store.upload(token).isEmpty());
    assertArrayEquals(envelope, Samples.read(store, stored.id()));
  }

  @Test
  void an_upload_begun_with_its_writer_becomes_an_envelope_at_once() throws Exception {
    byte[] envelope = text(15);
    UploadToken token;
    StoredEnvelope stored;
    try (UploadWriter writer = store.beginWriting(TEXT, DAY)) {
      token = writer.upload().token();
      refused(Reason.BUSY, () -> store.write(token, DAY));
      writer.append(envelope, 0, TEXT);
      stored = writer.finish();
    }
    assertTrue(store.upload(token).orElseThrow().finished());
    refused(Reason.FINISHED, () -> store.write(token, DAY));
    reopen();
    assertArrayEquals(envelope, Samples.read(store, stored.id()));
    assertEquals(0, store.usage().of(SizeClass.FLOOR).partials());
  }

  @Test
  void an_upload_begun_with_its_writer_goes_on_like_any_other() throws Exception {
    byte[] envelope = text(16);
    UploadToken token;
    UploadToken empty;
    try (UploadWriter writer = store.beginWriting(TEXT, DAY)) {
      token = writer.upload().token();
      writer.append(envelope, 0, 40000);
    }
    try (UploadWriter writer = store.beginWriting(TEXT, DAY)) {
      empty = writer.upload().token();
    }
    reopen();
    assertEquals(40000, store.upload(token).orElseThrow().offset());
    assertEquals(0, store.upload(empty).orElseThrow().offset());
    try (UploadWriter writer = store.write(token, DAY)) {
      writer.append(envelope, 40000, TEXT - 40000);
      writer.finish();
    }
    reopen();
    assertTrue(store.upload(token).orElseThrow().finished());
    try (UploadWriter writer = store.beginWriting(TEXT, DAY)) {
      writer.append(envelope, 0, 100);
      writer.abandon();
    }
    assertEquals(1, store.usage().of(SizeClass.FLOOR).partials());
  }

  @Test
  void a_complete_upload_that_was_not_finished_never_looks_complete() throws Exception {
    byte[] envelope = text(6);
    UploadToken token = store.begin(TEXT, DAY).token();
    assertEquals(TEXT - 1, append(token, envelope, 0, TEXT).offset());
    reopen();
    assertEquals(TEXT - 1, store.upload(token).orElseThrow().offset());
    assertTrue(store.list(null, 1).isEmpty());
    try (UploadWriter writer = store.write(token, DAY)) {
      writer.append(envelope, TEXT - 1, 1);
      assertEquals(Samples.sha256(envelope), writer.finish().sha256());
    }
  }

  @Test
  void a_second_writer_is_busy_and_the_first_goes_on() throws Exception {
    byte[] envelope = text(7);
    UploadToken token = store.begin(TEXT, DAY).token();
    try (UploadWriter first = store.write(token, DAY)) {
      first.append(envelope, 0, 100);
      refused(Reason.BUSY, () -> store.write(token, DAY));
      refused(Reason.BUSY, () -> store.abandon(token));
      assertEquals(0, store.upload(token).orElseThrow().offset());
      first.append(envelope, 100, TEXT - 100);
      first.finish();
    }
    assertTrue(store.upload(token).orElseThrow().finished());
  }

  @Test
  void an_abandoned_upload_is_gone() throws Exception {
    UploadToken token = store.begin(TEXT, DAY).token();
    append(token, text(8), 0, 50000);
    store.abandon(token);
    UploadToken other = store.begin(TEXT, DAY).token();
    try (UploadWriter writer = store.write(other, DAY)) {
      writer.append(text(8), 0, 40);
      writer.abandon();
    }
    for (int round = 0; round < 2; round++) {
      for (UploadToken gone : List.of(token, other)) {
        assertTrue(store.upload(gone).isEmpty());
        refused(Reason.UNKNOWN_UPLOAD, () -> store.write(gone, DAY));
        refused(Reason.UNKNOWN_UPLOAD, () -> store.abandon(gone));
      }
      assertEquals(0, store.usage().bytes());
      reopen();
    }
  }

  @Test
  void an_idle_upload_expires_and_an_active_one_does_not() throws Exception {
    UploadToken idle = store.begin(TEXT, DAY).token();
    UploadToken active = store.begin(TEXT, DAY).token();
    append(idle, text(9), 0, 1000);
    try (UploadWriter writer = store.write(active, DAY.plusDays(1))) {
      writer.append(text(9), 0, 1);
    }
    assertEquals(DAY.plusDays(2), store.upload(idle).orElseThrow().expires());
    assertEquals(DAY.plusDays(3), store.upload(active).orElseThrow().expires());
    assertEquals(DAY, store.upload(active).orElseThrow().created());
    reopen();
    assertEquals(0, store.expire(DAY.plusDays(1)));
    assertEquals(1, store.expire(DAY.plusDays(2)));
    assertTrue(store.upload(idle).isEmpty());
    assertEquals(1, store.upload(active).orElseThrow().offset());
    assertEquals(1, store.expire(DAY.plusDays(3)));
    assertEquals(0, store.usage().bytes());
  }

  @Test
  void space_counts_by_bytes_received() throws Exception {
    store.begin(Samples.envelope(10, 2L << 20).length, DAY);
    UploadToken text = store.begin(TEXT, DAY).token();
    append(text, text(10), 0, 5000);
    submit(store, text(11));
    submit(store, Samples.envelope(12, 512 << 10));
    for (int round = 0; round < 2; round++) {
      Usage usage = store.usage();
      assertEquals(new Usage.OfClass(1, TEXT, 1, 5000), usage.of(SizeClass.FLOOR));
      assertEquals(1, usage.of(SizeClass.SMALL).envelopes());
      assertEquals(0, usage.of(SizeClass.SMALL).partials());
      assertEquals(new Usage.OfClass(0, 0, 1, 0), usage.of(SizeClass.LARGE));
      assertTrue(usage.capacity() > usage.bytes());
      reopen();
    }
  }

  @Test
  void listing_pages_by_random_id() throws Exception {
    Set<EnvelopeId> ids = new TreeSet<>();
    for (int i = 0; i < 20; i++) {
      ids.add(submit(store, text(100 + i)).id());
    }
    List<EnvelopeId> listed = new ArrayList<>();
    EnvelopeId after = null;
    for (List<StoredEnvelope> page; !(page = store.list(after, 7)).isEmpty(); ) {
      page.forEach(envelope -> listed.add(envelope.id()));
      after = listed.get(listed.size() - 1);
    }
    assertEquals(List.copyOf(ids), listed);
  }

  @Test
  void deleted_is_gone_for_good() throws Exception {
    StoredEnvelope kept = submit(store, text(200));
    StoredEnvelope gone = submit(store, text(201));
    store.delete(List.of(gone.id(), gone.id(), EnvelopeId.random(new SecureRandom())));
    for (int round = 0; round < 2; round++) {
      assertTrue(store.find(gone.id()).isEmpty());
      refused(Reason.UNKNOWN_ENVELOPE, () -> store.read(gone.id(), 0));
      assertEquals(List.of(kept), store.list(null, 10));
      assertEquals(TEXT, store.usage().bytes());
      assertTrue(store.health().good());
      reopen();
    }
  }

  @Test
  void unknown_things_are_unknown() throws Exception {
    SecureRandom random = new SecureRandom();
    assertTrue(store.upload(UploadToken.random(random)).isEmpty());
    assertTrue(store.find(EnvelopeId.random(random)).isEmpty());
    refused(Reason.UNKNOWN_UPLOAD, () -> store.write(UploadToken.random(random), DAY));
    refused(Reason.UNKNOWN_ENVELOPE, () -> store.read(EnvelopeId.random(random), 0));
  }

  @Test
  void what_is_no_envelope_is_never_finished() throws Exception {
    byte[] noise = text(300);
    noise[0] = 0;
    assertThrows(IllegalArgumentException.class, () -> submit(store, noise));
    assertThrows(
        IllegalArgumentException.class, () -> submit(store, Arrays.copyOf(text(300), 5000)));
    assertTrue(store.list(null, 1).isEmpty());
    UploadToken token = store.begin(100, DAY).token();
    try (UploadWriter writer = store.write(token, DAY)) {
      assertThrows(IllegalArgumentException.class, () -> writer.append(noise, 0, 101));
      assertThrows(IllegalStateException.class, writer::finish);
    }
  }

  @Test
  void many_submit_at_once_and_nothing_is_mixed_up() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<StoredEnvelope>> work = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        byte[] envelope = text(1000 + i);
        work.add(() -> submit(store, envelope));
      }
      Set<String> expected = new HashSet<>();
      for (int i = 0; i < 200; i++) {
        expected.add(Samples.sha256(text(1000 + i)));
      }
      for (Future<StoredEnvelope> done : threads.invokeAll(work)) {
        StoredEnvelope stored = done.get();
        assertTrue(expected.remove(stored.sha256()));
        assertEquals(stored.sha256(), Samples.sha256(Samples.read(store, stored.id())));
      }
      assertEquals(200, store.list(null, 1000).size());
      assertEquals(200L * TEXT, store.usage().bytes());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void an_interrupt_of_the_writers_thread_loses_nothing() throws Exception {
    byte[] envelope = text(400);
    StoredEnvelope stored;
    try {
      Thread.currentThread().interrupt();
      stored = submit(store, envelope);
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertTrue(store.health().accepting());
    assertArrayEquals(envelope, Samples.read(store, stored.id()));
  }
}
