package org.taniq.cli.seeded;

import java.security.SecureRandom;

/** Breaks a rule on purpose: hidden randomness. */
public final class DrawsItsOwnRandomness {
  int draw() {
    return new SecureRandom().nextInt();
  }
}
