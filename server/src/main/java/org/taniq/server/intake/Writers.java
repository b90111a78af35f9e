package org.taniq.server.intake;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.taniq.server.store.UploadToken;

/**
 * Who writes to which upload. A circuit that broke leaves a connection that is open and silent, and
 * its sender, back on a new circuit, would be told "busy" until that times out: the silent one is
 * cut. Thread-safe.
 */
final class Writers {
  /** Silence after which a sender that comes back counts as more alive. */
  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final ConcurrentMap<UploadToken, Place> places = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime {@link System#nanoTime}
   */
  Writers(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Notes who reads; a second one for the same upload is not noted and learns of it from the store.
   */
  Place enter(UploadToken token, Chunk chunk) {
    Place place = new Place(token, chunk, nanoTime.getAsLong());
    places.putIfAbsent(token, place);
    return place;
  }

  /** Cuts the upload's reader if nothing came for a while; it lets go soon after. */
  void cutIfSilent(UploadToken token) {
    Place place = places.get(token);
    if (place != null && nanoTime.getAsLong() - place.lastNanos > SILENT_NANOS) {
      place.chunk.cut();
    }
  }

  /** One reader. */
  final class Place implements AutoCloseable {
    private final UploadToken token;
    private final Chunk chunk;
    private volatile long lastNanos;

    private Place(UploadToken token, Chunk chunk, long now) {
      this.token = token;
      this.chunk = chunk;
      this.lastNanos = now;
    }

    /** {@link Chunk#read}, noted. */
    int read(byte[] buffer, int count) throws IOException {
      int n = chunk.read(buffer, count);
      lastNanos = nanoTime.getAsLong();
      return n;
    }

    @Override
    public void close() {
      places.remove(token, this);
    }
  }
}
