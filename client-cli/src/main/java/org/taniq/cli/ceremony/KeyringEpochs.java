package org.taniq.cli.ceremony;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.keyring.EpochKeysFile;
import org.taniq.cli.keyring.Keyring;
import org.taniq.cli.keyring.Keyrings;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.Terminal;
import org.taniq.protocol.signed.Charter;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.Keyset;
import org.taniq.protocol.signed.LeastQuorum;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.Verified;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code taniq keyring epochs}. */
@Command(
    name = "epochs",
    description = {
      "Make an independent key for this week, each of the coming weeks, and the half-year of the"
          + " offline page; write their public parts, signed, for: taniq keyset build",
      "Weeks that have a key keep it.",
      "What is signed names the least quorums: no keyset that fewer open can have these keys."
    },
    footer = {
      "",
      "Examples:",
      "  taniq keyring epochs",
      "  taniq keyring epochs --as leyla --weeks 12 --out /media/stick/epochs-leyla.json",
      "  taniq keyring epochs --as leyla --testimony 3 --identity 4"
    })
public final class KeyringEpochs extends TaniqCommand {
  private static final int MOST_WEEKS = 60;

  @Option(names = "--as", paramLabel = "NAME", description = "Whose keyring.")
  private @Nullable String name;

  @Option(
      names = "--weeks",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many weeks after this one, 0 to 60; without it 8.")
  private int weeks;

  @Option(
      names = "--testimony",
      paramLabel = "K",
      description =
          "At least how many custodians open testimony; without it 2, or as many as of a keyset"
              + " that is still in use. 1 must be said.")
  private @Nullable Integer testimony;

  @Option(
      names = "--identity",
      paramLabel = "K",
      description =
          "At least how many see who wrote it; without it one more, where the charter names one"
              + " more, or as many as of a keyset that is still in use.")
  private @Nullable Integer identity;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write the public parts; without it outbox/epochs-SIGNER.json.")
  private @Nullable Path out;

  @Spec private @Nullable CommandSpec spec;

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException, SignedException {
    if ((weeks < 0 || weeks > MOST_WEEKS) && spec != null) {
      throw new ParameterException(spec.commandLine(), "--weeks is 0 to " + MOST_WEEKS);
    }
    Home home = session.home();
    byte[] instance = home.instance();
    LocalDate today = session.today();
    LeastQuorum least = least(session, today);
    show(session.terminal(), least);
    try (Keyrings.Unlocked unlocked = Keyrings.of(session).unlockToChange(name)) {
      Keyring keyring = unlocked.keyring();
      List<Epoch> wanted = wanted(today);
      int made = Keyrings.of(session).make(unlocked, wanted);
      EpochKeysFile file = EpochKeysFile.of(keyring, wanted, least, instance);
      Path target = out == null ? home.made(home.outbox()).resolve(file.fileName()) : out;
      AtomicFile.write(target, file.bytes());
      session.terminal().line("keyring.epochs-made", made, wanted.size() - made);
      session.terminal().line("keyring.written", target);
      remindOfEnd(session, keyring);
      ObjectNode json = json(keyring, wanted, made);
      json.set("least", least.node());
      return Outcome.ok(json);
    }
  }

  /**
   * What the options say; without them what goes with as many custodians as the charter names, and
   * never less than a keyset that is still in use: nobody agrees to less by leaving a word out.
   */
  private LeastQuorum least(Session session, LocalDate today)
      throws Refusal, IOException, SignedException {
    if (testimony != null && identity != null) {
      return new Quorums(testimony, identity).least(Keyset.MAX_CUSTODIANS);
    }
    Documents documents = Documents.of(session);
    Charter charter = documents.chain().current(today).document();
    int custodians = charter.keys(Charter.Role.CUSTODIAN).size();
    Quorums said = Quorums.of(testimony, identity, custodians);
    int k = said.testimony();
    int who = said.identity();
    for (Verified<Keyset> each : documents.keysets()) {
      Keyset keyset = each.document();
      boolean used = !keyset.epoch().acceptUntil().isBefore(today);
      if (used && testimony == null) {
        k = Math.max(k, Math.min(keyset.testimonyQuorum(), custodians));
      }
      if (used && identity == null) {
        who = Math.max(who, Math.min(keyset.identityQuorum(), custodians));
      }
    }
    return new Quorums(k, identity == null ? Math.max(k, who) : who).least(custodians);
  }

  /** Before the passphrase: what the custodian is about to sign. */
  private static void show(Terminal terminal, LeastQuorum least) {
    terminal.line("ceremony.epochs.least", least.testimony(), least.identity());
    if (least.testimony() == 1) {
      terminal.line("ceremony.keyset.one");
    }
  }

  /** Keys end only when somebody ends them: whoever makes new ones hears of the old. */
  private static void remindOfEnd(Session session, Keyring keyring) throws Refusal, IOException {
    LocalDate signed = session.home().newestDate();
    if (signed != null) {
      long over =
          keyring.epochs().stream().filter(each -> signed.isAfter(each.destroyAfter())).count();
      if (over > 0) {
        session.terminal().note("keyring.remind-destroy", over, keyring.name());
      }
    }
  }

  private List<Epoch> wanted(LocalDate today) {
    Set<Epoch> wanted = new LinkedHashSet<>();
    for (int i = 0; i <= weeks; i++) {
      wanted.add(Epoch.live(today.plusWeeks(i)));
    }
    wanted.add(Epoch.offline(today));
    wanted.add(Epoch.offline(today.plusWeeks(weeks)));
    return List.copyOf(wanted);
  }

  private static ObjectNode json(Keyring keyring, List<Epoch> wanted, int made) {
    ObjectNode json = Outcome.object().put("custodian", keyring.id().hex()).put("made", made);
    ArrayNode epochs = json.putArray("epochs");
    wanted.forEach(epoch -> epochs.add(epoch.text()));
    return json;
  }
}
