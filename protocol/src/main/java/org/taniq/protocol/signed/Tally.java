package org.taniq.protocol.signed;

import static org.taniq.protocol.signed.SignedException.Reason.BAD_SIGNATURE;
import static org.taniq.protocol.signed.SignedException.Reason.TOO_FEW_SIGNATURES;
import static org.taniq.protocol.signed.SignedException.Reason.UNKNOWN_SIGNER;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.taniq.protocol.Bytes;

/** Who signed a document rightly. Judged in the order of SPEC §4. */
final class Tally {

  private final Set<SignerId> signers;

  private Tally(Set<SignerId> signers) {
    this.signers = signers;
  }

  /**
   * Verifies every signature.
   *
   * @param entitled keys of everybody who may sign here, counted or not
   * @throws SignedException BAD_SIGNATURE, UNKNOWN_SIGNER
   */
  static Tally of(Signed signed, DocumentType type, Map<SignerId, Bytes> entitled)
      throws SignedException {
    if (signed.type() != type) {
      throw new SignedException(BAD_SIGNATURE, "a document of another type");
    }
    for (DetachedSignature each : signed.signatures()) {
      if (!entitled.containsKey(each.signer())) {
        throw new SignedException(
            UNKNOWN_SIGNER, "a signer without a right to sign " + type.text());
      }
    }
    byte[] sha256 = signed.sha256().toArray();
    Set<SignerId> signers = new HashSet<>();
    for (DetachedSignature each : Set.copyOf(signed.signatures())) {
      Bytes key = entitled.get(each.signer());
      if (key == null || !each.verify(type, sha256, key)) {
        throw new SignedException(BAD_SIGNATURE, "a signature that does not verify");
      }
      signers.add(each.signer());
    }
    return new Tally(signers);
  }

  /** How many different ones of these signed. */
  int count(Set<SignerId> among) {
    return (int) signers.stream().filter(among::contains).count();
  }

  void require(int threshold, Set<SignerId> among) throws SignedException {
    if (count(among) < threshold) {
      throw new SignedException(TOO_FEW_SIGNATURES, count(among) + " of " + threshold);
    }
  }
}
