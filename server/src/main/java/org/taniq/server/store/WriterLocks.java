package org.taniq.server.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * One writer per upload over all servers of a database: PostgreSQL's advisory locks, all held by
 * one connection of this server, so that the end of the process frees them. They only save an
 * uploader from racing itself; that no byte is written twice rests on UploadTable's comparison of
 * offsets, also where a database has no such locks or the connection is lost. Thread-safe.
 */
final class WriterLocks implements AutoCloseable {
  private final Database database;
  private final Set<UploadToken> mine = ConcurrentHashMap.newKeySet();
  private @Nullable Handle session;

  WriterLocks(Database database) {
    this.database = database;
  }

  /** True if nobody else has it. */
  boolean take(UploadToken token) throws StoreException {
    if (!mine.add(token)) {
      return false;
    }
    boolean taken = false;
    try {
      taken = ask("SELECT pg_try_advisory_lock(:key)", token);
      return taken;
    } catch (JdbiException e) {
      throw new StoreException(StoreException.Reason.STORE_FAILED, e);
    } finally {
      if (!taken) {
        mine.remove(token);
      }
    }
  }

  void release(UploadToken token) {
    try {
      ask("SELECT pg_advisory_unlock(:key)", token);
    } catch (JdbiException e) {
      // The connection is gone, and the lock with it.
    } finally {
      mine.remove(token);
    }
  }

  @Override
  public synchronized void close() {
    drop();
  }

  /** Asks once more on a new connection if an old one has broken meanwhile. */
  private synchronized boolean ask(String sql, UploadToken token) {
    Handle open = session;
    if (open != null) {
      try {
        return ask(open, sql, token);
      } catch (JdbiException e) {
        drop();
      }
    }
    Handle fresh = database.openSession();
    session = fresh;
    return ask(fresh, sql, token);
  }

  private static boolean ask(Handle open, String sql, UploadToken token) {
    return open.createQuery(sql).bind("key", UploadTable.high(token)).mapTo(Boolean.class).one();
  }

  private void drop() {
    Handle open = session;
    session = null;
    if (open == null) {
      return;
    }
    try {
      open.execute("SELECT pg_advisory_unlock_all()");
    } catch (JdbiException e) {
      // The connection is gone, and its locks with it.
    } finally {
      open.close();
    }
  }
}
