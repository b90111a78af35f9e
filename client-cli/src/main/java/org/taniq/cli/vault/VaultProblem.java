package org.taniq.cli.vault;

import org.taniq.cli.terminal.ExitCode;
import org.taniq.cli.terminal.Problem;
import org.taniq.cli.terminal.Refusal;

/** What can be wrong with vault and custody log, for the terminal. One for each reason. */
public enum VaultProblem implements Problem {
  LOG_ALTERED(ExitCode.ALARM),
  LOG_TRUNCATED(ExitCode.ALARM),
  LOG_SIGNATURE_INVALID(ExitCode.ALARM),
  LOG_UNKNOWN_SIGNER(ExitCode.ALARM),
  CLOCK_BEHIND_LOG(ExitCode.CLOCK),
  NO_VAULT(ExitCode.REFUSED),
  VAULT_EXPIRED(ExitCode.REFUSED),
  VAULT_DAMAGED(ExitCode.ALARM),
  ITEM_DAMAGED(ExitCode.REFUSED),
  UNKNOWN_ITEM(ExitCode.REFUSED),
  UNKNOWN_VAULT(ExitCode.REFUSED),
  SEVERAL_VAULTS(ExitCode.REFUSED);

  private final ExitCode exit;

  VaultProblem(ExitCode exit) {
    this.exit = exit;
  }

  /** The refusal that tells a reason to the reader. */
  public static Refusal refusal(VaultException e) {
    return new Refusal(
        switch (e.reason()) {
          case LOG_ALTERED -> LOG_ALTERED;
          case LOG_TRUNCATED -> LOG_TRUNCATED;
          case LOG_SIGNATURE_INVALID -> LOG_SIGNATURE_INVALID;
          case LOG_UNKNOWN_SIGNER -> LOG_UNKNOWN_SIGNER;
          case CLOCK_BEHIND_LOG -> CLOCK_BEHIND_LOG;
          case NO_VAULT -> NO_VAULT;
          case VAULT_EXPIRED -> VAULT_EXPIRED;
          case VAULT_DAMAGED -> VAULT_DAMAGED;
          case ITEM_DAMAGED -> ITEM_DAMAGED;
          case UNKNOWN_ITEM -> UNKNOWN_ITEM;
        });
  }

  @Override
  public String area() {
    return "vault";
  }

  @Override
  public ExitCode exit() {
    return exit;
  }
}
