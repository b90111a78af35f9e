package org.taniq.cli.seeded;

/** Breaks a rule on purpose: the environment read away from a main. */
public final class ReadsTheEnvironment {
  String passphrase() {
    return System.getenv("PASSPHRASE");
  }
}
