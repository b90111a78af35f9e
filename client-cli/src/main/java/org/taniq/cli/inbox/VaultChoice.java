package org.taniq.cli.inbox;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Terminal;
import org.taniq.cli.vault.Vault;
import org.taniq.cli.vault.VaultProblem;

/** Which of a laptop's vaults a command is about. An older one can still be read. SPEC §8.2. */
public final class VaultChoice {
  private VaultChoice() {}

  /**
   * The vault that is named; else the one that holds everything that {@code ids} name; else, where
   * none is named, the newest.
   *
   * @param prefix the beginning of a vault's id, null where none was given
   * @param ids beginnings of items' ids, or of their envelopes' SHA-256
   * @throws Refusal NO_VAULT; UNKNOWN_VAULT; UNKNOWN_ITEM: none, or more than one; SEVERAL_VAULTS
   */
  public static Vault of(Laptop laptop, @Nullable String prefix, List<String> ids)
      throws Refusal, IOException {
    List<Vault> all = laptop.allVaults();
    if (all.isEmpty()) {
      throw new Refusal(VaultProblem.NO_VAULT);
    }
    if (prefix != null) {
      List<Vault> named = all.stream().filter(each -> each.id().startsWith(prefix)).toList();
      if (named.size() != 1) {
        throw new Refusal(VaultProblem.UNKNOWN_VAULT, prefix);
      }
      return named.get(0);
    }
    Set<Vault> chosen = new LinkedHashSet<>();
    for (String id : ids) {
      List<Vault> holding = all.stream().filter(each -> !each.matching(id).isEmpty()).toList();
      if (holding.size() != 1) {
        throw new Refusal(VaultProblem.UNKNOWN_ITEM);
      }
      chosen.addAll(holding);
    }
    if (chosen.size() > 1) {
      throw new Refusal(VaultProblem.SEVERAL_VAULTS);
    }
    return chosen.isEmpty() ? all.get(all.size() - 1) : chosen.iterator().next();
  }

  /** Names the vaults, other than this one, that hold something. */
  public static void tellOthers(Laptop laptop, Vault chosen) throws Refusal, IOException {
    Terminal terminal = laptop.session().terminal();
    for (Vault vault : laptop.allVaults()) {
      long parts = vault.items().stream().filter(i -> i.level() == Vault.TESTIMONY).count();
      if (parts > 0 && !vault.id().equals(chosen.id())) {
        terminal.note("vault.other", vault.id().substring(0, 16), parts);
      }
    }
  }
}
