package org.taniq.cli.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.keyring.Keyring;
import org.taniq.cli.keyring.Keyrings;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.signed.Alive;
import org.taniq.protocol.signed.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code taniq alive}. */
@Command(
    name = "alive",
    description = {
      "Sign a statement of today that you hold your keys, for the next bulletin.",
      "When fewer custodians than the quorum said so within 21 days, the form closes."
    },
    footer = {"", "Example:", "  taniq alive --as leyla"})
public final class AliveCommand extends TaniqCommand {
  @Option(names = "--as", paramLabel = "NAME", description = "Whose keyring.")
  private @Nullable String name;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write; without it outbox/alive-SIGNER.json.")
  private @Nullable Path out;

  @Override
  protected Outcome run(Session session) throws Refusal, IOException {
    Home home = session.home();
    Bytes instance = Bytes.of(home.instance());
    var today = session.today();
    try (Keyring keyring = Keyrings.of(session).unlock(name);
        SigningKey key = keyring.signingKey()) {
      AliveFile file = new AliveFile(instance, Alive.sign(key, instance, today));
      Path target = out == null ? home.made(home.outbox()).resolve(file.fileName()) : out;
      AtomicFile.write(target, file.bytes());
      session.terminal().line("ceremony.alive", keyring.name(), today);
      session.terminal().line("ceremony.written", target);
      return Outcome.ok(
          Outcome.object().put("custodian", key.id().hex()).put("date", today.toString()));
    }
  }
}
