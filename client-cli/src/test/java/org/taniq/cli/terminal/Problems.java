package org.taniq.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import org.taniq.cli.ceremony.CeremonyProblem;
import org.taniq.cli.inbox.InboxProblem;
import org.taniq.cli.keyring.KeyringProblem;
import org.taniq.cli.seal.SealProblem;
import org.taniq.cli.vault.VaultProblem;
import org.taniq.courier.CourierProblem;

/** Every enum of problems that the program has. */
final class Problems {
  private Problems() {}

  static List<Problem> all() {
    List<Problem> all = new ArrayList<>(List.of(TerminalProblem.values()));
    all.addAll(List.of(EnvelopeProblem.values()));
    all.addAll(List.of(SignedProblem.values()));
    all.addAll(List.of(KeyringProblem.values()));
    all.addAll(List.of(CeremonyProblem.values()));
    all.addAll(List.of(CourierProblem.values()));
    all.addAll(List.of(VaultProblem.values()));
    all.addAll(List.of(InboxProblem.values()));
    all.addAll(List.of(SealProblem.values()));
    return all;
  }
}
