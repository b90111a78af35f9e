package org.taniq.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import org.taniq.server.store.StoreException.Reason;

/** Uploads as rows. A finished one has no body any more: nothing links it with its envelope. */
final class UploadTable {

  /** A row; the body is null once the upload is finished. */
  record Row(Upload upload, @Nullable EnvelopeId body) {}

  private UploadTable() {}

  static void create(Handle handle) {
    handle.execute(
        "CREATE TABLE IF NOT EXISTS upload (token_high BIGINT NOT NULL, token_low BIGINT NOT NULL,"
            + " body CHAR(32), length BIGINT NOT NULL, received BIGINT NOT NULL,"
            + " created INTEGER NOT NULL, active INTEGER NOT NULL,"
            + " PRIMARY KEY (token_high, token_low))");
  }

  static void insert(Handle handle, Upload upload, EnvelopeId body) {
    token(
            handle.createUpdate(
                "INSERT INTO upload (token_high, token_low, body, length, received, created,"
                    + " active) VALUES (:high, :low, :body, :length, 0, :created, :created)"),
            upload.token())
        .bind("body", body.hex())
        .bind("length", upload.length())
        .bind("created", day(upload.created()))
        .execute();
  }

  static Optional<Row> find(Handle handle, UploadToken token) {
    return token(
            handle.createQuery(
                "SELECT * FROM upload WHERE token_high = :high AND token_low = :low"),
            token)
        .map((rs, context) -> row(rs))
        .findOne();
  }

  /**
   * Moves the offset on, if it is where this writer left it.
   *
   * @throws StoreException BUSY: another writer was here, or ended the upload
   */
  static void receive(Handle handle, UploadToken token, long before, long after, LocalDate today)
      throws StoreException {
    requireOne(
        token(
                handle.createUpdate(
                    "UPDATE upload SET received = :after, active = :today"
                        + " WHERE token_high = :high AND token_low = :low"
                        + " AND received = :before AND body IS NOT NULL"),
                token)
            .bind("before", before)
            .bind("after", after)
            .bind("today", day(today))
            .execute());
  }

  /**
   * Marks the upload finished and drops its link to the body.
   *
   * @throws StoreException BUSY, as {@link #receive}
   */
  static void finish(Handle handle, UploadToken token, long before, LocalDate today)
      throws StoreException {
    requireOne(
        token(
                handle.createUpdate(
                    "UPDATE upload SET received = length, body = NULL, active = :today"
                        + " WHERE token_high = :high AND token_low = :low"
                        + " AND received = :before AND body IS NOT NULL"),
                token)
            .bind("before", before)
            .bind("today", day(today))
            .execute());
  }

  /**
   * Deletes a row, if its body is still the one known.
   *
   * @throws StoreException BUSY: it was finished or ended meanwhile
   */
  static void delete(Handle handle, UploadToken token, @Nullable EnvelopeId body)
      throws StoreException {
    requireOne(
        token(
                handle.createUpdate(
                    "DELETE FROM upload WHERE token_high = :high AND token_low = :low"
                        + " AND body IS NOT DISTINCT FROM CAST(:body AS CHAR(32))"),
                token)
            .bind("body", body == null ? null : body.hex())
            .execute());
  }

  /** Uploads last active on that day or earlier. */
  static List<Row> idleSince(Handle handle, LocalDate last) {
    return handle
        .createQuery("SELECT * FROM upload WHERE active <= :last")
        .bind("last", day(last))
        .map((rs, context) -> row(rs))
        .list();
  }

  /** All that have not become envelopes. */
  static List<Upload> unfinished(Handle handle) {
    return handle
        .createQuery("SELECT * FROM upload WHERE body IS NOT NULL")
        .map((rs, context) -> row(rs).upload())
        .list();
  }

  /** Counts unfinished uploads and their bytes. */
  static void count(Handle handle, Ledger ledger) {
    handle
        .createQuery("SELECT length, received FROM upload WHERE body IS NOT NULL")
        .map((rs, context) -> Map.entry(rs.getLong("length"), rs.getLong("received")))
        .forEach(upload -> ledger.begun(upload.getKey(), upload.getValue()));
  }

  private static void requireOne(int changed) throws StoreException {
    if (changed != 1) {
      throw new StoreException(Reason.BUSY);
    }
  }

  private static int day(LocalDate day) {
    return (int) day.toEpochDay();
  }

  private static <S extends SqlStatement<S>> S token(S statement, UploadToken token) {
    return statement.bind("high", high(token)).bind("low", low(token));
  }

  /** First half of the token. */
  static long high(UploadToken token) {
    return Long.parseUnsignedLong(token.hex().substring(0, 16), 16);
  }

  private static long low(UploadToken token) {
    return Long.parseUnsignedLong(token.hex().substring(16), 16);
  }

  private static Row row(ResultSet rs) throws SQLException {
    HexFormat hex = HexFormat.of();
    UploadToken token =
        new UploadToken(
            hex.toHexDigits(rs.getLong("token_high")) + hex.toHexDigits(rs.getLong("token_low")));
    @Nullable String body = rs.getString("body");
    return new Row(
        new Upload(
            token,
            rs.getLong("length"),
            rs.getLong("received"),
            LocalDate.ofEpochDay(rs.getInt("created")),
            LocalDate.ofEpochDay(rs.getInt("active")),
            body == null),
        body == null ? null : new EnvelopeId(body));
  }
}
