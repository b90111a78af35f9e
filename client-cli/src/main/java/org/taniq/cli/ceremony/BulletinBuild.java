package org.taniq.cli.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.cli.terminal.SignedProblem;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.signed.Alive;
import org.taniq.protocol.signed.Broadcast;
import org.taniq.protocol.signed.Bulletin;
import org.taniq.protocol.signed.Charter;
import org.taniq.protocol.signed.CharterChain;
import org.taniq.protocol.signed.DocumentType;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.EpochKey;
import org.taniq.protocol.signed.Keyset;
import org.taniq.protocol.signed.Known;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.Site;
import org.taniq.protocol.signed.Verified;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taniq bulletin build}. */
@Command(
    name = "build",
    description = {
      "Make the next bulletin from what this home holds: its keysets that are still accepted, its"
          + " newest site, and the statements of custodians that they are there.",
      "Its number and its predecessor come from the newest bulletin known here."
    },
    footer = {
      "",
      "Examples:",
      "  taniq bulletin build alive-*.json",
      "  taniq bulletin build --withdraw-custodian 0f3c... alive-*.json"
    })
final class BulletinBuild extends TaniqCommand {
  @Parameters(
      paramLabel = "ALIVE",
      arity = "0..*",
      description = "Files made by: taniq alive. Statements of the last bulletin stay.")
  private List<Path> files = List.of();

  @Option(
      names = "--withdraw-keyset",
      paramLabel = "SHA256",
      description = "A keyset that is never used again, by the SHA-256 of its document.")
  private List<String> withdrawKeysets = List.of();

