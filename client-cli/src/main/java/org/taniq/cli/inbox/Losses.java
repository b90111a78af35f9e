package org.taniq.cli.inbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.keyring.KeyringProblem;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Terminal;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.SignerId;

/**
 * What would be lost with keys, and which of it their custodian gives up. SPEC §7.8. A stranger can
 * send what nobody here ever opens: it is given up piece by piece, or all by its number, and once.
 *
 * @param sealed SHA-256 of envelopes, without those that were given up before
 * @param kept ids of vault items, likewise
 * @param before SHA-256 and ids of what this custodian gave up before
 */
record Losses(List<String> sealed, List<String> kept, Set<String> before) {
  private static final int SHOWN_DIGITS = 16;
  private static final Pattern BEGINNING = Pattern.compile("[0-9a-f]{8,64}");

  static Losses of(Laptop laptop, EpochNeeds needs, SignerId custodian, Collection<Epoch> over) {
    GivenUp givenUp = GivenUp.of(laptop.log().entries());
    Set<String> before = new HashSet<>();
    List<String> sealed = new ArrayList<>();
    for (String sha256 : needs.sealed()) {
      boolean gone = givenUp.before(sha256, custodian, over, unknown(laptop, needs, sha256));
      (gone ? before : sealed).add(sha256);
    }
    List<String> kept = new ArrayList<>();
    for (String item : needs.kept()) {
      (givenUp.before(item, custodian, over, false) ? before : kept).add(item);
    }
    return new Losses(sealed, kept, before);
  }

  private static boolean unknown(Laptop laptop, EpochNeeds needs, String sha256) {
    KeysetId keyset = needs.keysets().get(sha256);
    return keyset == null || laptop.trust().epoch(keyset) == null;
  }

  /** How many were not given up before. */
  int count() {
    return sealed.size() + kept.size();
  }

  /** Names each, by as many digits as tell it from the others. */
  void tell(Terminal terminal) {
    Map<String, Integer> shared = new HashMap<>();
    all().forEach(id -> shared.merge(id.substring(0, SHOWN_DIGITS), 1, Integer::sum));
    sealed.forEach(id -> terminal.warn("keyring.needed-sealed", shown(id, shared)));
    kept.forEach(id -> terminal.warn("keyring.needed-kept", shown(id, shared)));
    if (!before.isEmpty()) {
      terminal.note("keyring.given-up-before", before.size());
    }
  }

  private static String shown(String id, Map<String, Integer> shared) {
    String beginning = id.substring(0, SHOWN_DIGITS);
    return shared.getOrDefault(beginning, 0) > 1 ? id : beginning;
  }

  private List<String> all() {
    List<String> all = new ArrayList<>(sealed);
    all.addAll(kept);
    all.addAll(before);
    return all;
  }

  /**
   * What is given up now.
   *
   * @param typed beginnings, each of one of what is listed
   * @param number as many as are listed, to give up all; null for those typed alone
   * @param name of the keyring, for the hint
   * @return SHA-256 and item ids, without what was given up before
   * @throws Refusal LOSE_SHORT, LOSE_NOT_ONE, LOSE_NUMBER; EPOCH_NEEDED where something is left
   */
  List<String> givenUp(List<String> typed, @Nullable Integer number, String name) throws Refusal {
    if (number != null && number != count()) {
      throw new Refusal(KeyringProblem.LOSE_NUMBER, count());
    }
    Set<String> chosen = new LinkedHashSet<>();
    for (int i = 0; i < typed.size(); i++) {
      chosen.add(one(typed.get(i), i + 1));
    }
    if (number != null) {
      chosen.addAll(all());
    }
    chosen.removeAll(before);
    if (chosen.size() < count()) {
      throw new Refusal(KeyringProblem.EPOCH_NEEDED, count() - chosen.size(), name, count());
    }
    return List.copyOf(chosen);
  }

  /**
   * @param place from 1: in the message it stands for what was typed
   */
  private String one(String typed, int place) throws Refusal {
    if (!BEGINNING.matcher(typed).matches()) {
      throw new Refusal(KeyringProblem.LOSE_SHORT);
    }
    List<String> found = all().stream().filter(id -> id.startsWith(typed)).toList();
    if (found.size() != 1) {
      throw new Refusal(KeyringProblem.LOSE_NOT_ONE, place);
    }
    return found.get(0);
  }
}
