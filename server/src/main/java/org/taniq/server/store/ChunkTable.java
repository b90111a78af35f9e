package org.taniq.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Bodies as rows of at most {@link #MAX_BYTES}, each with the offset it begins at. */
final class ChunkTable {

  /** Most bytes of a row: few enough to hold for each upload, enough that rows are few. */
  static final int MAX_BYTES = 256 << 10;

  private ChunkTable() {}

  static void create(Handle handle) {
    handle.execute(
        "CREATE TABLE IF NOT EXISTS chunk (body_high BIGINT NOT NULL, body_low BIGINT NOT NULL,"
            + " begins BIGINT NOT NULL, bytes BYTEA NOT NULL,"
            + " PRIMARY KEY (body_high, body_low, begins))");
    // Random bytes do not compress.
    handle.execute("ALTER TABLE chunk ALTER COLUMN bytes SET STORAGE EXTERNAL");
  }

  static void insert(Handle handle, EnvelopeId body, long begins, byte[] bytes) {
    handle
        .createUpdate(
            "INSERT INTO chunk (body_high, body_low, begins, bytes)"
                + " VALUES (:high, :low, :begins, :bytes)")
        .bind("high", EnvelopeIndex.high(body))
        .bind("low", EnvelopeIndex.low(body))
        .bind("begins", begins)
        .bind("bytes", bytes)
        .execute();
  }

  static void delete(Handle handle, EnvelopeId body) {
    handle
        .createUpdate("DELETE FROM chunk WHERE body_high = :high AND body_low = :low")
        .bind("high", EnvelopeIndex.high(body))
        .bind("low", EnvelopeIndex.low(body))
        .execute();
  }

  /** Marks rows of the index whose chunks are gone, or do not add up to their size. */
  static void markIncomplete(Handle handle) {
    handle.execute(
        "UPDATE envelope SET state = found.state FROM (SELECT e.id_high, e.id_low,"
            + " CASE WHEN sum(octet_length(c.bytes)) IS NULL THEN 'LOST'"
            + " WHEN sum(octet_length(c.bytes)) <> e.bytes THEN 'DAMAGED'"
            + " ELSE 'STORED' END AS state"
            + " FROM envelope e LEFT JOIN chunk c"
            + " ON c.body_high = e.id_high AND c.body_low = e.id_low"
            + " GROUP BY e.id_high, e.id_low) found"
            + " WHERE found.id_high = envelope.id_high AND found.id_low = envelope.id_low"
            + " AND found.state <> envelope.state");
  }

  private static final class Chunk {
    final long begins;
    final byte[] bytes;

    Chunk(long begins, byte[] bytes) {
      this.begins = begins;
      this.bytes = bytes;
    }
  }

  /** The bytes of a body from an offset to its end; one row is held at a time. */
  static InputStream read(Database database, EnvelopeId body, long from, long size) {
    return new InputStream() {
      private long at = from;
      private @Nullable Chunk chunk;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (at >= size || length == 0) {
          return length == 0 ? 0 : -1;
        }
        Chunk current = chunk;
        if (current == null || at >= current.begins + current.bytes.length) {
          current = load();
          chunk = current;
        }
        int inChunk = (int) (at - current.begins);
        int count = Math.min(length, current.bytes.length - inChunk);
        System.arraycopy(current.bytes, inChunk, target, offset, count);
        at += count;
        return count;
      }

      private Chunk load() throws IOException {
        try {
          Optional<Chunk> found = database.read(handle -> find(handle, body, at));
          if (found.isPresent() && at < found.get().begins + found.get().bytes.length) {
            return found.get();
          }
        } catch (StoreException e) {
          throw new IOException("the database cannot be read", e);
        }
        throw new IOException("bytes of the body are missing");
      }
    };
  }

  /** The last chunk that begins at or before an offset. */
  private static Optional<Chunk> find(Handle handle, EnvelopeId body, long at) {
    return handle
        .createQuery(
            "SELECT begins, bytes FROM chunk WHERE body_high = :high AND body_low = :low"
                + " AND begins <= :at ORDER BY begins DESC LIMIT 1")
        .bind("high", EnvelopeIndex.high(body))
        .bind("low", EnvelopeIndex.low(body))
        .bind("at", at)
        .map((rs, context) -> new Chunk(rs.getLong("begins"), rs.getBytes("bytes")))
        .findOne();
  }
}
