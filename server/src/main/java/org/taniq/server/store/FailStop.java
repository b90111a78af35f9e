package org.taniq.server.store;

import org.taniq.server.store.StoreException.Reason;

/**
 * Remembers that something on which durability rests has failed. After a failed fsync the kernel
 * may have dropped the pages it could not write and report success next time, so that trying again
 * proves nothing: the store takes nothing more until it is opened anew. Thread-safe.
 */
final class FailStop {
  private volatile boolean failed;

  /** Stops accepting, and gives the exception to throw. */
  StoreException fail(Throwable cause) {
    failed = true;
    return new StoreException(Reason.STORE_FAILED, cause);
  }

  /**
   * Passes as long as nothing failed.
   *
   * @throws StoreException STORE_FAILED
   */
  void check() throws StoreException {
    if (failed) {
      throw new StoreException(Reason.STORE_FAILED);
    }
  }

  boolean failed() {
    return failed;
  }
}
