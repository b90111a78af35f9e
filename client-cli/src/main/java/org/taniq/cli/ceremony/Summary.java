package org.taniq.cli.ceremony;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Terminal;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.signed.Bulletin;
import org.taniq.protocol.signed.Charter;
import org.taniq.protocol.signed.CharterChain;
import org.taniq.protocol.signed.DeletionOrder;
import org.taniq.protocol.signed.Keyset;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SignedException;
import org.taniq.protocol.signed.SignerId;
import org.taniq.protocol.signed.Site;
import org.taniq.protocol.signed.Verified;

/** Says in plain words what a document says, before it is signed and after it was verified. */
final class Summary {
  private static final int SHOWN_CHARACTERS = 200;

  private final Terminal terminal;
  private final @Nullable CharterChain chain;
  private final @Nullable Site here;

  /**
   * @param chain gives custodians their names, and the charter that a new one is held against; null
   *     before there is one
   */
  Summary(Terminal terminal, @Nullable CharterChain chain) {
    this(terminal, chain, null);
  }

  /**
   * @param here the newest site that this laptop has, which another one is held against
   */
  Summary(Terminal terminal, @Nullable CharterChain chain, @Nullable Verified<Site> here) {
    this.terminal = terminal;
    this.chain = chain;
    this.here = here == null ? null : here.document();
  }

  void show(Signed signed) throws SignedException {
    byte[] document = signed.document().toArray();
    switch (signed.type()) {
      case CHARTER -> charter(Charter.parse(document), signed.sha256());
      case KEYSET -> keyset(Keyset.parse(document), document);
      case SITE -> site(Site.parse(document));
      case BULLETIN -> bulletin(Bulletin.parse(document));
      case DELETION_ORDER -> order(DeletionOrder.parse(document));
    }
    terminal.line("ceremony.sha256", signed.sha256().hex());
  }

  private void charter(Charter charter, Bytes sha256) {
    terminal.line("ceremony.charter", charter.number(), shortened(charter.organisation().name()));
    if (charter.demo()) {
      terminal.line("ceremony.charter.demo");
    }
    terminal.line("ceremony.charter.contact", shortened(charter.organisation().contact()));
    terminal.line(
        "ceremony.charter.days", charter.issued(), charter.countsFrom(), charter.expires());
    for (Charter.Person person : charter.people()) {
      String roles =
          person.roles().stream()
              .map(role -> terminal.text("ceremony.role." + role.name().toLowerCase(Locale.ROOT)))
              .collect(Collectors.joining(", "));
      terminal.line("ceremony.charter.person", shortened(person.name()), person.id().hex(), roles);
    }
    terminal.line(
        "ceremony.charter.threshold",
        charter.threshold(),
        charter.keys(Charter.Role.SIGNER).size(),
        charter.bulletinThreshold(),
        charter.keys(Charter.Role.PUBLISHER).size());
    terminal.line(
        "ceremony.charter.recovery",
        charter.recovery().threshold(),
        charter.recovery().keys().size());
    againstTheOneBefore(charter);
    if (charter.number() == 0) {
      terminal.line(
          "ceremony.fingerprint", Fingerprint.line(sha256, 0), Fingerprint.line(sha256, 1));
    }
  }

  /** Recovery keys by name, and who is new or gone since the charter before, where it is known. */
  private void againstTheOneBefore(Charter charter) {
    int number = charter.number() - 1;
    Charter before =
        chain == null || number < 0 || number >= chain.charters().size()
            ? null
            : chain.charters().get(number).document();
    Set<SignerId> recovery = ids(charter.recovery().keys());
    Set<SignerId> earlier = before == null ? recovery : ids(before.recovery().keys());
    for (SignerId id : recovery) {
      boolean known = earlier.contains(id);
      terminal.line(known ? "ceremony.charter.key" : "ceremony.charter.key-new", id.hex());
    }
    earlier.stream()
        .filter(id -> !recovery.contains(id))
        .forEach(id -> terminal.line("ceremony.charter.key-gone", id.hex()));
    if (before != null) {
      newAndGone(charter, before);
    }
  }

  private void newAndGone(Charter charter, Charter before) {
    for (Charter.Person person : charter.people()) {
      var same = before.people().stream().filter(each -> each.id().equals(person.id())).findAny();
      if (same.isEmpty()) {
        terminal.line("ceremony.charter.person-new", shortened(person.name()), person.id().hex());
      } else if (!Set.copyOf(same.get().roles()).equals(Set.copyOf(person.roles()))) {
        terminal.line("ceremony.charter.person-roles", shortened(person.name()), person.id().hex());
      }
    }
    for (Charter.Person person : before.people()) {
      if (charter.people().stream().noneMatch(each -> each.id().equals(person.id()))) {
        terminal.line("ceremony.charter.person-gone", shortened(person.name()), person.id().hex());
      }
    }
  }

