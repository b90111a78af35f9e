package org.taniq.server.store;

/**
 * The one writer of an upload. Not thread-safe. Nothing may be acknowledged to the uploader before
 * {@link #finish} or {@link #close} has returned.
 */
public interface UploadWriter extends AutoCloseable {

  /** The upload as it was when this writer came. */
  Upload upload();

  /** Bytes kept and written so far. */
  long offset();

  /** The first bytes of the envelope, as many as are there, at most 32 (H0, SPEC §2.1). */
  byte[] head();

  /**
   * Appends bytes. They are kept for certain once {@link #close} has returned; what comes before
   * may survive the end of the process or not.
   *
   * @throws StoreException STORE_FULL (what was there before this call stays), STORE_FAILED, BUSY
   *     (another server took the upload over)
   * @throws IllegalArgumentException beyond the declared length
   */
  void append(byte[] bytes, int from, int count) throws StoreException;

  /**
   * Turns the complete upload into an envelope. On return it is durable, listed, and no longer
   * linked with the token.
   *
   * @return the new envelope
   * @throws StoreException STORE_FULL, STORE_FAILED, BUSY: it may not be acknowledged
   * @throws IllegalStateException if bytes are missing
   */
  StoredEnvelope finish() throws StoreException;

  /**
   * Ends the upload and forgets its bytes. Does nothing after finish, close or another abandon.
   *
   * @throws StoreException STORE_FAILED
   */
  void abandon() throws StoreException;

  /**
   * Lets the upload go; what was appended is durable on return. Without {@link #finish} the last
   * byte of a complete upload is not kept, so that an uploader never sees "all is there" for what
   * is no envelope. Does nothing after finish or abandon.
   *
   * @throws StoreException STORE_FAILED: the offset may not be acknowledged
   */
  @Override
  void close() throws StoreException;
}
