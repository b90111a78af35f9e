package org.taniq.cli.ceremony;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.AtomicFile;
import org.taniq.cli.terminal.FileNames;
import org.taniq.cli.terminal.Home;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.envelope.KeysetId;
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

/**
 * The signed documents of a home, one bundle a file under {@code documents/}. What is read is
 * verified again at every reading, from the pinned instance on. SPEC §4.
 */
public final class Documents {
  private final Session session;
  private final Home home;
  private final Path directory;

  private Documents(Session session, Home home) {
    this.session = session;
    this.home = home;
    this.directory = home.documents();
  }

  public static Documents of(Session session) throws Refusal {
    return new Documents(session, session.home());
  }

  /** The pinned instance. */
  public Bytes instance() throws Refusal, IOException {
    return Bytes.of(home.instance());
  }

  /**
   * All charters, verified, as this laptop sees them: a recovery waits from the day on which it was
   * first read here, which is remembered. SPEC §4.1.
   *
   * @throws Refusal NOT_PINNED, NO_CHARTER
   */
  public CharterChain chain() throws Refusal, IOException, SignedException {
    List<Signed> charters = charters();
    byte[] instance = home.instance();
    if (charters.isEmpty()) {
      throw new Refusal(CeremonyProblem.NO_CHARTER);
    }
    CharterChain chain = CharterChain.verify(charters, instance, session.demo());
    Known.Seen seen = known().judgeChain(chain, session.today());
    remember(seen.known());
    return seen.chain();
  }

  /**
   * What this laptop remembers once it was shown a current.json, also where the rest is refused.
   *
   * @throws SignedException the chain is refused
   */
  Known shown(byte[] currentJson) throws Refusal, IOException, SignedException {
    Known seen = known().afterSight(currentJson, session.today(), session.demo());
    remember(seen);
    return seen;
  }

  private void remember(Known seen) throws Refusal, IOException {
    if (!seen.equals(known())) {
      home.made(directory);
      AtomicFile.write(home.known(), seen.bytes());
    }
  }

  /**
   * The charter of a number as it lies there, null where there is none.
   *
   * @throws SignedException it is damaged
   */
  @Nullable Signed charter(int number) throws IOException, SignedException {
    Path file = directory.resolve(charterName(number));
    return Files.exists(file) ? Signed.parseBundle(Files.readAllBytes(file)) : null;
  }

  /** The charters as they lie there, from number 0. */
  List<Signed> charters() throws IOException, SignedException {
    return all("charter-");
  }

  /**
   * Every keyset that some charter judges good. The others are named in a warning: signed ahead by
   * somebody who was replaced meanwhile, or damaged; they must not keep the rest from being
   * published.
   */
  public List<Verified<Keyset>> keysets() throws Refusal, IOException, SignedException {
    return keysets(
        chain(),
        (file, e) ->
            session
                .terminal()
                .warn("ceremony.keyset-left-out", file.getFileName(), e.reason().name()));
  }

  /**
   * Every keyset here that some charter of a chain judges good, for opening: a draft, a damaged
   * one, or one that too few signed is none, and no envelope is sealed to it.
   */
  public List<Verified<Keyset>> keysetsOf(CharterChain chain) throws IOException {
    return keysets(chain, (file, e) -> {});
  }

  private List<Verified<Keyset>> keysets(
      CharterChain chain, BiConsumer<Path, SignedException> leftOut) throws IOException {
    List<Verified<Keyset>> keysets = new ArrayList<>();
    for (Path file : files("keyset-")) {
      try {
        keysets.add(chain.verifyKeysetEver(Signed.parseBundle(Files.readAllBytes(file))));
      } catch (SignedException e) {
        leftOut.accept(file, e);
      }
    }
    return keysets;
  }

  /** Whether an Ed25519 public key (32 bytes) is a custodian's in any charter of a chain. */
  public static boolean isCustodian(CharterChain chain, byte[] publicKey) {
    Bytes key = Bytes.of(publicKey);
    return chain.charters().stream()
        .anyMatch(each -> each.document().keys(Charter.Role.CUSTODIAN).containsValue(key));
  }

  /** Whether a keyset lies here, good or not: whoever withdraws one need not trust it. */
  boolean holdsKeyset(Bytes sha256) {
    return Files.exists(directory.resolve(keysetName(sha256)));
  }

