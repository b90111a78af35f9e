package org.taniq.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;

/** Keeps connections open between uses and bounds their number. Thread-safe. */
final class Connections implements ConnectionFactory, AutoCloseable {
  private static final long WAIT_SECONDS = 30;

  private final DataSource source;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  Connections(DataSource source, int most) {
    this.source = source;
    this.permits = new Semaphore(most, true);
  }

  @Override
  public Connection openConnection() throws SQLException {
    acquire();
    boolean given = false;
    try {
      @Nullable Connection connection = idle.pollFirst();
      Connection open = connection == null ? source.getConnection() : connection;
      given = true;
      return open;
    } finally {
      if (!given) {
        permits.release();
      }
    }
  }

  /** One that broke takes the idle ones with it: the database has most likely gone. */
  @Override
  public void closeConnection(Connection connection) throws SQLException {
    try {
      if (connection.isClosed()) {
        closeIdle();
      } else if (closed || !connection.getAutoCommit()) {
        connection.close();
      } else {
        idle.addFirst(connection);
      }
    } finally {
      permits.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    closeIdle();
  }

  private void closeIdle() {
    for (Connection c = idle.pollFirst(); c != null; c = idle.pollFirst()) {
      try {
        c.close();
      } catch (SQLException e) {
        // It was broken, and holds no transaction.
      }
    }
  }

  private void acquire() throws SQLException {
    try {
      if (permits.tryAcquire() || permits.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new SQLException("no connection is free");
  }
}
