package org.taniq.cli.inbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.Terminal;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultException;
import org.taniq.cli.vault.VaultProblem;
import org.taniq.protocol.signed.SignedException;
import picocli.CommandLine.Command;

/** {@code taniq vault show}. */
@Command(
    name = "show",
    description = "Show the vaults of this laptop: when begun, until when open, how full.",
    footer = {"", "Example:", "  taniq vault show"})
final class VaultShow extends TaniqCommand {
  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException, SignedException {
    ObjectNode json = Outcome.object();
    ArrayNode list = json.putArray("vaults");
    Terminal terminal = session.terminal();
    try (Laptop laptop = Laptop.open(session)) {
      List<Vault> vaults = Vault.all(laptop.vaults(), laptop.log());
      for (Vault vault : vaults) {
        LocalDate last = vault.lastDay();
        boolean byQuorum = VaultFit.begunByQuorum(laptop, vault);
        boolean newest = vault == vaults.get(vaults.size() - 1);
        boolean open = byQuorum && newest && !session.today().isAfter(last);
        terminal.line(
            open ? "vault.is" : byQuorum ? "vault.closed" : "vault.by-too-few",
            vault.id().substring(0, 16),
            vault.created(),
            last,
            vault.items().size());
        list.addObject()
            .put("vault", vault.id())
            .put("begun", vault.created().toString())
            .put("until", last.toString())
            .put("open", open)
            .put("begun_by_quorum", byQuorum)
            .put("items", vault.items().size());
      }
      if (vaults.isEmpty()) {
        terminal.line("vault.none");
      }
    } catch (VaultException e) {
      throw VaultProblem.refusal(e);
    }
    return Outcome.ok(json);
  }
}
