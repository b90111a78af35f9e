package org.taniq.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.envelope.KeysetId;

/**
 * The table of envelopes; the same SQL in H2 and PostgreSQL. Its key is the first half of the
 * random id, so that H2, which stores rows by an integer key, stores them in that random order; a
 * key of any other type would make it number the rows as they come.
 */
final class EnvelopeIndex {

  /** Whether an envelope's body is what it should be. */
  enum State {
    STORED,
    /** Its body is gone. */
    LOST,
    /** Its body has another size. */
    DAMAGED
  }

  /** A row with its state. */
  record Row(StoredEnvelope envelope, State state) {}

  private EnvelopeIndex() {}

  static void create(Handle handle) {
    handle.execute(
        "CREATE TABLE IF NOT EXISTS envelope (id_high BIGINT PRIMARY KEY, id_low BIGINT NOT NULL,"
            + " sha256 CHAR(64) NOT NULL, keyset CHAR(32) NOT NULL, bytes BIGINT NOT NULL,"
            + " arrived INTEGER NOT NULL, state VARCHAR(8) NOT NULL)");
  }

  static void insert(Handle handle, StoredEnvelope envelope) {
    handle
        .createUpdate(
            "INSERT INTO envelope (id_high, id_low, sha256, keyset, bytes, arrived, state)"
                + " VALUES (:high, :low, :sha256, :keyset, :bytes, :arrived, :state)")
        .bind("high", high(envelope.id()))
        .bind("low", low(envelope.id()))
        .bind("sha256", envelope.sha256())
        .bind("keyset", envelope.keyset().hex())
        .bind("bytes", envelope.size())
        .bind("arrived", (int) envelope.day().toEpochDay())
        .bind("state", State.STORED.name())
        .execute();
  }

  static void setState(Handle handle, EnvelopeId id, State state) {
    handle
        .createUpdate("UPDATE envelope SET state = :state WHERE id_high = :high AND id_low = :low")
        .bind("state", state.name())
        .bind("high", high(id))
        .bind("low", low(id))
        .execute();
  }

  /** Whether it was there. */
  static boolean delete(Handle handle, EnvelopeId id) {
    return handle
            .createUpdate("DELETE FROM envelope WHERE id_high = :high AND id_low = :low")
            .bind("high", high(id))
            .bind("low", low(id))
            .execute()
        > 0;
  }

  /** An envelope whose body is there. */
  static Optional<StoredEnvelope> find(Handle handle, EnvelopeId id) {
    return handle
        .createQuery(
            "SELECT * FROM envelope WHERE id_high = :high AND id_low = :low AND state = 'STORED'")
        .bind("high", high(id))
        .bind("low", low(id))
        .map((rs, context) -> envelope(rs))
        .findOne();
  }

  /** Envelopes whose body is there, by id, behind {@code after}. */
  static List<StoredEnvelope> list(Handle handle, @Nullable EnvelopeId after, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM envelope WHERE state = 'STORED'"
                + " AND (id_high > :high OR (id_high = :high AND id_low > :low))"
                + " ORDER BY id_high, id_low LIMIT :limit")
        .bind("high", after == null ? Long.MIN_VALUE : high(after))
        .bind("low", after == null ? Long.MIN_VALUE : low(after))
        .bind("limit", limit)
        .map((rs, context) -> envelope(rs))
        .list();
  }

  /** Every row whose id begins with this byte. */
  static List<Row> shard(Handle handle, int shard) {
    long first = ((long) shard << 56) ^ Long.MIN_VALUE;
    return handle
        .createQuery("SELECT * FROM envelope WHERE id_high BETWEEN :first AND :last")
        .bind("first", first)
        .bind("last", first | (-1L >>> 8))
        .map((rs, context) -> new Row(envelope(rs), State.valueOf(rs.getString("state"))))
        .list();
  }

  /** Counts envelopes and their bytes per size class. */
  static void count(Handle handle, Ledger ledger) {
    handle
        .createQuery(
            "SELECT CASE WHEN bytes <= :floor THEN 'FLOOR' WHEN bytes <= :small THEN 'SMALL'"
                + " ELSE 'LARGE' END AS class, count(*) AS n, sum(bytes) AS total"
                + " FROM envelope GROUP BY 1")
        .bind("floor", SizeClass.FLOOR_MAX_BYTES)
        .bind("small", SizeClass.SMALL_MAX_BYTES)
        .map(
            (rs, context) ->
                Map.entry(
                    SizeClass.valueOf(rs.getString("class")),
                    new long[] {rs.getLong("n"), rs.getLong("total")}))
        .forEach(e -> ledger.stored(e.getKey(), e.getValue()[0], e.getValue()[1]));
  }

  /** How many envelopes are in a state. */
  static long count(Handle handle, State state) {
    return handle
        .createQuery("SELECT count(*) FROM envelope WHERE state = :state")
        .bind("state", state.name())
        .mapTo(Long.class)
        .one();
  }

  /** First half of an id; signed order of it is the order of the hexadecimal digits. */
  static long high(EnvelopeId id) {
    return Long.parseUnsignedLong(id.hex().substring(0, 16), 16) ^ Long.MIN_VALUE;
  }

  /** Second half, likewise. */
  static long low(EnvelopeId id) {
    return Long.parseUnsignedLong(id.hex().substring(16), 16) ^ Long.MIN_VALUE;
  }

  private static StoredEnvelope envelope(ResultSet rs) throws SQLException {
    HexFormat hex = HexFormat.of();
    String id =
        hex.toHexDigits(rs.getLong("id_high") ^ Long.MIN_VALUE)
            + hex.toHexDigits(rs.getLong("id_low") ^ Long.MIN_VALUE);
    return new StoredEnvelope(
        new EnvelopeId(id),
        rs.getString("sha256"),
        new KeysetId(rs.getString("keyset")),
        rs.getLong("bytes"),
        LocalDate.ofEpochDay(rs.getInt("arrived")));
  }
}
