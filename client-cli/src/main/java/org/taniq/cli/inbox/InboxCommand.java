package org.taniq.cli.inbox;

import org.taniq.cli.terminal.GroupCommand;
import picocli.CommandLine.Command;

/** {@code taniq inbox}: the envelopes that the courier brought. */
@Command(
    name = "inbox",
    description = "Import, list and open the sealed envelopes that the courier brings.",
    subcommands = {InboxImport.class, InboxList.class, InboxOpen.class})
public final class InboxCommand extends GroupCommand {}
