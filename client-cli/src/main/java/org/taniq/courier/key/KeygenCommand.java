package org.taniq.courier.key;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.courier.CourierHome;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.signed.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code taniq-courier keygen}: makes the courier's key. */
@Command(
    name = "keygen",
    description = {
      "Makes a courier's key and prints the line for the server's configuration.",
      "",
      "Who has the key can list and copy sealed envelopes and bring signed documents: not read, not"
          + " delete, not sign. Several couriers have a key each; the line then names all of them,"
          + " separated by commas."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  taniq-courier keygen", "  taniq-courier keygen --show"})
public final class KeygenCommand extends TaniqCommand {
  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The courier's key; without it courier.key in the home.")
  private @Nullable Path key;

  @Option(names = "--show", description = "Make nothing, print the line of the key that is there.")
  private boolean show;

  /** Needs nothing to wait for. */
  public KeygenCommand() {}

  @Override
  protected Outcome run(Session session) throws Refusal, IOException {
    Path file = key != null ? key : CourierHome.keyFile(session.home());
    if (key == null) {
      session.home().made(session.home().directory());
    }
    try (SigningKey signing =
        show ? CourierKey.load(file) : CourierKey.create(file, session.random())) {
      String text = Spelling.b64u(signing.publicKey());
      if (!show) {
        session.terminal().line("courier.key-made", file);
      }
      session.terminal().plain("courier_keys = " + text);
      return Outcome.ok(Outcome.object().put("key", text).put("id", signing.id().hex()));
    }
  }
}
