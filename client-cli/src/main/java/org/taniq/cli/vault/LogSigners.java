package org.taniq.cli.vault;

/** Whose signatures count in the custody log: the custodians of the charters that are known. */
@FunctionalInterface
public interface LogSigners {
  /** Whether an Ed25519 public key (32 bytes) is a custodian's. */
  boolean known(byte[] publicKey);
}
