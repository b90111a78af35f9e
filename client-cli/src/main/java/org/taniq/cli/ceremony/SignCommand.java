package org.taniq.cli.ceremony;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.keyring.Keyring;
import org.taniq.cli.keyring.Keyrings;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.Terminal;
import org.taniq.protocol.signed.CharterChain;
import org.taniq.protocol.signed.SignatureFile;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.protocol.signed.Site;
import org.taniq.protocol.signed.Verified;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taniq sign}. */
@Command(
    name = "sign",
    description = {
      "Show what documents say, ask, and sign them: FILE.SIGNER.sig beside each.",
      "Refuses what is not of this organisation, is dated far from today, or takes the place of"
          + " another document that was signed here."
    },
    footer = {
      "",
      "Examples:",
      "  taniq sign charter-0.json",
      "  taniq sign --as leyla /media/stick/keyset-*.json"
    })
public final class SignCommand extends TaniqCommand {
  @Option(names = "--as", paramLabel = "NAME", description = "Whose keyring.")
  private @Nullable String name;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Documents to sign.")
  private List<Path> files = List.of();

  private record Checked(Path file, Signed document, Set<SignerId> entitled) {}

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException, SignedException {
    Terminal terminal = session.terminal();
    BeforeSigning before = new BeforeSigning(session);
    Summary summary = new Summary(terminal, chainOrNull(session), siteOrNull(session));
    List<Checked> all = new ArrayList<>();
    for (Path file : files) {
      Signed document = DocumentFile.read(file);
      terminal.line("ceremony.file", file);
      summary.show(document);
      all.add(new Checked(file, document, before.check(document)));
    }
    terminal.confirm("ceremony.confirm-sign", "sign");
    ObjectNode json = Outcome.object();
    ArrayNode written = json.putArray("written");
    try (Keyring keyring = Keyrings.of(session).unlock(name);
        SigningKey key = keyring.signingKey()) {
      json.put("signer", key.id().hex());
      for (Checked each : all) {
        if (!each.entitled().contains(key.id())) {
          throw new Refusal(CeremonyProblem.NOT_ENTITLED, keyring.name(), each.file());
        }
      }
      for (Checked each : all) {
        Signed document = each.document();
        before.remember(document);
        Path target = DocumentFile.signature(each.file(), key.id().hex());
        AtomicFile.write(
            target,
            SignatureFile.sign(document.type(), document.document().toArray(), List.of(key))
                .bytes());
        terminal.line("ceremony.written", target);
        written.add(target.toString());
      }
    }
    return Outcome.ok(json);
  }

  /** The newest site here, null where there is none. */
  private static @Nullable Verified<Site> siteOrNull(Session session)
      throws Refusal, IOException, SignedException {
    Documents documents = Documents.of(session);
    return documents.charters().isEmpty() ? null : documents.site();
  }

  /** The chain for names; none yet when charter 0 itself is being signed. */
  static @Nullable CharterChain chainOrNull(Session session)
      throws Refusal, IOException, SignedException {
    Documents documents = Documents.of(session);
    return documents.charters().isEmpty() ? null : documents.chain();
  }
}
