package org.taniq.server.intake;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.taniq.server.store.UploadToken;

/**
 * Who writes to which upload. A circuit that broke leaves a connection that is open and silent, and
 * its sender, back on a new circuit, would be told "busy" until that times out: the silent one is
 * cut. Thread-safe.
 */
final class Writers {
  /** Silence after which a sender that comes back counts as more alive, milliseconds. */
  private static final long SILENT_MILLIS = 15_000;

  private final ConcurrentMap<UploadToken, Place> places = new ConcurrentHashMap<>();
  private final Clock clock;

  Writers(Clock clock) {
    this.clock = clock;
  }

  /**
   * Notes who reads; a second one for the same upload is not noted and learns of it from the store.
   */
  Place enter(UploadToken token, Chunk chunk) {
    Place place = new Place(token, chunk, clock.millis());
    places.putIfAbsent(token, place);
    return place;
  }

  /** Cuts the upload's reader if nothing came for a while; it lets go soon after. */
  void cutIfSilent(UploadToken token) {
    Place place = places.get(token);
    if (place != null && clock.millis() - place.lastMillis > SILENT_MILLIS) {
      place.chunk.cut();
    }
  }

  /** One reader. */
  final class Place implements AutoCloseable {
    private final UploadToken token;
    private final Chunk chunk;
    private volatile long lastMillis;

    private Place(UploadToken token, Chunk chunk, long now) {
      this.token = token;
      this.chunk = chunk;
      this.lastMillis = now;
    }

    /** {@link Chunk#read}, noted. */
    int read(byte[] buffer, int count) throws IOException {
      int n = chunk.read(buffer, count);
      lastMillis = clock.millis();
      return n;
    }

    @Override
    public void close() {
      places.remove(token, this);
    }
  }
}
