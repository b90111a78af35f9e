package org.taniq.browser;

import java.util.Locale;

/** Tor Browser's security levels. */
public enum Level {
  STANDARD,
  /** No just-in-time compiler, no WebAssembly. */
  SAFER,
  /** No scripts. */
  SAFEST;

  String file() {
    return name().toLowerCase(Locale.ROOT) + ".json";
  }
}
