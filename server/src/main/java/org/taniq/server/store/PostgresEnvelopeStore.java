package org.taniq.server.store;

import java.io.InputStream;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.taniq.server.store.StoreException.Reason;

/**
 * The store in one PostgreSQL database, or in what speaks its protocol: index, bodies in chunks,
 * uploads. Several servers may use one database at a time. An envelope becomes one in a single
 * transaction, and is acknowledged after its commit, which waits for replicas where the database is
 * set up so. Thread-safe.
 */
public final class PostgresEnvelopeStore implements EnvelopeStore {

  /** Serialises the making of tables by servers that start at one time. */
  private static final long SCHEMA_LOCK = 0x7461_6e69_7131_0001L;

  /** How long the totals of other servers' work may be old. */
  private static final long TOTALS_NANOS = 5_000_000_000L;

  /** SQL without a result, in a transaction. */
  interface Change {
    void in(Handle handle) throws StoreException;
  }

  private final Database database;
  private final SecureRandom random;
  private final long capacity;
  private final WriterLocks locks;
  private final Digests digests = new Digests();
  private volatile boolean lastCommitGood = true;
  private volatile Ledger ledger = new Ledger();
  private long counted;
  private long lost;
  private long damaged;

  private PostgresEnvelopeStore(Database database, SecureRandom random, long capacity) {
    this.database = database;
    this.random = random;
    this.capacity = capacity;
    this.locks = new WriterLocks(database);
  }

  /**
   * Opens the store; makes its tables where they are missing.
   *
   * @param url JDBC URL of PostgreSQL, with user and password; never shown
   * @param capacity bytes that envelopes and partial uploads may take
   * @param random for ids and tokens
   * @throws StoreException NOT_A_STORE (no such database, or not allowed), NOT_DURABLE (fsync,
   *     full_page_writes or synchronous_commit is off), STORE_FAILED
   * @throws IllegalArgumentException if it is no URL of PostgreSQL's
   */
  public static PostgresEnvelopeStore open(String url, long capacity, SecureRandom random)
      throws StoreException {
    Database database = Database.postgres(url);
    boolean opened = false;
    try {
      requireDurable(database);
      PostgresEnvelopeStore store = new PostgresEnvelopeStore(database, random, capacity);
      store.prepare();
      opened = true;
      return store;
    } finally {
      if (!opened) {
        database.close();
      }
    }
  }

  @Override
  public Upload begin(long length, LocalDate today) throws StoreException {
    Upload upload = new Upload(UploadToken.random(random), length, 0, today, today, false);
    EnvelopeId body = EnvelopeId.random(random);
    commit(
        handle -> {
          withoutWaiting(handle);
          UploadTable.insert(handle, upload, body);
        });
    ledger.begun(length, 0);
    return upload;
  }

  @Override
  public Optional<Upload> upload(UploadToken token) throws StoreException {
    return database.read(handle -> UploadTable.find(handle, token).map(UploadTable.Row::upload));
  }

  @Override
  public List<Upload> unfinished(SizeClass sizeClass) throws StoreException {
    return database.read(UploadTable::unfinished).stream()
        .filter(upload -> SizeClass.of(upload.length()) == sizeClass)
        .toList();
  }

  @Override
  public UploadWriter write(UploadToken token, LocalDate today) throws StoreException {
    UploadTable.Row row = take(token);
    boolean given = false;
    try {
      UploadWriter writer =
          new PostgresUploadWriter(this, row.upload(), Objects.requireNonNull(row.body()), today);
      given = true;
      return writer;
    } finally {
      if (!given) {
        release(token);
      }
    }
  }

  @Override
  public void abandon(UploadToken token) throws StoreException {
    UploadTable.Row row = take(token);
    try {
      remove(row.upload(), Objects.requireNonNull(row.body()), row.upload().offset());
    } finally {
      release(token);
    }
  }

  @Override
  public int expire(LocalDate today) throws StoreException {
    LocalDate last = today.minusDays(Upload.KEPT_DAYS);
    int count = 0;
    for (UploadTable.Row row : database.read(handle -> UploadTable.idleSince(handle, last))) {
      Upload upload = row.upload();
      if (locks.take(upload.token())) {
        try {
          remove(upload, row.body(), upload.offset());
          count++;
        } catch (StoreException e) {
          if (e.reason() != Reason.BUSY) {
            throw e;
          }
        } finally {
          release(upload.token());
        }
      }
    }
    return count;
  }

  @Override
  public Optional<StoredEnvelope> find(EnvelopeId id) throws StoreException {
    return database.read(handle -> EnvelopeIndex.find(handle, id));
  }

  @Override
  public List<StoredEnvelope> list(@Nullable EnvelopeId after, int limit) throws StoreException {
    return database.read(handle -> EnvelopeIndex.list(handle, after, limit));
  }

