package org.taniq.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Durable storage of envelopes and of unfinished uploads, DESIGN §6. Thread-safe. Two kinds: {@link
 * FileEnvelopeStore} (bodies as files, index in H2) and {@link PostgresEnvelopeStore} (all in
 * PostgreSQL, for several servers).
 *
 * <p>It keeps days, never a time of day, and no order of arrival. It does not judge what it is
 * given: header, length and keyset are checked by the caller.
 */
public interface EnvelopeStore extends AutoCloseable {

  /**
   * Starts an upload; nobody writes to it yet.
   *
   * @param length declared length of the envelope, bytes, at least 1
   * @param today UTC day
   * @throws StoreException STORE_FULL, STORE_FAILED
   */
  Upload begin(long length, LocalDate today) throws StoreException;

  /**
   * Starts an upload and takes the writer's place at once. Its token is told to nobody before the
   * writer has ended: one that is finished by this writer need not be remembered beyond this run,
   * since whoever missed the answer cannot ask for it.
   *
   * @param length declared length of the envelope, bytes, at least 1
   * @param today UTC day
   * @throws StoreException STORE_FULL, STORE_FAILED
   */
  default UploadWriter beginWriting(long length, LocalDate today) throws StoreException {
    return write(begin(length, today).token(), today);
  }

  /**
   * Looks an upload up; empty if it is unknown, has expired or was ended.
   *
   * @throws StoreException STORE_FAILED
   */
  Optional<Upload> upload(UploadToken token) throws StoreException;

  /**
   * Unfinished uploads of one class, in no order.
   *
   * @throws StoreException STORE_FAILED
   */
  List<Upload> unfinished(SizeClass sizeClass) throws StoreException;

  /**
   * Takes the writer's place at an upload. The caller compares the offset and closes the writer.
   *
   * @param today UTC day; the upload's idle time starts anew, and it is the envelope's day of
   *     arrival if the writer finishes
   * @throws StoreException BUSY, UNKNOWN_UPLOAD, FINISHED, STORE_FAILED
   */
  UploadWriter write(UploadToken token, LocalDate today) throws StoreException;

  /**
   * Ends an unfinished upload and forgets its bytes.
   *
   * @throws StoreException BUSY, UNKNOWN_UPLOAD, FINISHED, STORE_FAILED
   */
  void abandon(UploadToken token) throws StoreException;

  /**
   * Forgets idle uploads, and finished ones, whose day of expiry has come.
   *
   * @return how many
   * @throws StoreException STORE_FAILED
   */
  int expire(LocalDate today) throws StoreException;

  /**
   * Looks an envelope up.
   *
   * @throws StoreException STORE_FAILED
   */
  Optional<StoredEnvelope> find(EnvelopeId id) throws StoreException;

  /**
   * Lists envelopes in the order of their random ids.
   *
   * @param after starts behind this id; null: from the first
   * @param limit at most so many
   * @throws StoreException STORE_FAILED
   */
  List<StoredEnvelope> list(@Nullable EnvelopeId after, int limit) throws StoreException;

  /**
   * Reads an envelope's bytes to their end. Reading goes on when the envelope is deleted meanwhile,
   * or ends with an IOException.
   *
   * @param from first byte wanted, 0..size
   * @throws StoreException UNKNOWN_ENVELOPE, STORE_FAILED
   * @throws IOException if the bytes cannot be read
   */
  InputStream read(EnvelopeId id, long from) throws StoreException, IOException;

  /**
   * Deletes envelopes, durably on return; ids that are not there are passed over. Only {@code
   * retention.Deletions} calls this.
   *
   * @throws StoreException STORE_FAILED; some may be gone then, and the call may be repeated
   */
  void delete(List<EnvelopeId> ids) throws StoreException;

  /**
   * What fills the store now.
   *
   * @throws StoreException STORE_FAILED
   */
  Usage usage() throws StoreException;

  /** Whether it accepts, and what the start-up check found. */
  Health health();

  /** Waits for nothing: writers must have ended. The store can be opened again afterwards. */
  @Override
  void close();
}
