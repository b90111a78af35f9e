package org.taniq.cli.ceremony;

import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.SignedProblem;
import org.taniq.protocol.signed.LeastQuorum;

/** How many custodians open testimony, and how many see who wrote it. SPEC §4.2. */
record Quorums(int testimony, int identity) {
  private static final int WITHOUT_OPTION = 2;

  /**
   * As the options say, or what goes without them.
   *
   * @param custodians how many there are
   * @throws Refusal QUORUM_OF_ONE
   */
  static Quorums of(@Nullable Integer testimony, @Nullable Integer identity, int custodians)
      throws Refusal {
    if (testimony == null && custodians == 1) {
      throw new Refusal(CeremonyProblem.QUORUM_OF_ONE);
    }
    int k = testimony == null ? WITHOUT_OPTION : testimony;
    return new Quorums(k, identity == null ? Math.max(k, Math.min(k + 1, custodians)) : identity);
  }

  /**
   * As the least that a custodian's keys serve.
   *
   * @param custodians how many there are at most
   * @throws Refusal BAD_QUORUM
   */
  LeastQuorum least(int custodians) throws Refusal {
    if (testimony < 1 || identity < testimony || identity > custodians) {
      throw new Refusal(SignedProblem.BAD_QUORUM);
    }
    return new LeastQuorum(testimony, identity);
  }
}
