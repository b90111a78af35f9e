package org.taniq.cli.terminal;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only holds others, as {@code taniq keyring}. */
public abstract class GroupCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** For subclasses; picocli fills in the specification. */
  @SuppressWarnings("NullAway.Init")
  protected GroupCommand() {}

  @Override
  public final void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
