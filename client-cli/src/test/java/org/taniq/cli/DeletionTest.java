package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.cli.terminal.Outcome;
import org.taniq.cli.vault.CustodyLog;
import org.taniq.parcel.Sha256;
import org.taniq.protocol.signed.DeletionOrder;
import org.taniq.protocol.signed.Signed;

/** Deletion orders for envelopes that the laptop really holds, until the courier takes them. */
class DeletionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "ab".repeat(16);

  private @TempDir Path directory;
  private Organisation org;
  private String sha256 = "";
  private Path order = Path.of("");

  @BeforeEach
  void begin() throws Exception {
    org = new Organisation(directory);
    Path text = Files.writeString(directory.resolve("text"), "what happened");
    Path sealed = directory.resolve("sealed.tnq");
    org.ok(
        List.of(), "seal", "--no-confirm", "--out", sealed.toString(), "--text", text.toString());
    org.ok(List.of(), "inbox", "import", sealed.toString());
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    org.ok(List.of(), "import", org.home.resolve("documents/current.json").toString());
    sha256 =
        JSON.readTree(org.ok(List.of(), "inbox", "list", "--json"))
            .get("envelopes")
            .get(0)
            .get("sha256")
            .asText();
    Path list = Files.writeString(directory.resolve("list"), ID + " " + sha256 + " archived\n");
    order = directory.resolve("order.json");
    org.ok(List.of(), "deletion-order", "build", list.toString(), "--out", order.toString());
  }

  private void sign(Path document, String... who) {
    for (String each : who) {
      org.ok(Organisation.passphrases(1), "--yes", "sign", "--as", each, document.toString());
    }
  }

  private int outbox(String name) {
    return org.run(List.of(), "outbox", directory.resolve(name).toString());
  }

  private List<Path> packed(String name) throws Exception {
    List<Path> found = new ArrayList<>();
    try (var files = Files.walk(directory.resolve(name))) {
      files.filter(f -> f.getFileName().toString().startsWith("deletion-")).forEach(found::add);
    }
    return found;
  }

  /** A custodian is withdrawn by a bulletin that this laptop takes. */
  private void withdraw(String name, String publisher) throws Exception {
    Path bulletin = directory.resolve("bulletin-1.json");
    String[] again = {"--yes", "--json", "sign", "--as", name, order.toString()};
    String id = JSON.readTree(org.ok(Organisation.passphrases(1), again)).get("signer").asText();
    org.ok(
        List.of(), "bulletin", "build", "--withdraw-custodian", id, "--out", bulletin.toString());
    sign(bulletin, publisher);
    org.ok(List.of(), "combine", bulletin.toString());
  }

  @Test
  void an_order_for_what_lies_here_is_signed_by_two_combined_and_packed() throws Exception {
    sign(order, "aysel");
    assertEquals(1, org.run(List.of(), "combine", order.toString()), org.stderr);
    assertTrue(org.stderr.contains("too few signatures"), org.stderr);
    assertEquals(0, outbox("early"), org.stderr);
    assertEquals(List.of(), packed("early"));
    sign(order, "cemil");
    org.ok(List.of(), "combine", order.toString());
    assertEquals(0, outbox("stick"), org.stderr);
    assertEquals(1, packed("stick").size());
    Signed signed = Signed.parseBundle(Files.readAllBytes(packed("stick").get(0)));
    assertEquals(2, signed.signatures().size());
    DeletionOrder.Entry entry = DeletionOrder.parse(signed.document().toArray()).entries().get(0);
    assertEquals(ID, entry.id().hex());
    assertEquals(sha256, entry.sha256().hex());
  }

  /** Signs an order for one envelope with a reason; the exit status. */
  private int signing(String each, String reason) throws Exception {
    Path list = Files.writeString(directory.resolve("l"), ID + " " + each + " " + reason + "\n");
    Path made = directory.resolve("o" + System.nanoTime() + ".json");
    org.ok(List.of(), "deletion-order", "build", list.toString(), "--out", made.toString());
    String[] sign = {"--yes", "sign", "--as", "aysel", made.toString()};
    return org.run(Organisation.passphrases(1), sign);
  }

  @Test
  void the_list_for_an_order_names_what_was_exported_and_what_opens_for_nobody() throws Exception {
    Path sealed = directory.resolve("sealed.tnq");
    byte[] bytes = Files.readAllBytes(sealed);
    byte[] damaged = bytes.clone();
    damaged[damaged.length - 1] ^= 1;
    Path parcel = directory.resolve("parcel");
    Carrier carrier = new Carrier(org, parcel);
    String broken = carrier.put("c".repeat(32), ID, damaged).sha256();
    carrier.put("d".repeat(32), ID, bytes);
    carrier.finish();
    org.ok(List.of(), "inbox", "import", parcel.toString());
    assertEquals("", org.ok(List.of(), "inbox", "list", "--for-deletion"));
    assertEquals(1, org.run(Organisation.passphrases(2), "inbox", "open", "--all"), org.stderr);

    String undecipherable = "c".repeat(32) + " " + broken + " undecipherable\n";
    assertEquals(undecipherable, org.ok(List.of(), "inbox", "list", "--for-deletion"));
    assertTrue(org.stderr.contains("not opened and exported yet, or not from the server: 1"));

    String out = directory.resolve("bag").toString();
    org.ok(Organisation.passphrases(2), "export", "--all", "--out", out);
    String archived = "d".repeat(32) + " " + sha256 + " archived\n";
    String list = org.ok(List.of(), "inbox", "list", "--for-deletion");
    assertEquals(Set.of((archived + undecipherable).split("\n")), Set.of(list.split("\n")));
    Path file = Files.writeString(directory.resolve("archived.txt"), list);
    String made = directory.resolve("for-both.json").toString();
    org.ok(List.of(), "deletion-order", "build", file.toString(), "--out", made);
    sign(Path.of(made), "aysel");
  }

  @Test
  void what_the_custody_log_contradicts_is_not_signed() throws Exception {
    assertEquals(1, signing(sha256, "undecipherable"), org.stderr);
    assertTrue(org.stderr.contains("custody log does not say so"), org.stderr);
    byte[] bytes = Files.readAllBytes(directory.resolve("sealed.tnq"));
    bytes[bytes.length - 1] ^= 1;
    Path broken = Files.write(directory.resolve("broken.tnq"), bytes);
    org.ok(List.of(), "inbox", "import", broken.toString());
    String other =
        JSON.readTree(org.ok(List.of(), "inbox", "list", "--json"))
            .at("/envelopes/1/sha256")
            .asText();
    for (String reason : List.of("archived", "undecipherable")) {
      assertEquals(1, signing(other, reason), org.stderr);
    }
    assertEquals(1, org.run(Organisation.passphrases(2), "inbox", "open", "--all"), org.stderr);
    assertEquals(1, signing(other, "archived"), org.stderr);
    assertTrue(org.stderr.contains("never opened on this laptop"), org.stderr);
    assertEquals(0, signing(other, "undecipherable"), org.stderr);
    assertEquals(0, signing(sha256, "archived"), org.stderr);
  }

  @Test
  void what_failed_in_an_envelope_is_no_failure_of_the_envelope() throws Exception {
    byte[] bytes = Files.readAllBytes(directory.resolve("sealed.tnq"));
    bytes[bytes.length - 1] ^= 1;
    Path file = Files.write(directory.resolve("other.tnq"), bytes);
    org.ok(List.of(), "inbox", "import", file.toString());
    String other = Sha256.hex(bytes);
    try (CustodyLog log =
        CustodyLog.open(
            org.home.resolve("custody"), org.instance, org.day, key -> true, org.random)) {
      ObjectNode part = Outcome.object().put("envelope", other).put("place", 1);
      log.append("failure", part.put("reason", "BAD_TAR"));
      log.commit(List.of(org.signingKey(0)));
    }
    assertEquals(1, signing(other, "undecipherable"), org.stderr);
    assertTrue(org.stderr.contains("custody log does not say so"), org.stderr);
    String list = org.ok(List.of(), "inbox", "list", "--json");
    assertEquals("sealed", JSON.readTree(list).at("/envelopes/1/state").asText());
  }

  @Test
  void the_signature_of_a_custodian_who_was_withdrawn_counts_neither_here_nor_at_the_server()
      throws Exception {
    sign(order, "aysel", "bayram");
    org.ok(List.of(), "combine", order.toString());
    withdraw("bayram", "aysel");
    assertEquals(0, outbox("withdrawal"), org.stderr);
    assertTrue(org.stderr.contains("does not count any more: deletion-"), org.stderr);
    assertEquals(List.of(), packed("withdrawal"));
    assertTrue(Files.exists(directory.resolve("withdrawal/publication.tar")));
    assertEquals(1, org.run(List.of(), "verify", order.toString()), org.stderr);
    assertEquals(1, org.run(List.of(), "combine", order.toString()), org.stderr);
    String[] late = {"--yes", "sign", "--as", "bayram", order.toString()};
    assertEquals(1, org.run(Organisation.passphrases(1), late), org.stderr);
    sign(order, "cemil");
    org.ok(List.of(), "combine", order.toString());
    assertEquals(0, outbox("stick"), org.stderr);
    assertEquals(1, packed("stick").size());
  }
}
