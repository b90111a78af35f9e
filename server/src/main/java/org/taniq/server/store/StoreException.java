package org.taniq.server.store;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The store refuses or fails; the message is the reason alone, with no path, SQL or input. */
public final class StoreException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  /** Why. */
  public enum Reason {
    /** No space: what is kept stays, later ones may try again. */
    STORE_FULL,
    /** A write, an fsync or a commit failed: nothing may be acknowledged. */
    STORE_FAILED,
    /** Another writer has this upload. */
    BUSY,
    /** No such upload: never made, expired, or ended. */
    UNKNOWN_UPLOAD,
    /** The upload has become an envelope. */
    FINISHED,
    /** No such envelope. */
    UNKNOWN_ENVELOPE,
    /** At opening: another process has the store. */
    IN_USE,
    /** At opening: a directory or database that is no store of ours or cannot be used. */
    NOT_A_STORE,
    /** At opening: the database is set up so that a commit is not durable. */
    NOT_DURABLE
  }

  private final Reason reason;

  public StoreException(Reason reason) {
    this(reason, null);
  }

  /**
   * @param cause for a debugger; never shown, it may name paths
   */
  public StoreException(Reason reason, @Nullable Throwable cause) {
    super(reason.name(), cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
