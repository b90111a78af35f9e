package org.taniq.cli.keyring;

import org.taniq.cli.terminal.GroupCommand;
import picocli.CommandLine.Command;

/** {@code taniq keyring}: a custodian's own keys. */
@Command(
    name = "keyring",
    description = "Make, show, back up and extend a custodian's locked keys.",
    subcommands = {
      KeyringNew.class,
      KeyringShow.class,
      KeyringPasswd.class,
      KeyringBackup.class,
      KeyringRestore.class
    })
public final class KeyringCommand extends GroupCommand {}
