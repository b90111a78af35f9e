package org.taniq.server.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.taniq.server.store.StoreException.Reason;

/** One SQL database with its connections, H2 or PostgreSQL. Thread-safe. */
final class Database implements AutoCloseable {

  /** SQL in one transaction, or none. */
  interface Work<T> {
    T in(Handle handle) throws StoreException;
  }

  /** Most connections at a time; a waiting commit holds one. */
  private static final int CONNECTIONS = 16;

  /** SQLSTATE class "insufficient resources": disk, memory, connections. */
  private static final String INSUFFICIENT = "53";

  private final Connections connections;
  private final Jdbi jdbi;

  private Database(DataSource source) {
    connections = new Connections(source, CONNECTIONS);
    jdbi = Jdbi.create(connections);
    // By default Jdbi writes bound values into messages.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
  }

  /**
   * The embedded database in {@code <file>.mv.db}. Without trace files, which would hold times and
   * values; over H2's "async" files, which an interrupt of a thread does not close.
   */
  static Database h2(Path file) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(
        "jdbc:h2:async:"
            + file.toAbsolutePath()
            + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0");
    source.setUser("taniq");
    return new Database(source);
  }

  /**
   * A PostgreSQL database.
   *
   * @param url a JDBC URL with all that the driver needs; never shown
   * @throws IllegalArgumentException if it is no URL of PostgreSQL's
   */
  static Database postgres(String url) {
    return new Database(postgresSource(url));
  }

  private static DataSource postgresSource(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    // A statement's time limit would cancel a commit that waits for its replica, and PostgreSQL
    // then reports success. What else makes a commit durable is checked at opening.
    source.setOptions("-c statement_timeout=0 -c lock_timeout=0");
    source.setApplicationName("taniq");
    source.setTcpKeepAlive(true);
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
      throw failure(e);
    }
  }

  /**
   * Runs a transaction and commits it; rolled back if the work throws. A warning that comes with
   * the commit is a failure: so PostgreSQL says that it committed without its replica.
   *
   * @throws StoreException STORE_FULL, STORE_FAILED (whether the commit took place is then
   *     unknown), or what the work throws
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
      throw failure(e);
    }
  }

  /** A connection of its own, for locks that live as long as it does. */
  Handle openSession() {
    return jdbi.open();
  }

  /** Closes every idle connection. */
  @Override
  public void close() {
    connections.close();
  }

  private static StoreException failure(Exception e) {
    for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLException s
          && s.getSQLState() != null
          && s.getSQLState().startsWith(INSUFFICIENT)) {
        return new StoreException(Reason.STORE_FULL, e);
      }
    }
    return new StoreException(Reason.STORE_FAILED, e);
  }
}
