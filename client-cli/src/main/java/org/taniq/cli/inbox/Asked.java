package org.taniq.cli.inbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.taniq.cli.keyring.Keyrings;
import org.taniq.cli.vault.SealedTo;
import org.taniq.protocol.signed.SignerId;

/** Whose keyrings are asked for where nobody is named. */
final class Asked {
  private Asked() {}

  /**
   * The laptop's keyrings in the order of their names: those of custodians who count, then those of
   * which no note says whose they are, last those of custodians who were withdrawn or belong to
   * some of the keysets alone. Of two keyrings of one custodian the first; none of anybody else.
   *
   * @param keysets whose custodians are meant
   * @param needed at most so many
   */
  static List<String> of(Keyrings keyrings, Trust trust, List<SealedTo> keysets, int needed)
      throws IOException {
    List<String> counting = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    List<String> last = new ArrayList<>();
    Set<SignerId> seen = new HashSet<>();
    for (String name : keyrings.names()) {
      SignerId id = keyrings.noted(name);
      if (id == null) {
        unknown.add(name);
      } else if (seen.add(id)) {
        long of = keysets.stream().filter(each -> each.custodians().contains(id)).count();
        if (of == keysets.size() && !trust.isWithdrawn(id)) {
          counting.add(name);
        } else if (of > 0) {
          last.add(name);
        }
      }
    }
    counting.addAll(unknown);
    counting.addAll(last);
    return counting.subList(0, Math.min(counting.size(), needed));
  }
}
