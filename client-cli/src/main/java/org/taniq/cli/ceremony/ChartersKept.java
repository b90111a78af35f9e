package org.taniq.cli.ceremony;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.SignedProblem;
import org.taniq.protocol.signed.Charter;
import org.taniq.protocol.signed.CharterChain;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.Verified;

/**
 * How many charters a home keeps when a chain is shown to it: a server may not show the newest yet,
 * and the chain that is known here never goes backwards. Not kept is a recovery that is not shown,
 * nor what follows it: one that was answered must not come to count here because its file was left.
 */
final class ChartersKept {
  private final Documents documents;
  private final boolean demo;
  private final List<Signed> chain = new ArrayList<>();

  private ChartersKept(Documents documents, boolean demo) {
    this.documents = documents;
    this.demo = demo;
  }

  /**
   * Holds the charters of a home against a chain.
   *
   * @param shown verified
   * @throws Refusal FORK: another charter in the place of one that its signers made and that is
   *     known here
   */
  static int of(Documents documents, boolean demo, CharterChain shown) throws Refusal, IOException {
    ChartersKept kept = new ChartersKept(documents, demo);
    for (Verified<Charter> charter : shown.charters()) {
      if (kept.isForked(charter)) {
        throw new Refusal(SignedProblem.FORK, Documents.charterName(charter.document().number()));
      }
      kept.chain.add(charter.signed());
    }
    for (Signed here = kept.next(); here != null; here = kept.next()) {
      kept.chain.add(here);
    }
    return kept.chain.size();
  }

  private boolean isForked(Verified<Charter> shown) throws Refusal, IOException {
    try {
      Signed here = documents.charter(chain.size());
      boolean same = here == null || here.sha256().equals(shown.sha256());
      return !same && next() != null;
    } catch (SignedException e) {
      return false;
    }
  }

  /** The charter here that its signers made to follow the chain so far; null where none did. */
  private @Nullable Signed next() throws Refusal, IOException {
    try {
      Signed here = documents.charter(chain.size());
      if (here == null) {
        return null;
      }
      List<Signed> longer = new ArrayList<>(chain);
      longer.add(here);
      List<Verified<Charter>> verified =
          CharterChain.verify(longer, documents.instance().toArray(), demo).charters();
      return chain.isEmpty() || isRotation(verified.get(chain.size() - 1), here) ? here : null;
    } catch (SignedException e) {
      return null;
    }
  }

  /** Whether enough signers of the charter before signed: else recovery keys stood for them. */
  private static boolean isRotation(Verified<Charter> before, Signed charter) {
    var signers = before.document().keys(Charter.Role.SIGNER).keySet();
    long signed =
        charter.signatures().stream()
            .map(each -> each.signer())
            .distinct()
            .filter(signers::contains)
            .count();
    return signed >= before.document().threshold();
  }
}
