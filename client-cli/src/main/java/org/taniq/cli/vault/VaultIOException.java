package org.taniq.cli.vault;

import java.io.IOException;

/** A {@link VaultException} met inside a stream. */
public final class VaultIOException extends IOException {
  private static final long serialVersionUID = 1;

  private final VaultException.Reason reason;

  VaultIOException(VaultException.Reason reason) {
    super(reason.name());
    this.reason = reason;
  }

  /** The same, for callers above the streams. */
  public VaultException unwrap() {
    return new VaultException(reason);
  }
}
