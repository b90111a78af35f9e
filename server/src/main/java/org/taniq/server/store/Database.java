package org.taniq.server.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.postgresql.ds.PGConnectionPoolDataSource;
import org.taniq.server.store.StoreException.Reason;

/**
 * One SQL database with its connections, H2 or PostgreSQL. H2's own pool serves both: it takes any
 * driver's pooled connections. Thread-safe.
 */
final class Database implements AutoCloseable {

  /** SQL in one transaction, or none. */
  interface Work<T> {
    T in(Handle handle) throws StoreException;
  }

  /** Pooled connections; a waiting commit holds one. */
  private static final int CONNECTIONS = 16;

  private final JdbcConnectionPool pool;
  private final Jdbi jdbi;

  private Database(JdbcConnectionPool pool) {
    this.pool = pool;
    pool.setMaxConnections(CONNECTIONS);
    jdbi = Jdbi.create(pool);
    // By default Jdbi writes bound values into messages.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
  }

  /**
   * The embedded database in {@code <file>.mv.db}. No trace file: it would hold times and values.
   */
  static Database h2(Path file) {
    return new Database(
        JdbcConnectionPool.create(
            "jdbc:h2:async:"
                + file.toAbsolutePath()
                + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0",
            "taniq",
            ""));
  }

  /**
   * A PostgreSQL database.
   *
   * @param url a JDBC URL with all that the driver needs; never shown
   */
  static Database postgres(String url) {
    return new Database(JdbcConnectionPool.create(postgresSource(url)));
  }

  /** The driver's settings for a PostgreSQL database. */
  static PGConnectionPoolDataSource postgresSource(String url) {
    PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    source.setUrl(url);
    // A statement's time limit would cancel a commit that waits for its replica, which then
    // reports success. All else that makes a commit durable is checked at opening.
    source.setOptions("-c statement_timeout=0 -c lock_timeout=0");
    source.setApplicationName("taniq");
    return source;
  }

  /**
   * Runs SQL that changes nothing.
   *
   * @throws StoreException STORE_FAILED, or what the work throws
   */
  <T> T read(Work<T> work) throws StoreException {
    try (Handle handle = jdbi.open()) {
      return work.in(handle);
    } catch (JdbiException e) {
      throw new StoreException(Reason.STORE_FAILED, e);
    }
  }

  /**
   * Runs a transaction and commits it; rolled back if the work throws. A warning that comes with
   * the commit is a failure: so PostgreSQL says that it committed without its replica.
   *
   * @throws StoreException STORE_FAILED (whether the commit took place is then unknown), or what
   *     the work throws
   */
  <T> T commit(Work<T> work) throws StoreException {
    try (Handle handle = jdbi.open()) {
      handle.begin();
      T result;
      boolean done = false;
      try {
        result = work.in(handle);
        done = true;
      } finally {
        if (!done) {
          handle.rollback();
        }
      }
      Connection connection = handle.getConnection();
      connection.clearWarnings();
      handle.commit();
      if (connection.getWarnings() != null) {
        throw new StoreException(Reason.STORE_FAILED, connection.getWarnings());
      }
      return result;
    } catch (JdbiException | SQLException e) {
      throw new StoreException(Reason.STORE_FAILED, e);
    }
  }

  /** Closes every idle connection. */
  @Override
  public void close() {
    pool.dispose();
  }
}
