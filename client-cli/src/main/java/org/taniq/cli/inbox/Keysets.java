package org.taniq.cli.inbox;

import org.jspecify.annotations.Nullable;
import org.taniq.cli.vault.SealedTo;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.Header;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.seal.Recipients;

/** The keysets that this laptop knows and whose signatures it verified. */
@FunctionalInterface
public interface Keysets {
  /** The keyset with the id, or null. */
  @Nullable SealedTo find(KeysetId id);

  /**
   * The keyset that an envelope names, which need not be its outer one's; its kind, keyset and
   * quorum fit. SPEC §2.8, step 2.
   *
   * @throws EnvelopeException WRONG_KIND, WRONG_KEYSET: also one that is not known; QUORUM_MISMATCH
   */
  default SealedTo of(Header header, Kind kind) throws EnvelopeException {
    SealedTo keyset = find(header.fixed().keysetId());
    if (keyset == null) {
      throw new EnvelopeException(Reason.WRONG_KEYSET);
    }
    Recipients recipients = keyset.recipients();
    header.fixed().require(kind, recipients.keysetId(), keyset.quorum(kind), recipients.slots());
    return keyset;
  }
}
