package org.taniq.cli.keyring;

import org.taniq.cli.terminal.ExitCode;
import org.taniq.cli.terminal.Problem;

/** What can be wrong with a keyring or its use. SPEC §7.4. */
public enum KeyringProblem implements Problem {
  WRONG_PASSPHRASE(ExitCode.WRONG_PASSPHRASE),
  SHORT_PASSPHRASE(ExitCode.WRONG_PASSPHRASE),
  NOT_A_KEYRING(ExitCode.REFUSED),
  UNKNOWN_VERSION(ExitCode.REFUSED),
  TRUNCATED(ExitCode.REFUSED),
  DAMAGED(ExitCode.REFUSED),
  WEAK(ExitCode.REFUSED),
  EXCESSIVE(ExitCode.REFUSED),
  BAD_CONTENT(ExitCode.REFUSED),
  BAD_NAME(ExitCode.USAGE),
  NO_KEYRING(ExitCode.REFUSED),
  NO_SUCH_KEYRING(ExitCode.REFUSED),
  SEVERAL_KEYRINGS(ExitCode.USAGE),
  KEYRING_EXISTS(ExitCode.REFUSED),
  IS_A_BACKUP(ExitCode.REFUSED),
  NOT_A_BACKUP(ExitCode.REFUSED),
  NO_EPOCH_KEY(ExitCode.REFUSED),
  /** {0} signer id, {1} epoch, {2} the day on which its keys were destroyed. */
  EPOCH_DESTROYED(ExitCode.REFUSED),
  /** {0} signer id, {1} epoch, {2} the day on which its keys were found missing. */
  EPOCH_MISSING(ExitCode.REFUSED),
  /** {0} epoch, {1} the last day on which its keys are kept, {2} the newest signed day. */
  EPOCH_NOT_OVER(ExitCode.CLOCK),
  /** {0} what was typed. */
  EPOCH_NOT_HERE(ExitCode.REFUSED),
  /** {0} how many envelopes and vault items, {1} name of the keyring, {2} how many are listed. */
  EPOCH_NEEDED(ExitCode.REFUSED),
  /** No beginning of an id, or one of fewer than 8 digits. */
  LOSE_SHORT(ExitCode.USAGE),
  /** {0} which --lose it is, from 1. */
  LOSE_NOT_ONE(ExitCode.REFUSED),
  /** {0} how many are listed. */
  LOSE_NUMBER(ExitCode.REFUSED),
  DESTROY_NOT_CONFIRMED(ExitCode.REFUSED),
  NO_SIGNED_DAY(ExitCode.REFUSED),
  NATIVE_MISSING(ExitCode.IO),
  NOT_ENOUGH_MEMORY(ExitCode.IO);

  private final ExitCode exit;

  KeyringProblem(ExitCode exit) {
    this.exit = exit;
  }

  @Override
  public String area() {
    return "keyring";
  }

  @Override
  public ExitCode exit() {
    return exit;
  }
}
