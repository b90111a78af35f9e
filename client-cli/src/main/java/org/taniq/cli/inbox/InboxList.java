package org.taniq.cli.inbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.Terminal;
import org.taniq.cli.vault.Vault;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.signed.SignedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code taniq inbox list}. */
@Command(
    name = "list",
    description = {
      "List the envelopes of this laptop: sealed, opened, undecipherable.",
      "Which belong together is inside: --threads asks the quorum to unlock the vault, shows each"
          + " thread and sitting, and names the parts that are missing."
    },
    footer = {
      "",
      "Examples:",
      "  taniq inbox list",
      "  taniq inbox list --threads",
      "  taniq inbox list --for-deletion > archived.txt"
    })
final class InboxList extends TaniqCommand {
  @Option(names = "--threads", description = "Unlock the vault and list by thread and sitting.")
  private boolean threads;

  @Option(
      names = "--vault",
      paramLabel = "VAULT",
      description = "The beginning of a vault's id, for --threads; without it the newest.")
  private @Nullable String vault;

  @Option(
      names = "--for-deletion",
      description =
          "Instead write the lines that taniq deletion-order build takes: what came from the server"
              + " and was opened and exported, or opens for nobody. Strike out what is to stay.")
  private boolean forDeletion;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Whose keyring to unlock; once for each custodian.")
  private List<String> names = new ArrayList<>();

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session)
      throws Refusal, IOException, SignedException, EnvelopeException {
    ObjectNode json = Outcome.object();
    try (Laptop laptop = Laptop.open(session)) {
      // Reading the vault puts right what a power loss left.
      laptop.vault();
      if (forDeletion) {
        listForDeletion(laptop, json.putArray("entries"));
        return Outcome.ok(json);
      }
      list(
          laptop.inbox(),
          GivenUp.of(laptop.log().entries()),
          session.terminal(),
          json.putArray("envelopes"));
      if (threads) {
        Vault chosen = VaultChoice.of(laptop, vault, List.of());
        try (Opened opened = Opened.unlock(laptop, chosen, names, Vault.TESTIMONY)) {
          Sittings.read(laptop, opened.vault(), Map.of())
              .print(session.terminal(), json.putArray("sittings"));
          laptop.log().commit(opened.quorum().signers());
        }
      }
    }
    return Outcome.ok(json);
  }

  /** SPEC §4.6: what was exported is called archived; what was only opened stays on the server. */
  private static void listForDeletion(Laptop laptop, ArrayNode json) {
    Terminal terminal = laptop.session().terminal();
    Exports exports = Exports.of(laptop.log().entries());
    int left = 0;
    for (InboxEntry entry : laptop.inbox().entries()) {
      String reason =
          switch (entry.state()) {
            case OPENED -> exports.hold(Vault.TESTIMONY, entry.detail(), "") ? "archived" : "";
            case UNDECIPHERABLE -> "undecipherable";
            case SEALED, GONE -> "";
          };
      if (entry.id() == null || reason.isEmpty()) {
        left++;
        continue;
      }
      terminal.plain(entry.id() + " " + entry.sha256() + " " + reason);
      json.addObject().put("id", entry.id()).put("sha256", entry.sha256()).put("reason", reason);
    }
    if (left > 0) {
      terminal.note("inbox.not-for-deletion", left);
    }
  }

  private static void list(Inbox inbox, GivenUp givenUp, Terminal terminal, ArrayNode json) {
    if (inbox.entries().isEmpty()) {
      terminal.line("inbox.empty");
    }
    for (InboxEntry entry : inbox.entries()) {
      String detail =
          switch (entry.state()) {
            case OPENED -> entry.detail().substring(0, 16);
            case UNDECIPHERABLE -> entry.detail();
            case SEALED, GONE -> "";
          };
      terminal.line(
          "inbox.entry." + entry.word(), entry.sha256().substring(0, 16), entry.size(), detail);
      ObjectNode one = json.addObject();
      one.put("sha256", entry.sha256()).put("size", entry.size()).put("state", entry.word());
      if (entry.id() != null) {
        one.put("id", entry.id()).put("arrived", entry.arrived());
      }
      switch (entry.state()) {
        case OPENED -> one.put("item", entry.detail());
        case UNDECIPHERABLE -> one.put("reason", entry.detail());
        case SEALED, GONE -> {
          // Nothing more to say.
        }
      }
      tellGivenUp(entry.sha256(), givenUp.by(entry.sha256()), terminal, one);
      if (entry.state() == InboxEntry.State.OPENED) {
        tellGivenUp(entry.detail(), givenUp.by(entry.detail()), terminal, one);
      }
    }
  }

  private static void tellGivenUp(
      String id, List<GivenUp.Told> told, Terminal terminal, ObjectNode json) {
    for (GivenUp.Told each : told) {
      terminal.line("inbox.given-up", id.substring(0, 16), each.custodian(), each.day());
      json.withArray("given_up_by").add(each.custodian());
    }
  }
}
