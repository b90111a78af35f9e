package org.taniq.cli;

import java.util.List;
import org.taniq.cli.ceremony.AliveCommand;
import org.taniq.cli.ceremony.BulletinCommand;
import org.taniq.cli.ceremony.CharterCommand;
import org.taniq.cli.ceremony.CombineCommand;
import org.taniq.cli.ceremony.DeletionOrderCommand;
import org.taniq.cli.ceremony.ImportCommand;
import org.taniq.cli.ceremony.KeysetCommand;
import org.taniq.cli.ceremony.OutboxCommand;
import org.taniq.cli.ceremony.PinCommand;
import org.taniq.cli.ceremony.SignCommand;
import org.taniq.cli.ceremony.SiteCommand;
import org.taniq.cli.ceremony.VerifyCommand;
import org.taniq.cli.export.Export;
import org.taniq.cli.inbox.InboxCommand;
import org.taniq.cli.inbox.Inspect;
import org.taniq.cli.inbox.LogCommand;
import org.taniq.cli.inbox.VaultCommand;
import org.taniq.cli.keyring.KeyringCommand;
import org.taniq.cli.seal.Seal;
import org.taniq.cli.terminal.CompletionCommand;
import org.taniq.cli.terminal.ManCommand;

/** What {@code taniq} can be told to do. Names first: a command is made only where it is needed. */
final class Commands {
  /** In the order in which the manual lists them. */
  static final List<String> NAMES =
      List.of(
          "pin",
          "keyring",
          "charter",
          "keyset",
          "site",
          "alive",
          "bulletin",
          "deletion-order",
          "sign",
          "combine",
          "verify",
          "import",
          "outbox",
          "seal",
          "inbox",
          "vault",
          "log",
          "inspect",
          "export",
          "man",
          "completion");

  private Commands() {}

  /**
   * The command of a name. A switch, not a table of constructors: a lambda for each would take
   * longer at every start than most commands do.
   */
  static Object create(String name) {
    return switch (name) {
      case "pin" -> new PinCommand();
      case "keyring" -> new KeyringCommand();
      case "charter" -> new CharterCommand();
      case "keyset" -> new KeysetCommand();
      case "site" -> new SiteCommand();
      case "alive" -> new AliveCommand();
      case "bulletin" -> new BulletinCommand();
      case "deletion-order" -> new DeletionOrderCommand();
      case "sign" -> new SignCommand();
      case "combine" -> new CombineCommand();
      case "verify" -> new VerifyCommand();
      case "import" -> new ImportCommand();
      case "outbox" -> new OutboxCommand();
      case "seal" -> new Seal();
      case "inbox" -> new InboxCommand();
      case "vault" -> new VaultCommand();
      case "log" -> new LogCommand();
      case "inspect" -> new Inspect();
      case "export" -> new Export();
      case "man" -> new ManCommand();
      case "completion" -> new CompletionCommand();
      default -> throw new IllegalArgumentException("no such command");
    };
  }
}
