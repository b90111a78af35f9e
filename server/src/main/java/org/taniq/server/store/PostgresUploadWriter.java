package org.taniq.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import org.jdbi.v3.core.Handle;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.server.store.StoreException.Reason;

/**
 * The writer of an upload that is rows. It holds at most one chunk in memory; the last one is
 * written only together with the row of the finished envelope, or cut at close.
 */
final class PostgresUploadWriter implements UploadWriter {
  private final PostgresEnvelopeStore store;
  private final Upload before;
  private final EnvelopeId body;
  private final LocalDate today;
  private final Digests.Kept state;
  private final byte[] chunk;
  private int held;
  private long flushed;
  private boolean done;

  /** Takes over an upload whose lock the caller holds. */
  PostgresUploadWriter(PostgresEnvelopeStore store, Upload upload, EnvelopeId body, LocalDate today)
      throws StoreException {
    this.store = store;
    this.before = upload;
    this.body = body;
    this.today = today;
    this.flushed = upload.offset();
    this.chunk = new byte[(int) Math.min(ChunkTable.MAX_BYTES, upload.length() - upload.offset())];
    this.state = takeUp();
  }

  @Override
  public Upload upload() {
    return before;
  }

  @Override
  public long offset() {
    return flushed + held;
  }

  @Override
  public byte[] head() {
    return state.head().bytes();
  }

  @Override
  public void append(byte[] bytes, int from, int count) throws StoreException {
    requireOpen();
    if (count > before.length() - offset()) {
      throw new IllegalArgumentException("more bytes than declared");
    }
    for (int at = from; at < from + count; ) {
      if (held == chunk.length) {
        flush(false);
      }
      int taken = Math.min(chunk.length - held, from + count - at);
      System.arraycopy(bytes, at, chunk, held, taken);
      state.digest().update(bytes, at, taken);
      state.head().add(bytes, at, taken);
      held += taken;
      at += taken;
    }
  }

  @Override
  public StoredEnvelope finish() throws StoreException {
    requireOpen();
    if (offset() != before.length()) {
      throw new IllegalStateException("bytes are missing");
    }
    FixedHeader header = Head.requireEnvelope(head(), before.length());
    done = true;
    try {
      String sha256 = HexFormat.of().formatHex(state.digest().digest());
      StoredEnvelope envelope =
          new StoredEnvelope(body, sha256, header.keysetId(), before.length(), today);
      store.commit(
          handle -> {
            UploadTable.finish(handle, before.token(), flushed, today);
            writeChunk(handle, held);
            EnvelopeIndex.insert(handle, envelope);
          });
      store.ledger().ended(before.length(), flushed);
      store.ledger().stored(before.length());
      return envelope;
    } finally {
      store.release(before.token());
    }
  }

  @Override
  public void abandon() throws StoreException {
    if (done) {
      return;
    }
    done = true;
    try {
      store.remove(before, body, flushed);
    } finally {
      store.release(before.token());
    }
  }

  @Override
  public void close() throws StoreException {
    if (done) {
      return;
    }
    done = true;
    try {
      boolean cut = offset() == before.length();
      held -= cut ? 1 : 0;
      if (offset() > before.offset()) {
        flush(true);
      }
      if (!cut) {
        store.digests().keep(before.token(), state.at(flushed));
      }
    } finally {
      store.release(before.token());
    }
  }

  /**
   * Writes what is held.
   *
   * @param durable waits for the disk, for this and all that went before; else PostgreSQL may lose
   *     the newest rows in a crash of its own, whole, and the offset with them
   */
  private void flush(boolean durable) throws StoreException {
    int count = held;
    long after = flushed + count;
    store.commit(
        handle -> {
          if (!durable) {
            PostgresEnvelopeStore.withoutWaiting(handle);
          }
          UploadTable.receive(handle, before.token(), flushed, after, today);
          writeChunk(handle, count);
        });
    store.ledger().received(before.length(), count);
    flushed = after;
    held = 0;
  }

  private void writeChunk(Handle handle, int count) {
    if (count > 0) {
      ChunkTable.insert(handle, body, flushed, Arrays.copyOf(chunk, count));
    }
  }

  private Digests.Kept takeUp() throws StoreException {
    Digests.Kept kept = store.digests().take(before.token(), before.offset()).orElse(null);
    if (kept != null) {
      return kept;
    }
    Digests.Kept fresh = new Digests.Kept(before.offset(), Head.sha256(), new Head());
    try (InputStream in = store.readBody(body, before.offset())) {
      byte[] buffer = new byte[1 << 16];
      for (int n; (n = in.read(buffer)) >= 0; ) {
        fresh.digest().update(buffer, 0, n);
        fresh.head().add(buffer, 0, n);
      }
      return fresh;
    } catch (IOException e) {
      throw new StoreException(Reason.STORE_FAILED, e);
    }
  }

  private void requireOpen() {
    if (done) {
      throw new IllegalStateException("the writer has ended");
    }
  }
}
