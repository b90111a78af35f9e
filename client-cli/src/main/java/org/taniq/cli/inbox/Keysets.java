package org.taniq.cli.inbox;

import org.jspecify.annotations.Nullable;
import org.taniq.cli.vault.SealedTo;
import org.taniq.protocol.envelope.KeysetId;

/** The keysets that this laptop knows and whose signatures it verified. */
@FunctionalInterface
public interface Keysets {
  /** The keyset with the id, or null. */
  @Nullable SealedTo find(KeysetId id);
}
