package org.taniq.protocol.vectors;

import java.util.ArrayList;
import java.util.List;

/**
 * The organisation of the signed vectors, SPEC §4: its people, and each of its documents as it
 * should be. Callers change what they get before they sign it.
 */
final class Organisation {

  static final Signer ANAR = signer("anar"); // signer, custodian, publisher
  static final Signer BELA = signer("bela"); // signer, custodian
  static final Signer CAVID = signer("cavid"); // custodian, publisher
  static final Signer DILARA = signer("dilara"); // signer
  static final Signer ELNUR = signer("elnur"); // comes with the next charter
  static final Signer FIDAN = signer("fidan"); // comes with the next charter
  static final Signer STRANGER = signer("stranger");
  static final Signer RECOVERY_1 = signer("recovery 1");
  static final Signer RECOVERY_2 = signer("recovery 2");

  private static final Seed SEED = new Seed("organisation");

  private Organisation() {}

  private static Signer signer(String name) {
    return new Signer(new Seed("person " + name).bytes("key", 32));
  }

  static Json person(String name, Signer key, Object... roles) {
    return Json.of("name", name, "key", Bytes.b64u(key.publicKey()), "roles", Json.list(roles));
  }

  static Json recovery(int threshold, Signer... keys) {
    List<Object> list = new ArrayList<>();
    for (Signer key : keys) {
      list.add(Bytes.b64u(key.publicKey()));
    }
    return Json.of("keys", list, "threshold", threshold);
  }

  /** Charter 0. */
  static Json charter() {
    return Json.of(
        "format",
        "taniq.org/v1/charter",
        "number",
        0,
        "previous",
        null,
        "issued",
        "2026-11-02",
        "counts_from",
        "2026-11-02",
        "expires",
        "2028-11-01",
        "demo",
        false,
        "organisation",
        Json.of("name", "Tanıq", "contact", "in person"),
        "people",
        Json.list(
            person("Anar", ANAR, "signer", "custodian", "publisher"),
            person("Bela", BELA, "signer", "custodian"),
            person("Cavid", CAVID, "custodian", "publisher"),
            person("Dilara", DILARA, "signer")),
        "threshold",
        2,
        "bulletin_threshold",
        1,
        "recovery",
        recovery(2, RECOVERY_1, RECOVERY_2));
  }

  /** A charter after another, of Elnur and Fidan. */
  static Json nextCharter(byte[] previous, int number, String issued, String countsFrom) {
    return charter()
        .put("number", number)
        .put("previous", Bytes.hex(Hashes.sha256(previous)))
        .put("issued", issued)
        .put("counts_from", countsFrom)
        .put(
            "people",
            Json.list(
                person("Elnur", ELNUR, "signer", "custodian", "publisher"),
                person("Fidan", FIDAN, "signer", "custodian")));
  }

  static byte[] instance() {
    return Hashes.sha256(charter().bytes());
  }

  static byte[] epochKey(Signer custodian, String epoch) {
    return XWing.publicKey(SEED.bytes(custodian.id() + epoch, 32));
  }

  /** One custodian's line of a keyset, for the quorums that {@link #keyset} has. */
  static Json custodian(Signer custodian, String kind, String epoch) {
    return custodian(custodian, kind, epoch, 2, 3);
  }

  /** As above, for other least quorums. */
  static Json custodian(Signer custodian, String kind, String epoch, int testimony, int identity) {
    byte[] key = epochKey(custodian, epoch);
    byte[] signature =
        custodian.sign(
            Hashes.label("epoch-key"),
            instance(),
            Bytes.ascii(kind + "\0" + epoch + "\0"),
            Bytes.u8(testimony),
            Bytes.u8(identity),
            Hashes.sha256(key));
    return Json.of(
        "custodian", custodian.id(),
        "key", Bytes.b64u(key),
        "least", Json.of("testimony", testimony, "identity", identity),
        "signature", Bytes.b64u(signature));
  }

