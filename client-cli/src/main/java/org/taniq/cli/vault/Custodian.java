package org.taniq.cli.vault;

import org.jspecify.annotations.Nullable;
import org.taniq.protocol.open.EpochSecret;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.SigningKey;

/** A custodian who unlocked a keyring at this laptop. The keys belong to the keyring. */
public interface Custodian {
  /** Who it is. */
  SignerId id();

  /** Signs the custody log. */
  SigningKey signingKey();

  /**
   * The secret of a slot's key, or null when the keyring has it not (destroyed, or another
   * custodian's).
   *
   * @param pkR the X-Wing key that the keyset names, 1216 bytes
   */
  @Nullable EpochSecret secret(byte[] pkR);
}
