package org.taniq.cli.terminal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where answers come from: the terminal, a file descriptor, or a test. */
public interface LineSource {
  /**
   * Asks and reads one line.
   *
   * @param prompt shown where there is somebody to see it
   * @param secret not echoed
   * @return the line's bytes without its end, the caller zeroes them; null at the end of the input
   * @throws Refusal NO_TERMINAL when there is nobody to ask
   */
  byte @Nullable [] ask(String prompt, boolean secret) throws Refusal, IOException;

  /** Whether a person types, so that a new passphrase is asked for twice. */
  boolean typed();
}
