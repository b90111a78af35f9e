package org.taniq.cli.inbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.taniq.cli.keyring.KeyringProblem;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.vault.Custodian;
import org.taniq.cli.vault.LogEntry;
import org.taniq.cli.vault.Quorum;
import org.taniq.cli.vault.SealedTo;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.SignerId;

/**
 * What the custody log tells of epoch keys that are gone from this laptop: destroyed, or missing
 * once their destruction had been announced. SPEC §8.4.
 */
final class DestroyedEpochs {
  static final String DESTROYED = "destroyed";
  static final String MISSING = "missing";

  private final Laptop laptop;
  private final List<Gone> all;

  private DestroyedEpochs(Laptop laptop, List<Gone> all) {
    this.laptop = laptop;
    this.all = all;
  }

  /**
   * Keys of an epoch that are gone.
   *
   * @param custodian signer id, 32 hex digits
   * @param day on which they were destroyed, or found missing, as the log says
   * @param missing whether nobody saw them go
   */
  private record Gone(String custodian, String epoch, String day, boolean missing) {
    String told() {
      return missing ? "keyring.missing-then" : "keyring.destroyed-then";
    }

    KeyringProblem problem() {
      return missing ? KeyringProblem.EPOCH_MISSING : KeyringProblem.EPOCH_DESTROYED;
    }
  }

  private static boolean tellsOfGone(LogEntry line) {
    return line.what().equals(DESTROYED) || line.what().equals(MISSING);
  }

  /** Reads the log once. */
  static DestroyedEpochs of(Laptop laptop) {
    List<Gone> all = new ArrayList<>();
    for (LogEntry line : laptop.log().entries()) {
      if (tellsOfGone(line)) {
        boolean missing = line.what().equals(MISSING);
        String custodian = line.field("custodian");
        String day = line.day().toString();
        line.fields()
            .path("epochs")
            .forEach(each -> all.add(new Gone(custodian, each.asText(), day, missing)));
      }
    }
    return new DestroyedEpochs(laptop, all);
  }

  /** The custodians of a keyset whose keys for its epoch are gone from here. */
  private List<Gone> of(KeysetId id) {
    SealedTo keyset = laptop.trust().find(id);
    Epoch epoch = laptop.trust().epoch(id);
    if (keyset == null || epoch == null) {
      return List.of();
    }
    List<String> custodians = keyset.custodians().stream().map(SignerId::hex).toList();
    return all.stream()
        .filter(gone -> gone.epoch().equals(epoch.text()))
        .filter(gone -> custodians.contains(gone.custodian()))
        .toList();
  }

  /** Tells, of an envelope that did not open here, whose keys for it are gone. */
  void tell(String sha256) throws IOException {
    KeysetId id = EnvelopeFiles.keyset(laptop.inbox().file(sha256));
    if (id != null) {
      for (Gone gone : of(id)) {
        laptop.session().terminal().warn(gone.told(), gone.custodian(), gone.epoch(), gone.day());
      }
    }
  }

  /**
   * Passes where those who are here have keys enough, or of none of them the log tells that they
   * are gone.
   *
   * @throws Refusal EPOCH_DESTROYED, EPOCH_MISSING
   */
  void require(SealedTo keyset, Quorum quorum, int needed) throws Refusal {
    if (quorum.keysFor(keyset) >= needed) {
      return;
    }
    for (Gone gone : of(keyset.recipients().keysetId())) {
      for (Custodian custodian : quorum.custodians()) {
        if (custodian.id().hex().equals(gone.custodian())) {
          throw new Refusal(gone.problem(), gone.custodian(), gone.epoch(), gone.day());
        }
      }
    }
  }

  /**
   * Epochs that a custodian's lines say were about to go, whose keys are missing, and of which no
   * line says so: the power went in between, or the keyring is another one than then.
   *
   * @param here whose keys the keyring still has
   * @return their texts, by the signed day of the line
   */
  static Map<String, List<String>> untold(
      List<LogEntry> lines, SignerId custodian, Collection<Epoch> here) {
    Map<String, String> begun = new LinkedHashMap<>();
    for (LogEntry line : SignedLines.of(lines, "destroying")) {
      if (line.field("custodian").equals(custodian.hex())) {
        line.fields().path("epochs").forEach(e -> begun.put(e.asText(), line.field("signed")));
      }
    }
    for (LogEntry line : lines) {
      if (tellsOfGone(line) && line.field("custodian").equals(custodian.hex())) {
        line.fields().path("epochs").forEach(e -> begun.remove(e.asText()));
      }
    }
    here.forEach(epoch -> begun.remove(epoch.text()));
    Map<String, List<String>> untold = new TreeMap<>();
    begun.forEach(
        (epoch, signed) -> untold.computeIfAbsent(signed, key -> new ArrayList<>()).add(epoch));
    return untold;
  }
}
