package org.taniq.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.taniq.server.store.Samples.DAY;
import static org.taniq.server.store.Samples.TEXT;
import static org.taniq.server.store.Samples.submit;
import static org.taniq.server.store.Samples.text;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.taniq.server.store.StoreException.Reason;

@Tag("postgres")
class PostgresEnvelopeStoreTest extends EnvelopeStoreContract {
  private static PostgresServer postgres;
  private String url;

  @BeforeAll
  static void start_postgres() throws Exception {
    postgres = PostgresServer.start();
  }

  @AfterAll
  static void stop_postgres() throws Exception {
    postgres.close();
  }

  @Override
  EnvelopeStore open() throws Exception {
    if (url == null) {
      url = postgres.newDatabase();
    }
    return PostgresEnvelopeStore.open(url, 1L << 30, new SecureRandom());
  }

  private long number(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery(sql)) {
      rs.next();
      return rs.getLong(1);
    }
  }

  @Test
  void two_servers_share_uploads_and_only_one_writes() throws Exception {
    byte[] envelope = Samples.envelope(1, 1L << 20);
    try (EnvelopeStore other = open()) {
      UploadToken token = store.begin(envelope.length, DAY).token();
      try (UploadWriter first = store.write(token, DAY)) {
        refused(Reason.BUSY, () -> other.write(token, DAY));
        refused(Reason.BUSY, () -> other.abandon(token));
        first.append(envelope, 0, 600000);
      }
      StoredEnvelope stored;
      try (UploadWriter second = other.write(token, DAY)) {
        assertEquals(600000, second.offset());
        second.append(envelope, 600000, envelope.length - 600000);
        stored = second.finish();
      }
      assertEquals(Samples.sha256(envelope), stored.sha256());
      assertArrayEquals(envelope, Samples.read(store, stored.id()));
      refused(Reason.FINISHED, () -> store.write(token, DAY));
    }
  }

  @Test
  void without_the_lock_a_second_writer_still_changes_nothing() throws Exception {
    byte[] envelope = text(2);
    UploadToken token = store.begin(TEXT, DAY).token();
    try (EnvelopeStore other = open()) {
      UploadWriter first = store.write(token, DAY);
      first.append(envelope, 0, 1000);
      // The connection that holds the first server's locks breaks.
      number(
          "SELECT count(pg_terminate_backend(pid)) FROM pg_locks"
              + " WHERE locktype = 'advisory' AND pid <> pg_backend_pid()");
      UploadWriter second = other.write(token, DAY);
      second.append(envelope, 0, TEXT);
      StoredEnvelope stored = second.finish();
      first.append(envelope, 1000, TEXT - 1000);
      refused(Reason.BUSY, first::finish);
      assertEquals(1, store.list(null, 10).size());
      assertArrayEquals(envelope, Samples.read(store, stored.id()));
    }
    // The lock's connection is made anew.
    submit(store, text(3));
  }

  @Test
  void an_expiry_that_comes_late_does_not_touch_a_finished_upload() throws Exception {
    UploadToken token = store.begin(TEXT, DAY).token();
    EnvelopeId body;
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery("SELECT body FROM upload")) {
      rs.next();
      body = new EnvelopeId(rs.getString(1));
    }
    StoredEnvelope stored;
    Upload stale = store.upload(token).orElseThrow();
    try (UploadWriter writer = store.write(token, DAY)) {
      writer.append(text(4), 0, TEXT);
      stored = writer.finish();
    }
    refused(Reason.BUSY, () -> ((PostgresEnvelopeStore) store).remove(stale, body, 0));
    assertArrayEquals(text(4), Samples.read(store, stored.id()));
  }

  @Test
  void a_commit_without_its_replica_is_a_failure() throws Exception {
    byte[] envelope = text(5);
    UploadToken token = store.begin(TEXT, DAY).token();
    postgres.sql(
        "ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()");
    try {
      while (number("SELECT count(*) FROM pg_settings WHERE setting = 'nobody'") == 0) {
        Thread.sleep(20);
      }
      CompletableFuture<Void> submission =
          CompletableFuture.runAsync(
              () -> {
                try (UploadWriter writer = store.write(token, DAY)) {
                  writer.append(envelope, 0, TEXT);
                  writer.finish();
                } catch (StoreException e) {
                  throw new CompletionException(e);
                }
              });
      String waiting = " FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
      while (number("SELECT count(*)" + waiting) == 0) {
        Thread.sleep(20);
      }
      assertFalse(submission.isDone());
      number("SELECT count(pg_cancel_backend(pid))" + waiting);
      CompletionException thrown =
          assertThrows(
              CompletionException.class, () -> submission.orTimeout(20, TimeUnit.SECONDS).join());
      assertEquals(Reason.STORE_FAILED, ((StoreException) thrown.getCause()).reason());
      assertFalse(store.health().accepting());
    } finally {
      postgres.sql("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
    }
    submit(store, text(6));
    assertTrue(store.health().accepting());
  }

  @Test
  void what_was_acknowledged_outlives_a_crash_of_the_database() throws Exception {
    byte[] envelope = Samples.envelope(7, 1L << 20);
    StoredEnvelope stored = submit(store, text(7));
    UploadToken token = store.begin(envelope.length, DAY).token();
    append(token, envelope, 0, 700000);
    postgres.stop();
    assertThrows(StoreException.class, () -> submit(store, text(8)));
    postgres.boot();
    for (int i = 0; i < 3; i++) {
      try {
        store.list(null, 1);
      } catch (StoreException e) {
        // Connections from before the crash.
      }
    }
    assertArrayEquals(text(7), Samples.read(store, stored.id()));
    append(token, envelope, 700000, 800000);
    reopen();
    assertEquals(800000, store.upload(token).orElseThrow().offset());
    assertTrue(store.health().good());
  }

  @Test
  void missing_chunks_are_an_alarm_and_no_longer_listed() throws Exception {
    StoredEnvelope lost = submit(store, text(9));
    StoredEnvelope damaged = submit(store, Samples.envelope(9, 1L << 20));
    StoredEnvelope good = submit(store, text(10));
    number(
        "WITH gone AS (DELETE FROM chunk WHERE body_high = "
            + EnvelopeIndex.high(lost.id())
            + " OR (begins > 0 AND body_high = "
            + EnvelopeIndex.high(damaged.id())
            + ") RETURNING 1) SELECT count(*) FROM gone");
    reopen();
    assertEquals(new Health(true, 1, 1), store.health());
    assertEquals(java.util.List.of(good), store.list(null, 10));
  }

  @Test
  void a_database_that_does_not_sync_is_refused() throws Exception {
    store.close();
    String asynchronous = url + "&options=-c%20synchronous_commit=off";
    postgres.sql("ALTER ROLE taniq SET synchronous_commit = off");
    try {
      refused(
          Reason.NOT_DURABLE,
          () -> PostgresEnvelopeStore.open(asynchronous, 1 << 20, new SecureRandom()));
    } finally {
      postgres.sql("ALTER ROLE taniq RESET synchronous_commit");
    }
    refused(
        Reason.NOT_A_STORE,
        () -> PostgresEnvelopeStore.open(postgres.url("nowhere"), 1 << 20, new SecureRandom()));
    store = open();
  }

  @Test
  void a_finished_upload_keeps_no_link_in_its_row() throws Exception {
    submit(store, text(11));
    assertEquals(1, number("SELECT count(*) FROM upload WHERE body IS NULL"));
    assertEquals(1, number("SELECT count(*) FROM envelope"));
  }
}
