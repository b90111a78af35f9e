package org.taniq.cli.keyring;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.Terminal;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.signed.Epoch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code taniq keyring show}. */
@Command(
    name = "show",
    description = "Show the names of a keyring's keys; with --public write its public keys.",
    footer = {
      "",
      "Examples:",
      "  taniq keyring show",
      "  taniq keyring show --as leyla --public --out leyla.custodian.json"
    })
final class KeyringShow extends TaniqCommand {
  @Option(names = "--as", paramLabel = "NAME", description = "Whose keyring.")
  private @Nullable String name;

  @Option(names = "--public", description = "Write the public keys, for: taniq charter new")
  private boolean publicKeys;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "With --public: write to this new file instead of standard output.")
  private @Nullable Path out;

  @Override
  protected Outcome run(Session session) throws Refusal, IOException {
    try (Keyring keyring = Keyrings.of(session).unlock(name)) {
      Terminal terminal = session.terminal();
      if (!publicKeys) {
        return Outcome.ok(describe(keyring, terminal, Outcome.object()));
      }
      byte[] card = CustodianCard.of(keyring).bytes();
      ObjectNode json = Outcome.object().put("custodian", keyring.id().hex());
      if (out != null) {
        AtomicFile.writeNew(out, card);
        terminal.line("keyring.written", out);
      } else if (!terminal.json()) {
        terminal.content().write(card);
      }
      json.put("key", Spelling.b64u(CustodianCard.of(keyring).key().toArray()));
      return Outcome.ok(json);
    }
  }

  /** Says which keys there are, in lines and into the object. */
  static ObjectNode describe(Keyring keyring, Terminal terminal, ObjectNode json) {
    CustodianCard card = CustodianCard.of(keyring);
    terminal.line("keyring.id", keyring.name(), keyring.id().hex());
    terminal.line("keyring.key", Spelling.b64u(card.key().toArray()));
    json.put("name", keyring.name());
    json.put("custodian", keyring.id().hex());
    json.put("key", Spelling.b64u(card.key().toArray()));
    ArrayNode epochs = json.putArray("epochs");
    for (Epoch epoch : keyring.epochs()) {
      terminal.line("keyring.epoch." + epoch.kind().text(), epoch.text());
      epochs.addObject().put("kind", epoch.kind().text()).put("epoch", epoch.text());
    }
    if (keyring.epochs().isEmpty()) {
      terminal.line("keyring.no-epochs");
    }
    return json;
  }
}
