package org.taniq.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.server.store.BodyFiles.Found;
import org.taniq.server.store.EnvelopeIndex.Row;
import org.taniq.server.store.EnvelopeIndex.State;

/**
 * The check at opening: the bodies are the truth, the index follows them. A body without a row gets
 * one; a row without its body is an alarm and no longer listed. Bodies are not hashed here: whoever
 * downloads them, and a deletion, does that.
 */
final class Reconcile {
  private final BodyFiles bodies;
  private final Database database;
  private final Ledger ledger;
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
      List<Found> found = bodies.scan(shard);
      Map<EnvelopeId, Row> rows = new HashMap<>();
      for (Row row : database.read(handle -> EnvelopeIndex.shard(handle, shard))) {
        rows.put(row.envelope().id(), row);
      }
      Map<EnvelopeId, State> changes = new HashMap<>();
      Map<EnvelopeId, StoredEnvelope> missing = new HashMap<>();
      for (Found body : found) {
        ledger.stored(body.size());
        Row row = rows.remove(body.name().id());
        if (row == null) {
          readHead(body, missing);
        } else {
          compare(body, row, changes);
        }
      }
      for (Row row : rows.values()) {
        lost++;
        change(row, State.LOST, changes);
      }
      mend(missing, changes);
    }
    return new Health(true, lost, damaged);
  }

  private void compare(Found body, Row row, Map<EnvelopeId, State> changes) {
    boolean same =
        BodyName.of(row.envelope()).equals(body.name()) && row.envelope().size() == body.size();
    damaged += same ? 0 : 1;
    change(row, same ? State.STORED : State.DAMAGED, changes);
  }

  private static void change(Row row, State state, Map<EnvelopeId, State> changes) {
    if (row.state() != state) {
      changes.put(row.envelope().id(), state);
    }
  }

  /** Makes the row of a body from its name, size and header. */
  private void readHead(Found body, Map<EnvelopeId, StoredEnvelope> missing)
      throws IOException, StoreException {
    try (InputStream in = bodies.read(body.name(), 0)) {
      FixedHeader header = Head.parse(in.readNBytes(Head.BYTES), body.size());
      BodyName name = body.name();
      missing.put(
          name.id(),
          new StoredEnvelope(name.id(), name.sha256(), header.keysetId(), body.size(), name.day()));
    } catch (EnvelopeException e) {
      damaged++;
    }
  }

  private void mend(Map<EnvelopeId, StoredEnvelope> missing, Map<EnvelopeId, State> changes)
      throws StoreException {
    if (missing.isEmpty() && changes.isEmpty()) {
      return;
    }
    database.commit(
        handle -> {
          missing.values().forEach(envelope -> EnvelopeIndex.insert(handle, envelope));
          changes.forEach((id, state) -> EnvelopeIndex.setState(handle, id, state));
          return true;
        });
  }
}