  @Option(
      names = "--withdraw-custodian",
      paramLabel = "SIGNER",
      description = "A custodian who is never sealed to again, by signer id.")
  private List<String> withdrawCustodians = List.of();

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "14",
      description = "How many days it is valid, 1 to 14; without it 14.")
  private int days;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file; without it outbox/bulletin-N.json.")
  private @Nullable Path out;

  @Override
  protected Outcome run(Session session) throws Refusal, IOException, SignedException {
    LocalDate today = session.today();
    Documents documents = Documents.of(session);
    CharterChain chain = documents.chain();
    Verified<Charter> charter = chain.current(today);
    Known known = documents.known();
    Verified<Bulletin> last = documents.bulletin();
    List<Known.SeenBulletin> seen = known.bulletins();
    Known.SeenBulletin newest = seen.isEmpty() ? null : seen.get(seen.size() - 1);
    Set<Bytes> withdrawnKeysets = withdrawnKeysets(documents, known);
    if (withdrawnKeysets.size() > chain.mostWithdrawnKeysets(today)) {
      throw new Refusal(
          CeremonyProblem.TOO_MANY_WITHDRAWN, today, chain.mostWithdrawnKeysets(today));
    }
    Set<SignerId> withdrawnCustodians =
        withdrawnCustodians(chain.custodiansUpTo(charter.sha256()), known);
    Verified<Site> site = site(session, documents, chain);
    Bulletin bulletin =
        new Bulletin(
            documents.instance(),
            newest == null ? 0 : newest.number() + 1,
            newest == null ? null : newest.sha256(),
            today,
            today.plusDays(days),
            charter.sha256(),
            keysets(documents, withdrawnKeysets, withdrawnCustodians, today),
            withdrawnKeysets.stream().sorted().toList(),
            withdrawnCustodians.stream().sorted().toList(),
            alive(session, documents, charter.document(), last),
            site == null ? null : site.sha256(),
            last == null ? empty(session) : last.document().broadcast());
    return write(session, chain, bulletin);
  }

  /**
   * The newest site if signers of today's charter signed it, else null: a bulletin that names none
   * leaves at the server the one that is served.
   */
  private static @Nullable Verified<Site> site(
      Session session, Documents documents, CharterChain chain)
      throws Refusal, IOException, SignedException {
    Verified<Site> newest = documents.site();
    if (newest == null) {
      return null;
    }
    try {
      return chain.verifySite(newest.signed(), session.today());
    } catch (SignedException e) {
      session.terminal().warn("ceremony.site-left-out", newest.document().version());
      return null;
    }
  }

  private static Broadcast empty(Session session) {
    byte[] salt = new byte[32];
    session.random().nextBytes(salt);
    return Broadcast.empty(salt);
  }

  /** Keysets that servers may still accept, the soonest first. */
  private static List<Bytes> keysets(
      Documents documents, Set<Bytes> withdrawn, Set<SignerId> gone, LocalDate today)
      throws Refusal, IOException, SignedException {
    List<Verified<Keyset>> listed = new ArrayList<>();
    for (Verified<Keyset> keyset : documents.keysets()) {
      Epoch epoch = keyset.document().epoch();
      boolean ofGone =
          keyset.document().custodians().stream().map(EpochKey::custodian).anyMatch(gone::contains);
      if (!epoch.acceptUntil().isBefore(today) && !withdrawn.contains(keyset.sha256()) && !ofGone) {
        listed.add(keyset);
      }
    }
    listed.sort(
        Comparator.comparing((Verified<Keyset> each) -> each.document().sealFrom())
            .thenComparing(Verified::sha256));
    return listed.stream().map(Verified::sha256).toList();
  }

  private Set<Bytes> withdrawnKeysets(Documents documents, Known known) throws Refusal {
    Set<Bytes> all = new LinkedHashSet<>(known.withdrawnKeysets());
    for (String hex : withdrawKeysets) {
      try {
        Bytes hash = Bytes.parseHex(hex, 32);
        if (!documents.holdsKeyset(hash)) {
          throw new Refusal(CeremonyProblem.UNKNOWN_WITHDRAWAL);
        }
        all.add(hash);
      } catch (MalformedException e) {
        throw new Refusal(CeremonyProblem.UNKNOWN_WITHDRAWAL);
      }
    }
    return all;
  }

  private Set<SignerId> withdrawnCustodians(Set<SignerId> custodians, Known known) throws Refusal {
    Set<SignerId> all = new LinkedHashSet<>(known.withdrawnCustodians());
    for (String hex : withdrawCustodians) {
      try {
        SignerId id = SignerId.parse(hex);
        if (!custodians.contains(id)) {
          throw new Refusal(CeremonyProblem.UNKNOWN_WITHDRAWAL);
        }
        all.add(id);
      } catch (MalformedException e) {
        throw new Refusal(CeremonyProblem.UNKNOWN_WITHDRAWAL);
      }
    }
    return all;
  }

  /** The newest verified statement of each custodian of the charter. */
  private List<Alive> alive(
      Session session, Documents documents, Charter charter, @Nullable Verified<Bulletin> last)
      throws Refusal, IOException {
    Map<SignerId, Bytes> keys = charter.keys(Charter.Role.CUSTODIAN);
    Map<SignerId, Alive> newest = new TreeMap<>();
    if (last != null) {
      last.document().alive().stream()
          .filter(each -> keys.containsKey(each.custodian()))
          .forEach(each -> newest.put(each.custodian(), each));
    }
    for (Path path : files) {
      AliveFile file = AliveFile.read(path);
      Alive alive = file.alive();
      Bytes key = keys.get(alive.custodian());
      if (!file.instance().equals(documents.instance())) {
        throw new Refusal(SignedProblem.WRONG_INSTANCE, path);
      }
      if (key == null) {
        throw new Refusal(SignedProblem.UNKNOWN_CUSTODIAN, path);
      }
      if (!alive.verify(key, file.instance())) {
        throw new Refusal(SignedProblem.BAD_SIGNATURE, path);
      }
      if (alive.date().isAfter(session.today())) {
        throw new Refusal(SignedProblem.NOT_YET_VALID, path);
      }
      newest.merge(alive.custodian(), alive, (a, b) -> a.date().isBefore(b.date()) ? b : a);
    }
    return List.copyOf(newest.values());
  }

  private Outcome write(Session session, CharterChain chain, Bulletin bulletin)
      throws Refusal, IOException, SignedException {
    byte[] document = bulletin.bytes();
    Home home = session.home();
    Path target =
        out == null
            ? home.made(home.outbox()).resolve("bulletin-" + bulletin.number() + ".json")
            : out;
    AtomicFile.write(target, document);
    Signed signed = new Signed(DocumentType.BULLETIN, Bytes.of(document), List.of());
    new Summary(session.terminal(), chain).show(signed);
    session.terminal().line("ceremony.written", target);
    session.terminal().line("ceremony.next-sign", target);
    return Outcome.ok(
        Outcome.object()
            .put("number", bulletin.number())
            .put("sha256", signed.sha256().hex())
            .put("file", target.toString()));
  }
}
