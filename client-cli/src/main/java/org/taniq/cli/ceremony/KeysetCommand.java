package org.taniq.cli.ceremony;

import org.taniq.cli.terminal.GroupCommand;
import picocli.CommandLine.Command;

/** {@code taniq keyset}: the custodians' public keys for an epoch. */
@Command(
    name = "keyset",
    description = "Make the documents that submitters seal to.",
    subcommands = KeysetBuild.class)
public final class KeysetCommand extends GroupCommand {}
