package org.taniq.cli.ceremony;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.SignedProblem;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.signed.Bulletin;
import org.taniq.protocol.signed.Charter;
import org.taniq.protocol.signed.DeletionOrder;
import org.taniq.protocol.signed.EpochKey;
import org.taniq.protocol.signed.Keyset;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.Site;

/**
 * What a custodian's laptop checks of a document before it signs: that it belongs to the instance,
 * is dated by today, fits what is known, and is not the second document in one place.
 */
final class BeforeSigning {
  private static final int FAR_DAYS = 31;

  private final Session session;
  private final Home home;
  private final Documents documents;
  private final LocalDate today;

  BeforeSigning(Session session) throws Refusal, IOException {
    this.session = session;
    this.home = session.home();
    this.documents = Documents.of(session);
    this.today = session.today();
  }

  /**
   * Checks a document.
   *
   * @return whose signatures count here
   * @throws Refusal DATE_FAR, EPOCH_OVER, OTHER_FINGERPRINT, SIGNED_ANOTHER, NOT_HELD, NOT_OPENED,
   *     NOT_UNDECIPHERABLE, reasons of SPEC §4
   */
  Set<SignerId> check(Signed signed) throws Refusal, IOException, SignedException {
    byte[] document = signed.document().toArray();
    return switch (signed.type()) {
      case CHARTER -> charter(Charter.parse(document), signed);
      case KEYSET -> keyset(Keyset.parse(document));
      case SITE -> site(Site.parse(document), signed);
      case BULLETIN -> bulletin(Bulletin.parse(document), signed);
      case DELETION_ORDER -> order(DeletionOrder.parse(document));
    };
  }

  /** Remembers what is about to be signed, before the signature exists. */
  void remember(Signed signed) throws IOException, SignedException {
    String place = place(signed);
    if (!place.isEmpty()) {
      byte[] line = (signed.sha256().hex() + "\n").getBytes(StandardCharsets.US_ASCII);
      AtomicFile.write(home.made(signedDirectory()).resolve(place), line);
    }
  }

  private Set<SignerId> charter(Charter charter, Signed signed)
      throws Refusal, IOException, SignedException {
    requireNear(charter.issued());
    requireFirst(signed);
    Set<SignerId> signers = new HashSet<>(charter.keys(Charter.Role.SIGNER).keySet());
    if (charter.number() == 0) {
      if (!signed.sha256().equals(documents.instance())) {
        throw new Refusal(CeremonyProblem.OTHER_FINGERPRINT);
      }
      return signers;
    }
    var chain = documents.chain().charters();
    if (charter.number() > chain.size()
        || !chain.get(charter.number() - 1).sha256().equals(charter.previous())) {
      throw new Refusal(SignedProblem.BROKEN_CHAIN);
    }
    Charter previous = chain.get(charter.number() - 1).document();
    signers.addAll(previous.keys(Charter.Role.SIGNER).keySet());
    previous.recovery().keys().forEach(key -> signers.add(SignerId.of(key.toArray())));
    return signers;
  }

  private Set<SignerId> keyset(Keyset keyset) throws Refusal, IOException, SignedException {
    requireInstance(keyset.instance());
    if (keyset.sealUntil().isBefore(today)) {
      throw new Refusal(CeremonyProblem.EPOCH_OVER, keyset.epoch().text(), today);
    }
    Charter charter = documents.chain().currentEvenExpired(today).document();
    var custodians = charter.keys(Charter.Role.CUSTODIAN);
    for (EpochKey key : keyset.custodians()) {
      Bytes signingKey = custodians.get(key.custodian());
      if (signingKey == null) {
        throw new Refusal(SignedProblem.UNKNOWN_CUSTODIAN, key.custodian().hex());
      }
      if (!key.verify(signingKey, keyset.instance(), keyset.epoch())) {
        throw new Refusal(SignedProblem.BAD_KEY_SIGNATURE, key.custodian().hex());
      }
    }
    return charter.keys(Charter.Role.SIGNER).keySet();
  }

