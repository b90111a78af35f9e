package org.taniq.server.retention;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.taniq.server.store.EnvelopeId;
import org.taniq.server.store.EnvelopeStore;
import org.taniq.server.store.StoreException;
import org.taniq.server.store.StoredEnvelope;

/**
 * Carries out a deletion order whose signatures were verified, SPEC §4.6: the only way by which an
 * envelope leaves the store. Thread-safe.
 */
public final class Deletions {

  /** Days an envelope is kept whatever an order says. */
  public static final int KEPT_DAYS = 7;

  /** Envelopes that one durable step deletes. */
  private static final int BATCH = 256;

  private final EnvelopeStore store;

  public Deletions(EnvelopeStore store) {
    this.store = store;
  }

  /**
   * What an order names.
   *
   * @param id the server's id
   * @param sha256 64 lower-case hexadecimal digits
   */
  public record Entry(EnvelopeId id, String sha256) {}

  /** What became of an entry; the answer's word is the name in lower case. */
  public enum Result {
    DELETED,
    UNKNOWN_ID,
    HASH_DIFFERS,
    TOO_YOUNG;

    /** The word of SPEC §4.6. */
    public String word() {
      return switch (this) {
        case DELETED -> "deleted";
        case UNKNOWN_ID -> "unknown_id";
        case HASH_DIFFERS -> "hash_differs";
        case TOO_YOUNG -> "too_young";
      };
    }
  }

  /**
   * One answer.
   *
   * @param id of the entry
   */
  public record Outcome(EnvelopeId id, Result result) {}

  /**
   * Deletes what may be deleted; durable on return. The stored bytes are hashed anew: what the
   * custodians proved to have must be what is here, not what the index says is here.
   *
   * @param entries ids all different
   * @param today UTC day
   * @return one outcome for each entry, in order
   * @throws StoreException STORE_FAILED; some entries may be deleted then, and the order may come
   *     again
   */
  public List<Outcome> apply(List<Entry> entries, LocalDate today) throws StoreException {
    List<Outcome> outcomes = new ArrayList<>();
    List<EnvelopeId> batch = new ArrayList<>();
    for (Entry entry : entries) {
      Result result = judge(entry, today);
      outcomes.add(new Outcome(entry.id(), result));
      if (result == Result.DELETED) {
        batch.add(entry.id());
      }
      if (batch.size() == BATCH) {
        store.delete(batch);
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      store.delete(batch);
    }
    return List.copyOf(outcomes);
  }

  private Result judge(Entry entry, LocalDate today) throws StoreException {
    Optional<StoredEnvelope> envelope = store.find(entry.id());
    if (envelope.isEmpty()) {
      return Result.UNKNOWN_ID;
    }
    if (!envelope.get().sha256().equals(entry.sha256())) {
      return Result.HASH_DIFFERS;
    }
    if (envelope.get().day().plusDays(KEPT_DAYS).isAfter(today)) {
      return Result.TOO_YOUNG;
    }
    return hash(entry.id()).equals(entry.sha256()) ? Result.DELETED : Result.HASH_DIFFERS;
  }

  /** Empty when the bytes cannot be read to their end. */
  private String hash(EnvelopeId id) throws StoreException {
    try (InputStream in = store.read(id, 0)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n; (n = in.read(buffer)) >= 0; ) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException unreadable) {
      return "";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
