package org.taniq.cli.ceremony;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.keyring.EpochKeysFile;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.SignedProblem;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.signed.Charter;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.EpochKey;
import org.taniq.protocol.signed.Keyset;
import org.taniq.protocol.signed.LeastQuorum;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.SignerId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taniq keyset build}. */
@Command(
    name = "build",
    description = {
      "Make one keyset for each epoch that all the given files have keys for.",
      "Refuses keys that their custodian, as the charter names it, did not sign, or did not sign"
          + " for so low a quorum."
    },
    footer = {
      "",
      "Examples:",
      "  taniq keyset build epochs-*.json",
      "  taniq keyset build --testimony 2 --identity 3 --epoch 2026-W48 epochs-*.json"
    })
final class KeysetBuild extends TaniqCommand {
  @Parameters(
      paramLabel = "EPOCHS",
      arity = "1..*",
      description = "Files made by: taniq keyring epochs")
  private List<Path> files = List.of();

  @Option(
      names = "--testimony",
      paramLabel = "K",
      description = "How many custodians open testimony; without it 2. 1 must be said.")
  private @Nullable Integer testimony;

  @Option(
      names = "--identity",
      paramLabel = "K",
      description = "How many see who wrote it; without it one more, where there is one more.")
  private @Nullable Integer identity;

  @Option(
      names = "--epoch",
      paramLabel = "EPOCH",
      description = "Only this one, as 2026-W48 or 2026-H2; may be repeated.")
  private @Nullable List<String> wanted;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write; without it the home's outbox.")
  private @Nullable Path out;

  @Override
  protected Outcome run(Session session) throws Refusal, IOException, SignedException {
    LocalDate today = session.today();
    Documents documents = Documents.of(session);
    Charter charter = documents.chain().current(today).document();
    List<EpochKeysFile> custodians = read(documents, charter);
    Quorums quorums = Quorums.of(testimony, identity, custodians.size());
    List<Keyset> keysets = new ArrayList<>();
    for (Epoch epoch : epochs(custodians, today)) {
      if (epoch.kind() == Epoch.Kind.LIVE || quorums.testimony() >= 2) {
        List<EpochKey> keys = keys(custodians, epoch, quorums);
        keysets.add(
            new Keyset(documents.instance(), epoch, quorums.testimony(), quorums.identity(), keys));
      }
    }
    return write(session, keysets);
  }

  /** The custodians' keys for an epoch, each signed for no higher quorums than these. */
  private static List<EpochKey> keys(List<EpochKeysFile> custodians, Epoch epoch, Quorums quorums)
      throws Refusal {
    List<EpochKey> keys = new ArrayList<>();
    for (EpochKeysFile each : custodians) {
      EpochKey key = each.keys().get(epoch);
      if (key != null) {
        LeastQuorum least = key.least();
        if (!least.allows(quorums.testimony(), quorums.identity())) {
          throw new Refusal(
              CeremonyProblem.QUORUM_BELOW,
              each.custodian().hex(),
              least.testimony(),
              least.identity());
        }
        keys.add(key);
      }
    }
    return keys;
  }

  /** The files in the charter's order of custodians, every key verified. */
  private List<EpochKeysFile> read(Documents documents, Charter charter)
      throws Refusal, IOException {
    Map<SignerId, Bytes> keys = charter.keys(Charter.Role.CUSTODIAN);
    Map<SignerId, EpochKeysFile> found = new LinkedHashMap<>();
    for (Path path : files) {
      EpochKeysFile file = parse(path);
      Bytes signingKey = keys.get(file.custodian());
      if (!file.instance().equals(documents.instance())) {
        throw new Refusal(SignedProblem.WRONG_INSTANCE, path);
      }
      if (signingKey == null) {
        throw new Refusal(SignedProblem.UNKNOWN_CUSTODIAN, path);
      }
      if (documents.known().withdrawnCustodians().contains(file.custodian())) {
        throw new Refusal(SignedProblem.CUSTODIAN_WITHDRAWN, path);
      }
      for (Map.Entry<Epoch, EpochKey> each : file.keys().entrySet()) {
        if (!each.getValue().verify(signingKey, file.instance(), each.getKey())) {
          throw new Refusal(SignedProblem.BAD_KEY_SIGNATURE, path);
        }
      }
      if (found.put(file.custodian(), file) != null) {
        throw new Refusal(CeremonyProblem.EPOCHS_TWICE, path);
      }
    }
    List<EpochKeysFile> ordered = new ArrayList<>();
    for (SignerId id : keys.keySet()) {
      EpochKeysFile file = found.get(id);
      if (file != null) {
        ordered.add(file);
      }
    }
    return ordered;
  }

  private static EpochKeysFile parse(Path path) throws Refusal, IOException {
    try {
      return EpochKeysFile.parse(DocumentFile.bytes(path, EpochKeysFile.MAX_BYTES));
    } catch (MalformedException e) {
      throw new Refusal(CeremonyProblem.BAD_EPOCHS_FILE, path);
    }
  }

  /** Epochs that all have and that are not over; of these the wanted ones. */
  private Set<Epoch> epochs(List<EpochKeysFile> custodians, LocalDate today) throws Refusal {
    Set<Epoch> common = new LinkedHashSet<>(custodians.get(0).keys().keySet());
    custodians.forEach(each -> common.retainAll(each.keys().keySet()));
    common.removeIf(epoch -> epoch.last().isBefore(today));
    if (wanted != null) {
      for (String name : wanted) {
        if (common.stream().noneMatch(epoch -> epoch.text().equals(name))) {
          throw new Refusal(CeremonyProblem.EPOCH_MISSING, name);
        }
      }
      common.removeIf(epoch -> !wanted.contains(epoch.text()));
    }
    if (common.isEmpty()) {
      throw new Refusal(CeremonyProblem.NO_COMMON_EPOCH);
    }
    return common;
  }

  private Outcome write(Session session, List<Keyset> keysets)
      throws Refusal, IOException, SignedException {
    Map<Path, byte[]> all = new LinkedHashMap<>();
    Home home = session.home();
    Path directory = out == null ? home.made(home.outbox()) : out;
    for (Keyset keyset : keysets) {
      String name = "keyset-" + keyset.epoch().text() + ".json";
      all.put(directory.resolve(name), keyset.bytes());
    }
    ObjectNode json = Outcome.object();
    ArrayNode array = json.putArray("keysets");
    for (Map.Entry<Path, byte[]> each : all.entrySet()) {
      AtomicFile.write(each.getKey(), each.getValue());
      session.terminal().line("ceremony.written", each.getKey());
      array
          .addObject()
          .put("id", KeysetId.of(each.getValue()).hex())
          .put("file", each.getKey().toString());
    }
    session.terminal().line("ceremony.next-sign-all");
    return Outcome.ok(json);
  }
}
