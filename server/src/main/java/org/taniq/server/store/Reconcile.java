package org.taniq.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.server.store.BodyFiles.Found;
import org.taniq.server.store.EnvelopeIndex.Row;
import org.taniq.server.store.EnvelopeIndex.State;

/**
 * The check at opening: the bodies are the truth, the index follows them. A body without a row, or
 * whose row says otherwise than its name and size, gets a new one; a row without its body is an
 * alarm and no longer listed. Bodies are not hashed here: whoever downloads them, and a deletion,
 * does that.
 */
final class Reconcile {
  private final BodyFiles bodies;
  private final Database database;
  private final Ledger ledger;
  private final List<StoredEnvelope> replaced = new ArrayList<>();
  private final Map<EnvelopeId, State> changed = new HashMap<>();
  private long lost;
  private long damaged;

  Reconcile(BodyFiles bodies, Database database, Ledger ledger) {
    this.bodies = bodies;
    this.database = database;
    this.ledger = ledger;
  }

  /**
   * Compares all, counts all into the ledger, and mends the index.
   *
   * @return what cannot be mended
   */
  Health run() throws StoreException, IOException {
    for (int i = 0; i < BodyName.SHARDS; i++) {
      int shard = i;
      Map<EnvelopeId, Row> rows = new HashMap<>();
      for (Row row : database.read(handle -> EnvelopeIndex.shard(handle, shard))) {
        rows.put(row.envelope().id(), row);
      }
      for (Found body : bodies.scan(shard)) {
        ledger.stored(body.size());
        compare(body, rows.remove(body.name().id()));
      }
      for (Row row : rows.values()) {
        lost++;
        change(row, State.LOST);
      }
      mend();
    }
    return new Health(true, lost, damaged);
  }

  private void compare(Found body, @Nullable Row row) throws IOException, StoreException {
    if (row != null
        && BodyName.of(row.envelope()).equals(body.name())
        && row.envelope().size() == body.size()) {
      change(row, State.STORED);
      return;
    }
    Optional<StoredEnvelope> envelope = read(body);
    if (envelope.isPresent()) {
      replaced.add(envelope.get());
      return;
    }
    damaged++;
    if (row != null) {
      change(row, State.DAMAGED);
    }
  }

  private void change(Row row, State state) {
    if (row.state() != state) {
      changed.put(row.envelope().id(), state);
    }
  }

  /** What a body says of itself by name, size and header; empty if that is no envelope. */
  private Optional<StoredEnvelope> read(Found body) throws IOException, StoreException {
    BodyName name = body.name();
    try (InputStream in = bodies.read(name, 0)) {
      FixedHeader header = Head.parse(in.readNBytes(Head.BYTES), body.size());
      return Optional.of(
          new StoredEnvelope(name.id(), name.sha256(), header.keysetId(), body.size(), name.day()));
    } catch (EnvelopeException e) {
      return Optional.empty();
    }
  }

  private void mend() throws StoreException {
    if (replaced.isEmpty() && changed.isEmpty()) {
      return;
    }
    database.commit(
        handle -> {
          for (StoredEnvelope envelope : replaced) {
            EnvelopeIndex.delete(handle, envelope.id());
            EnvelopeIndex.insert(handle, envelope);
          }
          changed.forEach((id, state) -> EnvelopeIndex.setState(handle, id, state));
          return true;
        });
    replaced.clear();
    changed.clear();
  }
}
