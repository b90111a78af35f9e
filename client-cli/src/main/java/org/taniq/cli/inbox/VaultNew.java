package org.taniq.cli.inbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.cli.vault.Custodian;
import org.taniq.cli.vault.Quorum;
import org.taniq.cli.vault.SealedTo;
import org.taniq.cli.vault.Vault;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.signed.SignedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code taniq vault new}. */
@Command(
    name = "new",
    description = {
      "Begin another vault, sealed to the newest keyset. Needed after 14 days at the latest. As many"
          + " must unlock as open testimony, so that nobody alone makes its keys; while the old one"
          + " still takes testimony, as many of its custodians, unless one of them was withdrawn.",
      "The old one takes nothing new; it can be read while the custodians have its week's keys."
    },
    footer = {"", "Example:", "  taniq vault new --as leyla --as rashad"})
final class VaultNew extends TaniqCommand {
  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Whose keyring to unlock, to sign the custody log.")
  private List<String> names = new ArrayList<>();

  @Override
  protected boolean changesHome() {
    return true;
  }

  @Override
  protected Outcome run(Session session)
      throws Refusal, IOException, SignedException, EnvelopeException {
    try (Laptop laptop = Laptop.open(session)) {
      SealedTo keyset = laptop.trust().forVault(session.today());
      return begin(laptop, keyset, holders(laptop));
    }
  }

  /**
   * @param keyset of the new vault: as many of its custodians must begin it as open testimony, lest
   *     one alone makes its keys
   * @param holders of the vault that is put aside, null where nobody is asked
   */
  private Outcome begin(Laptop laptop, SealedTo keyset, @Nullable SealedTo holders)
      throws Refusal, IOException, EnvelopeException {
    List<SealedTo> all = holders == null ? List.of(keyset) : List.of(keyset, holders);
    int needed = all.stream().mapToInt(each -> each.quorum(Vault.TESTIMONY)).max().orElseThrow();
    try (Custodians custodians = Custodians.unlock(laptop, names, all, needed)) {
      for (SealedTo each : all) {
        requireQuorum(each, custodians.quorum());
      }
      Vault vault = Opened.begin(laptop, keyset);
      laptop.log().commit(custodians.quorum().signers());
      return Outcome.ok(
          Outcome.object().put("vault", vault.id()).put("until", vault.lastDay().toString()));
    }
  }

  private static void requireQuorum(SealedTo keyset, Quorum quorum) throws Refusal {
    int needed = keyset.quorum(Vault.TESTIMONY);
    long here =
        quorum.custodians().stream()
            .map(Custodian::id)
            .distinct()
            .filter(keyset.custodians()::contains)
            .count();
    if (here < needed) {
      throw new Refusal(InboxProblem.TOO_FEW_CUSTODIANS, here, needed);
    }
  }

  /**
   * Whose quorum must agree, lest others put a vault aside that takes new testimony; null where
   * there is none, it has run out, or its quorum may never come again: somebody was withdrawn.
   */
  private static @Nullable SealedTo holders(Laptop laptop) throws Refusal, IOException {
    Optional<Vault> newest = VaultFit.taking(laptop);
    if (newest.isEmpty() || laptop.session().today().isAfter(newest.get().lastDay())) {
      return null;
    }
    SealedTo keyset = VaultFit.holders(laptop, newest.get());
    return keyset == null || laptop.trust().namesWithdrawn(keyset) ? null : keyset;
  }
}
