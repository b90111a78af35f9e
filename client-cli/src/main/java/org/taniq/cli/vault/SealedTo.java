package org.taniq.cli.vault;

import java.util.List;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.seal.Recipients;
import org.taniq.protocol.signed.SignerId;

/**
 * Whom envelopes of one keyset are sealed to: the keyset's custodians in its order, with their keys
 * and the quorums.
 *
 * @param custodians in the order of the slots
 * @param recipients their keys, in the same order
 */
public record SealedTo(List<SignerId> custodians, Recipients recipients) {
  public SealedTo {
    custodians = List.copyOf(custodians);
    if (custodians.size() != recipients.slots()) {
      throw new IllegalArgumentException("a key for each custodian");
    }
  }

  /** k for a kind of envelope. */
  public int quorum(Kind kind) {
    return recipients.quorum(kind);
  }

  /** k for a level of the vault. */
  public int quorum(int level) {
    return level == Vault.TESTIMONY ? recipients.testimonyQuorum() : recipients.identityQuorum();
  }
}
