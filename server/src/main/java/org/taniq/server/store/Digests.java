package org.taniq.server.store;

import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Digests of unfinished uploads between two requests, so that the bytes need not be read again.
 * Bounded; one that is not here is made again from the bytes. Thread-safe.
 */
final class Digests {

  /** Digest and header of the bytes up to an offset. */
  record Kept(long offset, MessageDigest digest, Head head) {

    /** The same, after more bytes went through. */
    Kept at(long newOffset) {
      return new Kept(newOffset, digest, head);
    }
  }

  private static final int MOST = 4096;

  private final Map<UploadToken, Kept> kept =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UploadToken, Kept> eldest) {
          return size() > MOST;
        }
      };

  synchronized void keep(UploadToken token, Kept state) {
    kept.remove(token);
    kept.put(token, state);
  }

  /** Takes out what is kept, if it stands at that offset. */
  synchronized Optional<Kept> take(UploadToken token, long offset) {
    return Optional.ofNullable(kept.remove(token)).filter(state -> state.offset() == offset);
  }
}
