package org.taniq.cli.vault;

/** A vault, one of its items or the custody log cannot be used. SPEC §8. */
public final class VaultException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why; the hints of the command line hang on it. */
  public enum Reason {
    /** A line of the custody log is not what its successor, or its own form, says. */
    LOG_ALTERED,
    /** The custody log is shorter than its head file, a pack or an imported envelope says. */
    LOG_TRUNCATED,
    /** A signature in the custody log does not verify. */
    LOG_SIGNATURE_INVALID,
    /** A signature in the custody log is by somebody whom the charter does not name. */
    LOG_UNKNOWN_SIGNER,
    /** Today is before the day of the log's last entry. */
    CLOCK_BEHIND_LOG,
    /** There is no vault yet. */
    NO_VAULT,
    /** The vault is older than its days; SPEC §8.2. */
    VAULT_EXPIRED,
    /** A file of the vault is not of the form of SPEC §8. */
    VAULT_DAMAGED,
    /** An item's bytes do not open under its key. */
    ITEM_DAMAGED,
    /** No item has the id, or the id's beginning, that was asked for. */
    UNKNOWN_ITEM
  }

  private final Reason reason;

  /** An exception that says no more than its reason. */
  public VaultException(Reason reason) {
    super(reason.name());
    this.reason = reason;
  }

  /** As above, keeping what led to it for a debugger. */
  public VaultException(Reason reason, Throwable cause) {
    super(reason.name(), cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
