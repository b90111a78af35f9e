package org.taniq.protocol.signed;

import static org.taniq.protocol.signed.SignedException.Reason.BROKEN_CHAIN;
import static org.taniq.protocol.signed.SignedException.Reason.RECOVERY_TOO_SOON;
import static org.taniq.protocol.signed.SignedException.Reason.WRONG_INSTANCE;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;

/**
 * One charter of a chain. SPEC §4.1.
 *
 * @param counts the first day on which it counts for this reader
 * @param recovery whether recovery keys stand for the signers before it
 */
record CharterLink(Verified<Charter> verified, LocalDate counts, boolean recovery) {

  static final int WAIT_DAYS = 14;

  Charter charter() {
    return verified.document();
  }

  static CharterLink first(Signed signed, Bytes instance) throws SignedException {
    Charter charter = signed.parse(DocumentType.CHARTER, Charter::parse);
    if (!signed.sha256().equals(instance)) {
      throw new SignedException(WRONG_INSTANCE, "charter 0 of another instance");
    }
    if (charter.number() != 0) {
      throw new SignedException(BROKEN_CHAIN, "the first charter is not number 0");
    }
    Map<SignerId, Bytes> own = charter.keys(Charter.Role.SIGNER);
    Tally.of(signed, DocumentType.CHARTER, own).require(charter.threshold(), own.keySet());
    return new CharterLink(new Verified<>(charter, signed), charter.countsFrom(), false);
  }

  CharterLink next(Signed signed) throws SignedException {
    Charter charter = signed.parse(DocumentType.CHARTER, Charter::parse);
    requireSuccessor(charter);
    Map<SignerId, Bytes> own = charter.keys(Charter.Role.SIGNER);
    Map<SignerId, Bytes> before = charter().keys(Charter.Role.SIGNER);
    Map<SignerId, Bytes> recovering = charter().recoveryKeys();
    Map<SignerId, Bytes> entitled = new HashMap<>(own);
    entitled.putAll(before);
    entitled.putAll(recovering);
    Tally tally = Tally.of(signed, DocumentType.CHARTER, entitled);
    tally.require(charter.threshold(), own.keySet());

    boolean recovery = tally.count(before.keySet()) < charter().threshold();
    if (recovery) {
      int threshold = charter().recovery().threshold();
      boolean enough = threshold >= 1 && tally.count(recovering.keySet()) >= threshold;
      if (!enough) {
        tally.require(charter().threshold(), before.keySet());
      }
      if (charter.countsFrom().isBefore(charter.issued().plusDays(WAIT_DAYS))) {
        throw new SignedException(RECOVERY_TOO_SOON, "a recovery counts after 14 days");
      }
    }
    return new CharterLink(
        new Verified<>(charter, signed), later(counts, charter.countsFrom()), recovery);
  }

  /**
   * The same link for a reader with a memory: a recovery waits from the day it was first seen.
   *
   * @param before the link before, already seen so
   * @param firstSeen null where the document's own dates hold
   */
  CharterLink seen(CharterLink before, @Nullable LocalDate firstSeen) {
    LocalDate own = charter().countsFrom();
    if (recovery && firstSeen != null) {
      own = later(own, firstSeen.plusDays(WAIT_DAYS));
    }
    return new CharterLink(verified, later(before.counts, own), recovery);
  }

  private void requireSuccessor(Charter charter) throws SignedException {
    boolean follows =
        charter.number() == charter().number() + 1
            && verified.sha256().equals(charter.previous())
            && charter.demo() == charter().demo()
            && !charter.issued().isBefore(charter().issued());
    if (!follows) {
      throw new SignedException(BROKEN_CHAIN, "a charter that does not follow the one before");
    }
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }
}