  private static Set<SignerId> ids(List<Bytes> keys) {
    Set<SignerId> ids = new LinkedHashSet<>();
    keys.forEach(key -> ids.add(SignerId.of(key.toArray())));
    return ids;
  }

  private void keyset(Keyset keyset, byte[] document) {
    terminal.line(
        "ceremony.keyset." + keyset.epoch().kind().text(),
        keyset.epoch().text(),
        keyset.sealFrom(),
        keyset.sealUntil());
    terminal.line(
        "ceremony.keyset.quorum",
        keyset.testimonyQuorum(),
        keyset.identityQuorum(),
        keyset.custodians().size());
    if (keyset.testimonyQuorum() == 1) {
      terminal.line("ceremony.keyset.one");
    }
    keyset
        .custodians()
        .forEach(key -> terminal.line("ceremony.keyset.custodian", name(key.custodian())));
    terminal.line(
        "ceremony.keyset.until", keyset.epoch().acceptUntil(), keyset.epoch().destroyAfter());
    terminal.line("ceremony.keyset.id", KeysetId.of(document).hex());
  }

  private void site(Site site) {
    terminal.line(
        "ceremony.site", site.version(), site.files().size(), site.issued(), site.expires());
    terminal.line("ceremony.site.csp", site.defaultCsp());
    if (here == null) {
      terminal.line("ceremony.site.first");
      site.files().forEach((path, hash) -> terminal.plain("  + " + path + "  " + hash.hex()));
    } else {
      changes(site, here);
    }
  }

  /** Every path that is new, gone or other than in the site that is here. None is left out. */
  private void changes(Site site, Site old) {
    terminal.line("ceremony.site.against", old.version());
    if (!old.defaultCsp().equals(site.defaultCsp())) {
      terminal.line("ceremony.site.csp-before", old.defaultCsp());
    }
    SortedSet<String> paths = new TreeSet<>(site.files().keySet());
    paths.addAll(old.files().keySet());
    int changes = 0;
    for (String path : paths) {
      Bytes before = old.files().get(path);
      Bytes now = site.files().get(path);
      if (!Objects.equals(before, now)) {
        changes++;
        terminal.plain(change(path, before, now));
      }
    }
    terminal.line("ceremony.site.changes", changes);
  }

  private static String change(String path, @Nullable Bytes before, @Nullable Bytes now) {
    if (now == null) {
      return "  - " + path;
    }
    return before == null
        ? "  + " + path + "  " + now.hex()
        : "  * " + path + "  " + before.hex() + " -> " + now.hex();
  }

  private void bulletin(Bulletin bulletin) {
    terminal.line("ceremony.bulletin", bulletin.number(), bulletin.date(), bulletin.validUntil());
    terminal.line("ceremony.bulletin.keysets", bulletin.keysets().size());
    bulletin.keysets().forEach(hash -> terminal.plain("  " + hash.hex()));
    terminal.line(
        "ceremony.bulletin.withdrawn",
        bulletin.withdrawnKeysets().size(),
        bulletin.withdrawnCustodians().size());
    bulletin.withdrawnKeysets().forEach(hash -> terminal.plain("  " + hash.hex()));
    bulletin.withdrawnCustodians().forEach(id -> terminal.plain("  " + name(id)));
    bulletin
        .alive()
        .forEach(
            alive ->
                terminal.line("ceremony.bulletin.alive", name(alive.custodian()), alive.date()));
    Bytes site = bulletin.site();
    if (site != null) {
      terminal.line("ceremony.bulletin.site", site.hex());
    }
  }

  private void order(DeletionOrder order) {
    long archived =
        order.entries().stream()
            .filter(entry -> entry.reason() == DeletionOrder.Why.ARCHIVED)
            .count();
    terminal.line("ceremony.order", order.entries().size(), order.date());
    terminal.line("ceremony.order.reasons", archived, order.entries().size() - archived);
    terminal.line("ceremony.order.for-ever");
  }

  /** The name in the newest charter that has one, with the id; the id alone without. */
  String name(SignerId id) {
    if (chain != null) {
      for (int i = chain.charters().size() - 1; i >= 0; i--) {
        for (Charter.Person person : chain.charters().get(i).document().people()) {
          if (person.id().equals(id)) {
            return shortened(person.name()) + " (" + id.hex() + ")";
          }
        }
      }
    }
    return id.hex();
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS - 1) + "…";
  }
}
