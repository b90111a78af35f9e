package org.taniq.cli.inbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.keyring.Keyring;
import org.taniq.cli.keyring.KeyringProblem;
import org.taniq.cli.keyring.Keyrings;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.terminal.Terminal;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code taniq keyring destroy-epochs}. It stands here because it looks into inbox and vaults. */
@Command(
    name = "destroy-epochs",
    description = {
      "Destroy the keys of weeks and half-years that are over: 12 weeks after a week's last day, 17"
          + " after a half-year's, by the date of the newest signed bulletin that this laptop took."
          + " The laptop's clock, and --date, never destroy anything.",
      "Shows which keys these are and what would be lost, and asks. Refuses while an envelope in the"
          + " inbox was not opened that needs them, or something in a vault sealed to them was not"
          + " exported. What somebody sent that never opens is given up by --lose; the custody log"
          + " tells what was.",
      "Backups by taniq keyring backup hold no such keys. Copies of the keyring's own file, or of the"
          + " whole disk, do: destroy them too. A flash disk may keep old bytes; they are still"
          + " locked by the passphrase that they had."
    },
    footer = {
      "",
      "Examples:",
      "  taniq keyring destroy-epochs --as leyla",
      "  taniq keyring destroy-epochs --as leyla --epoch 2026-W48",
      "  taniq keyring destroy-epochs --as leyla --lose 3fa9c1d2 --lose 77e0a4b8"
    })
public final class DestroyEpochs extends TaniqCommand {
  @Option(names = "--as", paramLabel = "NAME", description = "Whose keyring.")
  private @Nullable String name;

  @Option(
      names = "--epoch",
      paramLabel = "EPOCH",
      description = "Only this one, as 2026-W48 or 2026-H2; may be repeated.")
  private List<String> wanted = new ArrayList<>();

  @Option(
      names = "--lose",
      paramLabel = "ID",
      description =
          "Give up this one of what is listed as needing these keys: the beginning of an envelope's"
              + " SHA-256 or of an item's id, at least 8 digits; may be repeated.")
  private List<String> lost = new ArrayList<>();

  @Option(
      names = "--lose-unopened",
      paramLabel = "N",
      description = "Give up everything that is listed as needing these keys; N is how many it is.")
  private @Nullable Integer loseAll;