  /**
   * The keyset of an envelope.
   *
   * @throws Refusal UNKNOWN_KEYSET
   */
  public Verified<Keyset> keyset(KeysetId id) throws Refusal, IOException, SignedException {
    for (Verified<Keyset> keyset : keysets()) {
      if (KeysetId.of(keyset.signed().document().toArray()).equals(id)) {
        return keyset;
      }
    }
    throw new Refusal(CeremonyProblem.UNKNOWN_KEYSET, id.hex());
  }

  /**
   * A deletion order as the server judges it: signatures of custodians who were withdrawn do not
   * count.
   */
  Verified<DeletionOrder> deletionOrder(Signed signed)
      throws Refusal, IOException, SignedException {
    return chain().verifyDeletionOrder(signed, session.today(), known().withdrawnCustodians());
  }

  /**
   * The newest site by whichever charter it is good, null when there is none: for its version and
   * its bytes. Whether it may still be published, {@link CharterChain#verifySite} judges.
   */
  public @Nullable Verified<Site> site() throws Refusal, IOException, SignedException {
    List<Signed> sites = all("site-");
    return sites.isEmpty() ? null : chain().verifySiteEver(sites.get(sites.size() - 1));
  }

  /**
   * The newest bulletin by the charter that it names, null when there is none; its days are not
   * judged. For making and signing the next one.
   */
  public @Nullable Verified<Bulletin> bulletin() throws Refusal, IOException, SignedException {
    List<Signed> bulletins = all("bulletin-");
    return bulletins.isEmpty()
        ? null
        : chain().verifyOwnBulletin(bulletins.get(bulletins.size() - 1));
  }

  /**
   * What is in force, from documents/current.json; null when there is none. Charter, bulletin and
   * site may have expired: {@link Current#keysetToSeal} judges the day.
   */
  public @Nullable Current current() throws Refusal, IOException, SignedException {
    Path file = directory.resolve("current.json");
    if (!Files.exists(file)) {
      return null;
    }
    byte[] bytes = DocumentFile.bytes(file, CurrentFile.MAX_BYTES);
    return Current.verifyStored(bytes, home.instance(), session.today(), session.demo(), known());
  }

  /**
   * What this laptop remembers.
   *
   * @throws Refusal KNOWN_DAMAGED
   */
  public Known known() throws Refusal, IOException {
    if (!Files.exists(home.known())) {
      return Known.nothing(instance());
    }
    try {
      return Known.parse(DocumentFile.bytes(home.known(), DocumentFile.MAX_BYTES));
    } catch (SignedException e) {
      throw new Refusal(CeremonyProblem.KNOWN_DAMAGED, home.known());
    }
  }

  /** Writes a verified document's bundle under its name. */
  void keep(String name, Signed signed) throws IOException {
    AtomicFile.write(home.made(directory).resolve(name), signed.bundle());
  }

  /** Writes what is in force, and what is remembered after it. */
  void keep(Current current, byte[] currentJson) throws Refusal, IOException {
    home.made(directory);
    // The memory first: cut here, the older current.json is still the one of its bulletin.
    AtomicFile.write(home.known(), current.known().bytes());
    AtomicFile.write(directory.resolve("current.json"), currentJson);
    home.saw(current.bulletin().document().date());
  }

  /** Removes the charters from a number on, those that {@link ChartersKept} does not count. */
  void forgetChartersFrom(int number) throws IOException {
    for (Path file : files("charter-")) {
      if (FileNames.text(file.getFileName()).compareTo(charterName(number)) >= 0) {
        Files.delete(file);
      }
    }
    AtomicFile.syncDirectory(directory);
  }

  static String charterName(int number) {
    return String.format(Locale.ROOT, "charter-%05d.json", number);
  }

  static String keysetName(Bytes sha256) {
    return "keyset-" + sha256.hex() + ".json";
  }

  static String siteName(long version) {
    return String.format(Locale.ROOT, "site-%010d.json", version);
  }

  static String bulletinName(long number) {
    return String.format(Locale.ROOT, "bulletin-%010d.json", number);
  }

  private List<Signed> all(String start) throws IOException, SignedException {
    List<Signed> all = new ArrayList<>();
    for (Path file : files(start)) {
      all.add(Signed.parseBundle(Files.readAllBytes(file)));
    }
    return all;
  }

  private List<Path> files(String start) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (var found = Files.newDirectoryStream(directory, start + "*.json")) {
        found.forEach(files::add);
      }
    }
    Collections.sort(files);
    return files;
  }
}