  /** The live keyset of 2026-W48. */
  static Json keyset() {
    return keyset("live", "2026-W48", "2026-11-23", "2026-11-29", "2027-01-24", "2027-02-21");
  }

  static Json keyset(
      String kind, String epoch, String from, String until, String accept, String destroy) {
    return Json.of(
        "format", "taniq.org/v1/keyset",
        "instance", Bytes.hex(instance()),
        "kind", kind,
        "epoch", epoch,
        "seal_from", from,
        "seal_until", until,
        "accept_until", accept,
        "destroy_after", destroy,
        "quorum", Json.of("testimony", 2, "identity", 3),
        "custodians",
            Json.list(
                custodian(ANAR, kind, epoch),
                custodian(BELA, kind, epoch),
                custodian(CAVID, kind, epoch)));
  }

  static Json site() {
    return Json.of(
        "format", "taniq.org/v1/site",
        "instance", Bytes.hex(instance()),
        "version", 7,
        "issued", "2026-11-20",
        "expires", "2027-11-20",
        "default_csp", "default-src 'none'",
        "default_index", "index.html",
        "default_fallback", "/404.html",
        "files",
            Json.of(
                "/index.html", Bytes.b64u(Hashes.sha256(Bytes.ascii("<!doctype html>home"))),
                "/404.html", Bytes.b64u(Hashes.sha256(Bytes.ascii("<!doctype html>gone"))),
                "/.well-known/x", Bytes.b64u(Hashes.sha256(new byte[0]))));
  }

  static Json alive(Signer custodian, String date) {
    byte[] signature = custodian.sign(Hashes.label("alive"), instance(), Bytes.ascii(date));
    return Json.of("custodian", custodian.id(), "date", date, "signature", Bytes.b64u(signature));
  }

  /** Bulletin 0, which lists the given documents. */
  static Json bulletin(byte[] charter, byte[]... keysets) {
    List<Object> listed = new ArrayList<>();
    for (byte[] keyset : keysets) {
      listed.add(Bytes.hex(Hashes.sha256(keyset)));
    }
    byte[] salt = SEED.bytes("salt", 32);
    return Json.of(
        "format", "taniq.org/v1/bulletin",
        "instance", Bytes.hex(instance()),
        "number", 0,
        "previous", null,
        "date", "2026-11-23",
        "valid_until", "2026-12-07",
        "charter", Bytes.hex(Hashes.sha256(charter)),
        "keysets", listed,
        "withdrawn_keysets", Json.list(),
        "withdrawn_custodians", Json.list(),
        "alive", Json.list(alive(ANAR, "2026-11-23"), alive(BELA, "2026-11-16")),
        "site", null,
        "shelves",
            Json.list(
                Json.of(
                    "set", "00".repeat(16),
                    "number", 3,
                    "files",
                        Json.list(Json.of("path", "/taniq/shelves/0", "sha256", "11".repeat(32))))),
        "acks",
            Json.list(
                Json.of(
                    "set", "00".repeat(16),
                    "path", "/taniq/acks/0",
                    "sha256", "22".repeat(32))),
        "logs",
            Json.of(
                "salt",
                Bytes.b64u(salt),
                "heads",
                Json.list(Bytes.hex(Hashes.sha256(Hashes.label("log-head"), salt, new byte[32])))));
  }

  static Json deletionOrder() {
    return Json.of(
        "format", "taniq.org/v1/deletion-order",
        "instance", Bytes.hex(instance()),
        "order", Bytes.hex(SEED.bytes("order", 16)),
        "date", "2026-12-01",
        "entries",
            Json.list(
                Json.of("id", "01".repeat(16), "sha256", "aa".repeat(32), "reason", "archived"),
                Json.of(
                    "id", "02".repeat(16), "sha256", "aa".repeat(32), "reason", "undecipherable")));
  }
}
