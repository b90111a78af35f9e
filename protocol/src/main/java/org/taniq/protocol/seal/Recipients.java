package org.taniq.protocol.seal;

import java.util.List;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;

/**
 * Whom an envelope is sealed to: the keys of a verified keyset, in its order. Compares by identity.
 *
 * @param keysetId of the keyset document
 * @param testimonyQuorum k of kind 0
 * @param identityQuorum k of kind 1, at least testimonyQuorum
 * @param publicKeys X-Wing pkR of 1216 bytes, 1..16; copied
 */
public record Recipients(
    KeysetId keysetId, int testimonyQuorum, int identityQuorum, List<byte[]> publicKeys) {

  public Recipients {
    publicKeys = publicKeys.stream().map(byte[]::clone).toList();
    int n = publicKeys.size();
    if (testimonyQuorum < 1
        || testimonyQuorum > identityQuorum
        || identityQuorum > n
        || n > FixedHeader.MAX_SLOTS) {
      throw new IllegalArgumentException("quorums out of 1..n, or n out of 1..16");
    }
  }

  /** The keys, copies. */
  @Override
  public List<byte[]> publicKeys() {
    return publicKeys.stream().map(byte[]::clone).toList();
  }

  /** The key of slot i, not copied. */
  byte[] pkR(int slot) {
    return publicKeys.get(slot);
  }

  /** Number of custodians. */
  public int slots() {
    return publicKeys.size();
  }

  /**
   * The quorum of a kind.
   *
   * @throws IllegalArgumentException for ARCHIVE and SHARE, whose quorum is their use's
   */
  public int quorum(Kind kind) {
    return switch (kind) {
      case TESTIMONY -> testimonyQuorum;
      case IDENTITY -> identityQuorum;
      case SHARE, ARCHIVE -> throw new IllegalArgumentException("the use gives the quorum");
    };
  }

  /**
   * Tries every key, so that a broken one is found before a submitter writes a word.
   *
   * @throws EnvelopeException BAD_RECIPIENT_KEY
   */
  public void check() throws EnvelopeException {
    for (byte[] pkR : publicKeys) {
      HpkeSeal.requireValid(pkR);
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
