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
      "Begin another vault, sealed to the newest keyset. Needed after 14 days at the latest;"
          + " before, only as many may as open testimony, or anybody once one of them was"
          + " withdrawn.",
      "The old one takes nothing new; it can be read while the custodians have its week's keys."
    },
    footer = {"", "Example:", "  taniq vault new --as leyla"})
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
      return begin(laptop, holders(laptop));
    }
  }

  private Outcome begin(Laptop laptop, @Nullable SealedTo holders)
      throws Refusal, IOException, EnvelopeException {
    int needed = holders == null ? 1 : holders.quorum(Vault.TESTIMONY);
    try (Custodians custodians = Custodians.unlock(laptop.session(), names, needed)) {
      if (holders != null) {
        long here =
            custodians.quorum().custodians().stream()
                .filter(each -> holders.custodians().contains(each.id()))
                .count();
        if (here < needed) {
          throw new Refusal(InboxProblem.TOO_FEW_CUSTODIANS, here, needed);
        }
      }
      boolean some =
          custodians.quorum().signers().stream()
              .anyMatch(key -> laptop.trust().isCustodian(key.publicKey()));
      if (!some) {
        throw new Refusal(InboxProblem.TOO_FEW_CUSTODIANS, 0, needed);
      }
      Vault vault = Opened.begin(laptop);
      laptop.log().commit(custodians.quorum().signers());
      return Outcome.ok(
          Outcome.object().put("vault", vault.id()).put("until", vault.lastDay().toString()));
    }
  }

  /**
   * Whose quorum must agree, lest one alone puts a vault aside that takes new testimony; null where
   * there is none, it has run out, or its quorum may never come again: somebody was withdrawn.
   */
  private static @Nullable SealedTo holders(Laptop laptop) throws Refusal, IOException {
    Optional<Vault> newest = laptop.vault();
    if (newest.isEmpty() || laptop.session().today().isAfter(newest.get().lastDay())) {
      return null;
    }
    SealedTo keyset = VaultFit.holders(laptop, newest.get());
    return keyset == null || laptop.trust().namesWithdrawn(keyset) ? null : keyset;
  }
}
