package org.taniq.server.intake;

import java.time.LocalDate;
import org.taniq.protocol.envelope.KeysetId;

/** Says which keysets are taken, by what is published now. Thread-safe. */
@FunctionalInterface
public interface KeysetJudge {

  /**
   * What an envelope's header must say.
   *
   * @param testimony k
   * @param custodians n
   */
  record Quorum(int testimony, int custodians) {}

  /**
   * Judges a keyset by SPEC §4.5, "accepting".
   *
   * @param day on which the upload began
   * @throws IntakeException CHECK_FAILED with a reason of §4.5; TRY_LATER while nothing is
   *     published
   */
  Quorum accepted(KeysetId keyset, LocalDate day) throws IntakeException;
}