  @Override
  public InputStream read(EnvelopeId id, long from) throws StoreException {
    StoredEnvelope envelope =
        find(id).orElseThrow(() -> new StoreException(Reason.UNKNOWN_ENVELOPE));
    return ChunkTable.read(database, id, from, envelope.size());
  }

  @Override
  public void delete(List<EnvelopeId> ids) throws StoreException {
    for (EnvelopeId id : ids) {
      Optional<StoredEnvelope> envelope = find(id);
      if (envelope.isPresent()) {
        // The same order may arrive twice at once: whoever removed the row counts it.
        AtomicBoolean removed = new AtomicBoolean();
        commit(
            handle -> {
              removed.set(EnvelopeIndex.delete(handle, id));
              ChunkTable.delete(handle, id);
            });
        if (removed.get()) {
          ledger.deleted(envelope.get().size());
        }
      }
    }
  }

  /** Exact for this server's own work; what others did is at most some seconds old. */
  @Override
  public synchronized Usage usage() throws StoreException {
    if (System.nanoTime() - counted > TOTALS_NANOS) {
      recount();
    }
    return ledger.usage(capacity);
  }

  @Override
  public Health health() {
    return new Health(lastCommitGood, lost, damaged);
  }

  @Override
  public void close() {
    locks.close();
    database.close();
  }

  /** Lets this transaction's commit return before it is on disk; only for what is not promised. */
  static void withoutWaiting(Handle handle) {
    handle.execute("SET LOCAL synchronous_commit = off");
  }

  void commit(Change change) throws StoreException {
    boolean good = false;
    try {
      database.commit(
          handle -> {
            change.in(handle);
            return true;
          });
      good = true;
    } catch (StoreException e) {
      good = e.reason() != Reason.STORE_FAILED;
      throw e;
    } finally {
      lastCommitGood = good;
    }
  }

  /**
   * Removes an upload with the bytes it may have, whose lock the caller holds.
   *
   * @throws StoreException BUSY if it was finished or ended meanwhile all the same: then nothing is
   *     removed
   */
  void remove(Upload upload, @Nullable EnvelopeId body, long received) throws StoreException {
    commit(
        handle -> {
          UploadTable.delete(handle, upload.token(), body);
          if (body != null) {
            ChunkTable.delete(handle, body);
          }
        });
    if (body != null) {
      ledger.ended(upload.length(), received);
    }
  }

  void release(UploadToken token) {
    locks.release(token);
  }

  InputStream readBody(EnvelopeId body, long size) {
    return ChunkTable.read(database, body, 0, size);
  }

  Digests digests() {
    return digests;
  }

  Ledger ledger() {
    return ledger;
  }

  private UploadTable.Row take(UploadToken token) throws StoreException {
    if (upload(token).isEmpty()) {
      throw new StoreException(Reason.UNKNOWN_UPLOAD);
    }
    if (!locks.take(token)) {
      throw new StoreException(Reason.BUSY);
    }
    boolean given = false;
    try {
      Optional<UploadTable.Row> row = database.read(handle -> UploadTable.find(handle, token));
      if (row.isEmpty() || row.get().body() == null) {
        throw new StoreException(row.isEmpty() ? Reason.UNKNOWN_UPLOAD : Reason.FINISHED);
      }
      given = true;
      return row.get();
    } finally {
      if (!given) {
        release(token);
      }
    }
  }

  private static void requireDurable(Database database) throws StoreException {
    try {
      for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
        String value =
            database.read(
                handle ->
                    handle
                        .createQuery("SELECT coalesce(current_setting(:name, true), '')")
                        .bind("name", setting)
                        .mapTo(String.class)
                        .one());
        if (value.equals("off")) {
          throw new StoreException(Reason.NOT_DURABLE);
        }
      }
    } catch (StoreException e) {
      throw e.reason() == Reason.STORE_FAILED ? new StoreException(Reason.NOT_A_STORE, e) : e;
    }
  }

  private void prepare() throws StoreException {
    commit(
        handle -> {
          handle
              .createQuery("SELECT count(pg_advisory_xact_lock(:key))")
              .bind("key", SCHEMA_LOCK)
              .mapTo(Long.class)
              .one();
          EnvelopeIndex.create(handle);
          ChunkTable.create(handle);
          UploadTable.create(handle);
          ChunkTable.markIncomplete(handle);
        });
    lost = database.read(handle -> EnvelopeIndex.count(handle, EnvelopeIndex.State.LOST));
    damaged = database.read(handle -> EnvelopeIndex.count(handle, EnvelopeIndex.State.DAMAGED));
    recount();
  }

  private void recount() throws StoreException {
    Ledger fresh = new Ledger();
    database.read(
        handle -> {
          EnvelopeIndex.count(handle, fresh);
          UploadTable.count(handle, fresh);
          return true;
        });
    ledger = fresh;
    counted = System.nanoTime();
  }
}