  @Option(
      names = "--destroy-is-right",
      description =
          "Destroy without asking, for scripts. --yes does not answer this question: what is"
              + " destroyed never comes back.")
  private boolean destroyIsRight;

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session) throws Refusal, IOException, SignedException {
    try (Laptop laptop = Laptop.open(session)) {
      LocalDate signed = laptop.trust().signedDay();
      if (signed == null) {
        throw new Refusal(KeyringProblem.NO_SIGNED_DAY);
      }
      try (Keyrings.Unlocked unlocked = Keyrings.of(session).unlockToChange(name)) {
        ObjectNode json = Outcome.object().put("signed_day", signed.toString());
        tellMissing(laptop, unlocked.keyring(), json.putArray("missing"));
        List<Epoch> over = over(session.terminal(), unlocked.keyring(), signed, json);
        if (over.isEmpty()) {
          session.terminal().line("keyring.none-over");
        } else {
          List<String> givenUp = givenUp(laptop, unlocked.keyring(), over, json);
          confirm(session.terminal());
          destroy(laptop, unlocked, over, signed, givenUp);
        }
        ArrayNode destroyed = json.putArray("destroyed");
        over.forEach(epoch -> destroyed.add(epoch.text()));
        return Outcome.ok(json);
      }
    }
  }

  /** Shows every epoch of the keyring; gives those that are over and wanted. */
  private List<Epoch> over(Terminal terminal, Keyring keyring, LocalDate signed, ObjectNode json)
      throws Refusal {
    json.put("custodian", keyring.id().hex());
    ArrayNode kept = json.putArray("kept");
    terminal.line("keyring.signed-day", signed);
    List<Epoch> over = new ArrayList<>();
    for (Epoch epoch : keyring.epochs()) {
      boolean isOver = signed.isAfter(epoch.destroyAfter());
      boolean chosen = wanted.isEmpty() ? isOver : wanted.contains(epoch.text());
      if (chosen && !isOver) {
        throw new Refusal(
            KeyringProblem.EPOCH_NOT_OVER, epoch.text(), epoch.destroyAfter(), signed);
      }
      terminal.line(
          isOver ? "keyring.over" : "keyring.not-over", epoch.text(), epoch.destroyAfter());
      if (chosen) {
        over.add(epoch);
      } else {
        kept.addObject()
            .put("epoch", epoch.text())
            .put("destroy_after", epoch.destroyAfter().toString());
      }
    }
    for (String typed : wanted) {
      if (over.stream().noneMatch(epoch -> epoch.text().equals(typed))) {
        throw new Refusal(KeyringProblem.EPOCH_NOT_HERE, typed);
      }
    }
    return over;
  }

  /** Shows what would be lost; gives what of it is given up, which must be all. */
  private List<String> givenUp(Laptop laptop, Keyring keyring, List<Epoch> over, ObjectNode json)
      throws Refusal, IOException {
    Terminal terminal = laptop.session().terminal();
    EpochNeeds needs = EpochNeeds.of(laptop, over);
    Losses losses = Losses.of(laptop, needs, keyring.id(), over);
    losses.tell(terminal);
    if (needs.identities() > 0) {
      terminal.warn("keyring.needed-identities", needs.identities());
    }
    json.put("lost", losses.count()).put("identities_unopened", needs.identities());
    List<String> givenUp = losses.givenUp(lost, loseAll, keyring.name());
    ArrayNode list = json.putArray("given_up");
    givenUp.forEach(list::add);
    return givenUp;
  }

  private void confirm(Terminal terminal) throws Refusal, IOException {
    if (!destroyIsRight && !terminal.agrees("keyring.confirm-destroy", "destroy")) {
      throw new Refusal(KeyringProblem.DESTROY_NOT_CONFIRMED);
    }
  }

  /** The log tells before and after: cut in between, the keys are there, and the log says so. */
  private static void destroy(
      Laptop laptop,
      Keyrings.Unlocked unlocked,
      List<Epoch> over,
      LocalDate signed,
      List<String> givenUp)
      throws Refusal, IOException {
    Terminal terminal = laptop.session().terminal();
    List<String> texts = over.stream().map(Epoch::text).toList();
    try (SigningKey key = unlocked.keyring().signingKey()) {
      boolean counts = laptop.trust().isCustodian(key.publicKey());
      List<SigningKey> signers = counts ? List.of(key) : List.of();
      if (counts) {
        // A line that nobody signs would be taken for half of a write.
        GivenUp.append(laptop.log(), key.id(), over, givenUp);
      }
      laptop.log().append("destroying", details(key, texts, signed.toString()));
      laptop.log().commit(signers);
      boolean overwritten = Keyrings.of(laptop.session()).destroy(unlocked, over);
      laptop.log().append(DestroyedEpochs.DESTROYED, details(key, texts, signed.toString()));
      laptop.log().commit(signers);
      over.forEach(epoch -> terminal.line("keyring.destroyed", epoch.text()));
      if (counts && !givenUp.isEmpty()) {
        terminal.line("keyring.given-up", givenUp.size());
      }
      if (!overwritten) {
        terminal.warn("keyring.not-overwritten");
      }
      terminal.note("keyring.copies-hold-epochs");
    }
  }

  /** Completes the log where keys went and it does not say so: that they are missing now. */
  private static void tellMissing(Laptop laptop, Keyring keyring, ArrayNode json)
      throws IOException {
    Map<String, List<String>> untold =
        DestroyedEpochs.untold(laptop.log().entries(), keyring.id(), keyring.epochs());
    try (SigningKey key = keyring.signingKey()) {
      untold.forEach(
          (signed, epochs) ->
              laptop.log().append(DestroyedEpochs.MISSING, details(key, epochs, signed)));
      laptop.log().commit(List.of(key));
    }
    for (List<String> epochs : untold.values()) {
      for (String epoch : epochs) {
        laptop.session().terminal().line("keyring.found-missing", epoch);
        json.add(epoch);
      }
    }
  }

  private static ObjectNode details(SigningKey key, List<String> epochs, String signed) {
    ObjectNode details = Outcome.object().put("custodian", key.id().hex());
    ArrayNode list = details.putArray("epochs");
    epochs.forEach(list::add);
    return details.put("signed", signed);
  }
}
