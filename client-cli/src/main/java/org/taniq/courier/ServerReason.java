package org.taniq.courier;

import java.util.Locale;
import org.taniq.cli.terminal.Terminal;

/** The server's reasons that are worth plain words. SPEC §5, §4, §2. */
public enum ServerReason {
  TOO_LARGE,
  BAD_LENGTH,
  KEYSET_EXPIRED,
  KEYSET_WITHDRAWN,
  KEYSET_NOT_LISTED,
  KEYSET_NOT_YET,
  CUSTODIAN_WITHDRAWN,
  QUORUM_MISMATCH,
  ROLLBACK,
  EXPIRED,
  NOT_YET_VALID,
  BAD_SIGNATURE,
  UNKNOWN_SIGNER,
  TOO_FEW_SIGNATURES,
  DEMO_NOT_ALLOWED,
  WRONG_INSTANCE,
  FILE_CHANGED,
  FILE_MISSING,
  DIGEST_MISMATCH,
  NO_PUBLICATION,
  BAD_TAR;

  /** The reason in plain words, with its name behind; the name alone where there are none. */
  public static String words(String reason, Terminal terminal) {
    for (ServerReason known : values()) {
      if (known.name().equals(reason)) {
        String key = reason.toLowerCase(Locale.ROOT).replace('_', '-');
        return terminal.text("courier.reason." + key) + " (" + reason + ")";
      }
    }
    return reason;
  }
}
