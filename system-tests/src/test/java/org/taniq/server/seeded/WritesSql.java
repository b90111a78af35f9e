package org.taniq.server.seeded;

import java.sql.Connection;
import java.sql.SQLException;

/** Breaks a rule on purpose: SQL outside the store. */
public final class WritesSql {
  void write(Connection connection) throws SQLException {
    connection.commit();
  }
}
