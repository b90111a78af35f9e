package org.taniq.cli.inbox;

import org.taniq.cli.terminal.GroupCommand;
import picocli.CommandLine.Command;

/** {@code taniq vault}: where opened testimony is kept. */
@Command(
    name = "vault",
    description = "Show the vault of opened testimony, or begin another one.",
    subcommands = {VaultShow.class, VaultNew.class})
public final class VaultCommand extends GroupCommand {}
