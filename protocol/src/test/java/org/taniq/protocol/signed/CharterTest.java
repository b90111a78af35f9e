package org.taniq.protocol.signed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.taniq.protocol.signed.Ceremony.A;
import static org.taniq.protocol.signed.Ceremony.B;
import static org.taniq.protocol.signed.Ceremony.C;
import static org.taniq.protocol.signed.Ceremony.D;
import static org.taniq.protocol.signed.Ceremony.DAY;
import static org.taniq.protocol.signed.Ceremony.E;
import static org.taniq.protocol.signed.Ceremony.R;
import static org.taniq.protocol.signed.Ceremony.STRANGER;
import static org.taniq.protocol.signed.Ceremony.charter;
import static org.taniq.protocol.signed.Ceremony.faulty;
import static org.taniq.protocol.signed.Ceremony.refused;
import static org.taniq.protocol.signed.Ceremony.signed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.signed.SignedException.Reason;

class CharterTest {

  private final Ceremony ceremony = new Ceremony();

  @Test
  void a_charter_reads_back_to_the_same_bytes() throws Exception {
    byte[] document = charter(0, null, DAY, A, B, C);
    assertArrayEquals(document, Charter.parse(document).bytes());
    assertEquals(DocumentType.CHARTER, DocumentType.of(document));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format",
        "number",
        "previous",
        "issued",
        "counts_from",
        "expires",
        "demo",
        "organisation",
        "people",
        "threshold",
        "bulletin_threshold",
        "recovery"
      })
  void a_field_missing_or_mistyped_is_refused(String field) {
    broken(node -> node.remove(field));
    broken(node -> node.putObject(field).put("x", 1));
  }

  @Test
  void unknown_fields_are_refused_at_every_level() {
    broken(node -> node.put("later", 1));
    broken(node -> at(node, "/organisation").put("later", 1));
    broken(node -> at(node, "/people/0").put("later", 1));
    broken(node -> at(node, "/recovery").put("later", 1));
  }

  @Test
  void every_rule_is_kept() {
    broken(node -> node.put("previous", "00".repeat(32)));
    broken(node -> node.put("counts_from", DAY.minusDays(1).toString()));
    broken(node -> node.put("expires", DAY.plusDays(733).toString()));
    broken(node -> node.put("expires", DAY.minusDays(1).toString()));
    broken(node -> node.put("threshold", 0));
    broken(node -> node.put("threshold", 4));
    broken(node -> node.put("threshold", 2.0));
    broken(node -> node.put("bulletin_threshold", 0));
    broken(node -> node.put("bulletin_threshold", 4));
    broken(node -> node.putArray("people"));
    broken(node -> at(node, "/people/1").put("key", node.at("/people/0/key").textValue()));
    broken(node -> at(node, "/people/1").put("key", Spelling.b64u(new byte[32])));
    broken(node -> at(node, "/people/1").putArray("roles").add("signer").add("signer"));
    broken(node -> at(node, "/people/1").putArray("roles").add("king"));
    broken(node -> at(node, "/recovery").put("threshold", 2));
    broken(node -> at(node, "/recovery").put("threshold", 0));
    broken(
        node -> ((ArrayNode) node.at("/recovery/keys")).add(node.at("/people/0/key").textValue()));
    broken(
        node -> {
          for (var person : node.get("people")) {
            ((ObjectNode) person).putArray("roles").add("signer").add("publisher");
          }
        });
  }

  @Test
  void no_recovery_is_threshold_zero() throws Exception {
    byte[] none =
        faulty(
            charter(0, null, DAY, A, B, C),
            node -> {
              at(node, "/recovery").putArray("keys");
              at(node, "/recovery").put("threshold", 0);
            });
    assertArrayEquals(none, Charter.parse(none).bytes());
  }

  @Test
  void the_first_charter_is_the_pinned_one_signed_by_its_own() {
    refused(
        Reason.WRONG_INSTANCE, () -> CharterChain.verify(ceremony.charters, new byte[32], false));
    Signed other = signed(DocumentType.CHARTER, charter(0, null, DAY, A, B), A);
    refused(Reason.TOO_FEW_SIGNATURES, () -> verify(other));
    refused(
        Reason.UNKNOWN_SIGNER,
        () -> verify(signed(DocumentType.CHARTER, charter(0, null, DAY, A, B), A, B, STRANGER)));
    refused(
        Reason.UNKNOWN_SIGNER,
        () -> verify(signed(DocumentType.CHARTER, charter(0, null, DAY, A, B), A, R)));
    refused(
        Reason.TOO_FEW_SIGNATURES,
        () -> verify(signed(DocumentType.CHARTER, charter(0, null, DAY, A, B), A, A)));
    refused(Reason.BROKEN_CHAIN, () -> CharterChain.verify(List.of(), new byte[32], false));
    Signed one = signed(DocumentType.CHARTER, charter(1, ceremony.instance, DAY, A, B), A, B);
    refused(Reason.BROKEN_CHAIN, () -> verify(one));
  }

  @Test
  void a_signature_of_another_type_or_document_is_refused() {
    byte[] document = charter(0, null, DAY, A, B);
    Signed asSite = signed(DocumentType.SITE, document, A, B);
    refused(Reason.BAD_SIGNATURE, () -> verify(asSite));
    Signed relabelled = new Signed(DocumentType.CHARTER, Bytes.of(document), asSite.signatures());
    refused(Reason.BAD_SIGNATURE, () -> verify(relabelled));
  }

  @Test
  void rotation_needs_both_the_old_and_the_new_signers() throws Exception {
    byte[] next = charter(1, ceremony.instance, DAY.plusDays(5), C, D, E);
    chain(signed(DocumentType.CHARTER, next, A, B, D, E));
    chain(signed(DocumentType.CHARTER, next, B, C, D));
    refused(Reason.TOO_FEW_SIGNATURES, () -> chain(signed(DocumentType.CHARTER, next, A, D, E)));
    refused(Reason.TOO_FEW_SIGNATURES, () -> chain(signed(DocumentType.CHARTER, next, A, B, D)));
    refused(
        Reason.UNKNOWN_SIGNER,
        () -> chain(signed(DocumentType.CHARTER, next, A, B, D, E, STRANGER)));
  }

  @Test
  void a_charter_that_does_not_follow_breaks_the_chain() {
    rejected(charter(2, ceremony.instance, DAY, A, B, C));
    rejected(charter(1, Bytes.of(new byte[32]), DAY, A, B, C));
    rejected(charter(1, ceremony.instance, DAY.minusDays(1), A, B, C));
    rejected(faulty(charter(1, ceremony.instance, DAY, A, B, C), node -> node.put("demo", true)));
  }

  @Test
  void the_current_charter_is_the_last_that_counts() throws Exception {
    LocalDate day = DAY.plusDays(5);
    CharterChain chain =
        chain(signed(DocumentType.CHARTER, charter(1, ceremony.instance, DAY, day, A, B), A, B));
    refused(Reason.NOT_YET_VALID, () -> chain.current(DAY.minusDays(1)));
    assertEquals(0, chain.current(day.minusDays(1)).document().number());
    assertEquals(1, chain.current(day).document().number());
    assertEquals(1, chain.current(DAY.plusDays(732)).document().number());
    refused(Reason.EXPIRED, () -> chain.current(DAY.plusDays(733)));
  }

  @Test
  void recovery_keys_replace_the_signers_after_14_days() throws Exception {
    LocalDate counts = DAY.plusDays(14);
    byte[] next = charter(1, ceremony.instance, DAY, counts, D, E);
    CharterChain chain = chain(signed(DocumentType.CHARTER, next, R, D, E));
    assertEquals(0, chain.current(counts.minusDays(1)).document().number());
    assertEquals(1, chain.current(counts).document().number());
    byte[] soon = charter(1, ceremony.instance, DAY, counts.minusDays(1), D, E);
    refused(Reason.RECOVERY_TOO_SOON, () -> chain(signed(DocumentType.CHARTER, soon, R, D, E)));
    refused(Reason.TOO_FEW_SIGNATURES, () -> chain(signed(DocumentType.CHARTER, next, R, D)));
  }

  @Test
  void what_follows_a_recovery_waits_with_it() throws Exception {
    LocalDate counts = DAY.plusDays(14);
    Signed recovery =
        signed(DocumentType.CHARTER, charter(1, ceremony.instance, DAY, counts, D, E), R, D, E);
    Signed hasty = signed(DocumentType.CHARTER, charter(2, recovery.sha256(), DAY, D, E), D, E);
    CharterChain chain = chain(recovery, hasty);
    assertEquals(0, chain.current(counts.minusDays(1)).document().number());
    assertEquals(2, chain.current(counts).document().number());
  }

  @Test
  void a_demonstration_needs_its_switch() throws Exception {
    byte[] demo = faulty(charter(0, null, DAY, A, B), node -> node.put("demo", true));
    Signed signed = signed(DocumentType.CHARTER, demo, A, B);
    refused(Reason.DEMO_NOT_ALLOWED, () -> verify(signed));
    CharterChain.verify(List.of(signed), signed.sha256().toArray(), true);
  }

  private CharterChain chain(Signed... more) throws SignedException {
    var all = new java.util.ArrayList<>(ceremony.charters);
    all.addAll(List.of(more));
    return CharterChain.verify(all, ceremony.instance.toArray(), false);
  }

  private void rejected(byte[] charter) {
    refused(Reason.BROKEN_CHAIN, () -> chain(signed(DocumentType.CHARTER, charter, A, B, C)));
  }

  private static void verify(Signed first) throws SignedException {
    CharterChain.verify(List.of(first), first.sha256().toArray(), false);
  }

  private static ObjectNode at(ObjectNode node, String path) {
    return (ObjectNode) node.at(path);
  }

  private static void broken(Consumer<ObjectNode> fault) {
    byte[] document = faulty(charter(0, null, DAY, A, B, C), fault);
    refused(Reason.BAD_DOCUMENT, () -> Charter.parse(document));
  }
}
