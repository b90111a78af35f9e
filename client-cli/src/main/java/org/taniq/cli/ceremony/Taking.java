package org.taniq.cli.ceremony;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.SignedProblem;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.signed.Bulletin;
import org.taniq.protocol.signed.Charter;
import org.taniq.protocol.signed.CharterChain;
import org.taniq.protocol.signed.Current;
import org.taniq.protocol.signed.CurrentFile;
import org.taniq.protocol.signed.DeletionOrder;
import org.taniq.protocol.signed.Keyset;
import org.taniq.protocol.signed.Known;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.Site;
import org.taniq.protocol.signed.Verified;

/** Takes fully signed documents into the home; what does not verify changes nothing. */
public final class Taking {
  private final Session session;
  private final Home home;
  private final Documents documents;

  public Taking(Session session) throws Refusal {
    this.session = session;
    this.home = session.home();
    this.documents = Documents.of(session);
  }

  /** Verifies a document of any type as its readers will, without taking it. */
  void verify(Signed signed) throws Refusal, IOException, SignedException {
    switch (signed.type()) {
      case CHARTER -> chainWith(signed);
      case KEYSET -> documents.chain().verifyKeyset(signed, session.today());
      case SITE -> documents.chain().verifySite(signed, session.today());
      case BULLETIN -> documents.chain().verifyBulletin(signed);
      case DELETION_ORDER -> documents.deletionOrder(signed);
    }
  }

  /** Verifies a document and keeps it. */
  void take(Signed signed) throws Refusal, IOException, SignedException {
    switch (signed.type()) {
      case CHARTER -> takeCharter(signed);
      case KEYSET -> {
        Verified<Keyset> keyset = documents.chain().verifyKeyset(signed, session.today());
        documents.keep(Documents.keysetName(keyset.sha256()), signed);
      }
      case SITE -> takeSite(signed);
      case BULLETIN -> takeBulletin(signed);
      case DELETION_ORDER -> {
        DeletionOrder order = documents.deletionOrder(signed).document();
        AtomicFile.write(
            home.made(home.outbox()).resolve("deletion-" + order.order().hex() + ".json"),
            signed.bundle());
      }
    }
  }

  /**
   * Verifies what a server serves, against the memory, and keeps all of it; newer charters of this
   * home stay.
   */
  public Current takeCurrent(byte[] currentJson) throws Refusal, IOException, SignedException {
    Known known = documents.shown(currentJson);
    Current current =
        Current.verify(currentJson, home.instance(), session.today(), session.demo(), known);
    int kept = ChartersKept.of(documents, session.demo(), current.chain());
    for (Verified<Charter> charter : current.chain().charters()) {
      documents.keep(Documents.charterName(charter.document().number()), charter.signed());
    }
    documents.forgetChartersFrom(kept);
    for (Verified<Keyset> keyset : current.keysets()) {
      documents.keep(Documents.keysetName(keyset.sha256()), keyset.signed());
    }
    Verified<Site> site = current.site();
    if (site != null) {
      documents.keep(Documents.siteName(site.document().version()), site.signed());
    }
    long number = current.bulletin().document().number();
    documents.keep(Documents.bulletinName(number), current.bulletin().signed());
    documents.keep(current, currentJson);
    return current;
  }

  private void takeCharter(Signed signed) throws Refusal, IOException, SignedException {
    CharterChain chain = chainWith(signed);
    int number = Charter.parse(signed.document().toArray()).number();
    documents.keep(Documents.charterName(number), chain.charters().get(number).signed());
  }

  /** The known chain with this charter at its place; another one there already is an alarm. */
  private CharterChain chainWith(Signed signed) throws Refusal, IOException, SignedException {
    int number = Charter.parse(signed.document().toArray()).number();
    List<Signed> charters = new ArrayList<>(documents.charters());
    if (number < charters.size()) {
      if (!charters.get(number).sha256().equals(signed.sha256())) {
        throw new Refusal(SignedProblem.FORK, Documents.charterName(number));
      }
      charters.set(number, signed);
    } else {
      charters.add(signed);
    }
    return CharterChain.verify(charters, home.instance(), session.demo());
  }

  private void takeSite(Signed signed) throws Refusal, IOException, SignedException {
    Verified<Site> site = documents.chain().verifySite(signed, session.today());
    Verified<Site> newest = documents.site();
    if (newest != null
        && newest.document().version() == site.document().version()
        && !newest.sha256().equals(site.sha256())) {
      throw new Refusal(SignedProblem.FORK, Documents.siteName(site.document().version()));
    }
    documents.keep(Documents.siteName(site.document().version()), signed);
  }

  private void takeBulletin(Signed signed) throws Refusal, IOException, SignedException {
    Bulletin bulletin = documents.chain().verifyBulletin(signed).document();
    List<Signed> listed = new ArrayList<>();
    for (Verified<Keyset> keyset : documents.keysets()) {
      if (bulletin.keysets().contains(keyset.sha256())) {
        listed.add(keyset.signed());
      }
    }
    Signed site = siteOf(bulletin.site());
    takeCurrent(new CurrentFile(documents.charters(), signed, listed, site).bytes());
  }

  private @Nullable Signed siteOf(@Nullable Bytes sha256)
      throws Refusal, IOException, SignedException {
    Verified<Site> newest = sha256 == null ? null : documents.site();
    return newest != null && newest.sha256().equals(sha256) ? newest.signed() : null;
  }
}
