package org.taniq.cli.ceremony;

import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** Says in plain words what a document says, before it is signed and after it was verified. */
final class Summary {
  private static final int SHOWN_CHARACTERS = 200;
  private static final int SHOWN_FILES = 12;

  private final Terminal terminal;
  private final @Nullable CharterChain chain;

  /**
   * @param chain gives custodians their names; null before there is one
   */
  Summary(Terminal terminal, @Nullable CharterChain chain) {
    this.terminal = terminal;
    this.chain = chain;
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
    if (charter.number() == 0) {
      terminal.line(
          "ceremony.fingerprint", Fingerprint.line(sha256, 0), Fingerprint.line(sha256, 1));
    }
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
    List<Map.Entry<String, Bytes>> files = List.copyOf(site.files().entrySet());
    files.stream()
        .limit(SHOWN_FILES)
        .forEach(file -> terminal.plain("  " + file.getKey() + "  " + file.getValue().hex()));
    if (files.size() > SHOWN_FILES) {
      terminal.line("ceremony.site.more", files.size() - SHOWN_FILES);
    }
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
