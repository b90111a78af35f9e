package org.taniq.cli.ceremony;

import org.taniq.cli.terminal.GroupCommand;
import picocli.CommandLine.Command;

/** {@code taniq site}: the static pages. */
@Command(
    name = "site",
    description = "Make the document that lists the static pages.",
    subcommands = SiteBuild.class)
public final class SiteCommand extends GroupCommand {}