  private Set<SignerId> site(Site site, Signed signed)
      throws Refusal, IOException, SignedException {
    requireInstance(site.instance());
    requireNear(site.issued());
    requireFirst(signed);
    return documents
        .chain()
        .currentEvenExpired(today)
        .document()
        .keys(Charter.Role.SIGNER)
        .keySet();
  }

  private Set<SignerId> bulletin(Bulletin bulletin, Signed signed)
      throws Refusal, IOException, SignedException {
    requireInstance(bulletin.instance());
    requireNear(bulletin.date());
    bulletin.requireDay(today);
    requireFirst(signed);
    var newest = documents.bulletin();
    if (newest != null
        && !newest.sha256().equals(signed.sha256())
        && bulletin.number() <= newest.document().number()) {
      throw new Refusal(SignedProblem.ROLLBACK);
    }
    // Who signs a fork, or drops a withdrawal, gives readers without a memory a false page.
    documents.known().judgeBulletin(bulletin, signed.sha256());
    var charter = documents.chain().currentEvenExpired(bulletin.date());
    if (!charter.sha256().equals(bulletin.charter())) {
      throw new Refusal(SignedProblem.WRONG_CHARTER);
    }
    documents.chain().requireBounds(bulletin);
    return charter.document().keys(Charter.Role.PUBLISHER).keySet();
  }

  private Set<SignerId> order(DeletionOrder order) throws Refusal, IOException, SignedException {
    requireInstance(order.instance());
    requireNear(order.date());
    EnvelopeFates fates = EnvelopeFates.of(session, documents);
    for (DeletionOrder.Entry entry : order.entries()) {
      requireHeld(entry.sha256().hex());
      fates.require(entry);
    }
    Set<SignerId> custodians =
        new HashSet<>(
            documents
                .chain()
                .currentEvenExpired(today)
                .document()
                .keys(Charter.Role.CUSTODIAN)
                .keySet());
    custodians.removeAll(documents.known().withdrawnCustodians());
    return custodians;
  }

  /** Nobody signs away an envelope whose bytes do not lie on this laptop. */
  private void requireHeld(String sha256) throws Refusal, IOException {
    Path file = home.inbox().resolve(sha256 + ".tnq");
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !sha256(file).equals(sha256)) {
      throw new Refusal(CeremonyProblem.NOT_HELD, sha256);
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private void requireInstance(Bytes instance) throws Refusal, IOException {
    if (!instance.equals(documents.instance())) {
      throw new Refusal(SignedProblem.WRONG_INSTANCE);
    }
  }

  private void requireNear(LocalDate date) throws Refusal {
    if (Math.abs(ChronoUnit.DAYS.between(date, today)) > FAR_DAYS) {
      throw new Refusal(CeremonyProblem.DATE_FAR, date, today);
    }
  }

  /** Nobody signs two documents for one place: a second signature would make a fork. */
  private void requireFirst(Signed signed) throws Refusal, IOException, SignedException {
    Path file = signedDirectory().resolve(place(signed));
    if (Files.exists(file) && !Files.readString(file).strip().equals(signed.sha256().hex())) {
      throw new Refusal(CeremonyProblem.SIGNED_ANOTHER, place(signed));
    }
  }

  private Path signedDirectory() {
    return home.documents().resolve("signed");
  }

  /** The place in its order that a document takes; empty for those without one. */
  private static String place(Signed signed) throws SignedException {
    byte[] document = signed.document().toArray();
    return switch (signed.type()) {
      case CHARTER -> "charter-" + Charter.parse(document).number();
      case SITE -> "site-" + Site.parse(document).version();
      case BULLETIN -> "bulletin-" + Bulletin.parse(document).number();
      case KEYSET, DELETION_ORDER -> "";
    };
  }
}
