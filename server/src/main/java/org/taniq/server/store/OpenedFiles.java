package org.taniq.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.taniq.server.store.StoreException.Reason;

/** The parts of a file store, opened and reconciled. */
record OpenedFiles(
    Database database,
    BodyFiles bodies,
    UploadFiles uploads,
    Ledger ledger,
    FailStop failStop,
    Health health) {

  /** H2's "database is already in use". */
  private static final int H2_IN_USE = 90020;

  /**
   * Opens all; an index that cannot be read is thrown away and made from the bodies.
   *
   * @throws StoreException IN_USE, STORE_FAILED
   */
  static OpenedFiles open(StoreDirectory home, Disk disk, long diskReserve) throws StoreException {
    try {
      try {
        return attempt(home, disk, diskReserve);
      } catch (StoreException | IllegalArgumentException e) {
        if (!indexUnreadable(e)) {
          throw e;
        }
      }
      Files.deleteIfExists(home.indexFile());
      return attempt(home, disk, diskReserve);
    } catch (IOException | IllegalArgumentException e) {
      throw new StoreException(Reason.STORE_FAILED, e);
    }
  }

  private static OpenedFiles attempt(StoreDirectory home, Disk disk, long diskReserve)
      throws StoreException, IOException {
    FailStop failStop = new FailStop();
    Ledger ledger = new Ledger();
    Database database = Database.h2(home.index());
    BodyFiles bodies = null;
    UploadFiles uploads = null;
    boolean opened = false;
    try {
      bodies = new BodyFiles(home.bodies(), disk, failStop);
      database.commit(
          handle -> {
            EnvelopeIndex.create(handle);
            return true;
          });
      Health health = new Reconcile(bodies, database, ledger).run();
      uploads = new UploadFiles(home.uploads(), disk, failStop, ledger, diskReserve);
      home.sync(disk);
      opened = true;
      return new OpenedFiles(database, bodies, uploads, ledger, failStop, health);
    } finally {
      if (!opened) {
        abandon(database);
        close(bodies);
      }
    }
  }

  /** Lets H2 forget the file without writing to it once more. */
  private static void abandon(Database database) {
    try {
      database.read(handle -> handle.execute("SHUTDOWN IMMEDIATELY"));
    } catch (StoreException e) {
      // It was not open.
    }
    database.close();
  }

  private static void close(@Nullable BodyFiles bodies) {
    if (bodies != null) {
      bodies.close();
    }
  }

  /** True for what H2 reports, or what its rows could not be; false for another process's lock. */
  private static boolean indexUnreadable(Exception e) throws StoreException {
    boolean sql = e instanceof IllegalArgumentException;
    for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
      if (t instanceof SQLException s && s.getErrorCode() == H2_IN_USE) {
        throw new StoreException(Reason.IN_USE, e);
      }
      sql |= t instanceof JdbiException || t instanceof SQLException;
    }
    return sql;
  }
}
