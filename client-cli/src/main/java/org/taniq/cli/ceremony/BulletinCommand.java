package org.taniq.cli.ceremony;

import org.taniq.cli.terminal.GroupCommand;
import picocli.CommandLine.Command;

/** {@code taniq bulletin}: the frequent news. */
@Command(
    name = "bulletin",
    description = "Make the frequent document that says what is in force.",
    subcommands = BulletinBuild.class)
public final class BulletinCommand extends GroupCommand {}
