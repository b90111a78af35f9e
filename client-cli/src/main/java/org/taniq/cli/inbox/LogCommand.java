package org.taniq.cli.inbox;

import org.taniq.cli.terminal.GroupCommand;
import picocli.CommandLine.Command;

/** {@code taniq log}: the custody log. */
@Command(
    name = "log",
    description = "Verify or show the custody log of this laptop.",
    subcommands = {LogVerify.class, LogShow.class})
public final class LogCommand extends GroupCommand {}
