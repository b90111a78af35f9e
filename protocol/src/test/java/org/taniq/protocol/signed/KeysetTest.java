package org.taniq.protocol.signed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.taniq.protocol.signed.Ceremony.A;
import static org.taniq.protocol.signed.Ceremony.B;
import static org.taniq.protocol.signed.Ceremony.C;
import static org.taniq.protocol.signed.Ceremony.DAY;
import static org.taniq.protocol.signed.Ceremony.STRANGER;
import static org.taniq.protocol.signed.Ceremony.faulty;
import static org.taniq.protocol.signed.Ceremony.refused;
import static org.taniq.protocol.signed.Ceremony.signed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.signed.SignedException.Reason;

class KeysetTest {

  private final Ceremony ceremony = new Ceremony();
  private final byte[] live = ceremony.keyset(Epoch.live(DAY), A, B, C);
  private final byte[] offline = ceremony.keyset(Epoch.offline(DAY), A, B, C);

  @Test
  void keysets_of_both_kinds_read_back_to_the_same_bytes() throws Exception {
    assertArrayEquals(live, Keyset.parse(live).bytes());
    assertArrayEquals(offline, Keyset.parse(offline).bytes());
    assertEquals(1, Keyset.parse(live).slot(B.id()));
    assertEquals(-1, Keyset.parse(live).slot(STRANGER.id()));
    assertEquals(3, Keyset.parse(live).publicKeys().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format",
        "instance",
        "kind",
        "epoch",
        "seal_from",
        "seal_until",
        "accept_until",
        "destroy_after",
        "quorum",
        "custodians"
      })
  void a_field_missing_or_mistyped_is_refused(String field) {
    broken(Reason.BAD_DOCUMENT, node -> node.remove(field));
    broken(Reason.BAD_DOCUMENT, node -> node.put(field, 5));
  }

  @Test
  void what_no_rule_knows_is_refused() {
    broken(Reason.BAD_DOCUMENT, node -> node.put("later", 1));
    broken(Reason.BAD_DOCUMENT, node -> ((ObjectNode) node.get("quorum")).put("later", 1));
    broken(Reason.BAD_DOCUMENT, node -> ((ObjectNode) node.at("/custodians/0")).put("x", 1));
    broken(Reason.BAD_DOCUMENT, node -> node.put("kind", "weekly"));
    broken(Reason.BAD_DOCUMENT, node -> node.putArray("custodians"));
    broken(
        Reason.BAD_DOCUMENT,
        node -> ((ArrayNode) node.get("custodians")).add(node.at("/custodians/0")));
    broken(
        Reason.BAD_DOCUMENT,
        node -> ((ObjectNode) node.at("/custodians/1")).set("key", node.at("/custodians/0/key")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"seal_from", "seal_until", "accept_until", "destroy_after"})
  void dates_other_than_the_epochs_are_refused(String field) {
    for (byte[] document : List.of(live, offline)) {
      for (int days : new int[] {-1, 1}) {
        byte[] fault =
            faulty(
                document,
                node ->
                    node.put(
                        field,
                        java.time.LocalDate.parse(node.get(field).textValue())
                            .plusDays(days)
                            .toString()));
        refused(Reason.BAD_DATES, () -> Keyset.parse(fault));
      }
    }
    broken(Reason.BAD_DATES, node -> node.put("epoch", "2026-W49"));
    broken(Reason.BAD_DATES, node -> node.put("epoch", "2026-W99"));
    broken(Reason.BAD_DATES, node -> node.put("kind", "offline"));
  }

  @Test
  void quorums_out_of_order_are_refused() {
    quorum(Reason.BAD_QUORUM, live, 0, 3);
    quorum(Reason.BAD_QUORUM, live, 3, 2);
    quorum(Reason.BAD_QUORUM, live, 2, 4);
    quorum(Reason.BAD_QUORUM, offline, 1, 3);
    quorum(null, live, 1, 1);
    quorum(null, live, 3, 3);
    quorum(null, offline, 2, 2);
  }

  @Test
  void keys_must_be_of_custodians_and_signed_by_them_for_this_epoch() {
    CharterChain chain = ceremony.chain();
    byte[] stranger = ceremony.keyset(Epoch.live(DAY), A, B, STRANGER);
    refused(Reason.UNKNOWN_CUSTODIAN, () -> chain.verifyKeyset(sign(stranger), DAY));
    byte[] swapped =
        faulty(
            live,
            node ->
                ((ObjectNode) node.at("/custodians/1"))
                    .put("key", Spelling.b64u(Ceremony.publicKey(77))));
    refused(Reason.BAD_KEY_SIGNATURE, () -> chain.verifyKeyset(sign(swapped), DAY));
    for (Epoch other : List.of(Epoch.live(DAY).next(), Epoch.offline(DAY))) {
      byte[] moved =
          faulty(
              live,
              node ->
                  ((ObjectNode) node.at("/custodians/0"))
                      .put(
                          "signature",
                          Spelling.b64u(
                              EpochKey.sign(
                                      A,
                                      ceremony.instance,
                                      other,
                                      Ceremony.LEAST,
                                      Ceremony.publicKey(0))
                                  .signature()
                                  .toArray())));
      refused(Reason.BAD_KEY_SIGNATURE, () -> chain.verifyKeyset(sign(moved), DAY));
    }
    byte[] elsewhere = faulty(live, node -> node.put("instance", "00".repeat(32)));
    refused(Reason.WRONG_INSTANCE, () -> chain.verifyKeyset(sign(elsewhere), DAY));
    refused(
        Reason.TOO_FEW_SIGNATURES,
        () -> chain.verifyKeyset(signed(DocumentType.KEYSET, live, A), DAY));
  }

  @Test
  void sealing_needs_listing_days_and_custodians_alive() throws Exception {
    Verified<Keyset> keyset = ceremony.chain().verifyKeyset(sign(live), DAY);
    Bulletin bulletin = ceremony.bulletin(0, null, DAY);
    KeysetJudge.requireSealable(keyset, bulletin, DAY);
    KeysetJudge.requireSealable(keyset, bulletin, DAY.plusDays(6));
    judge(Reason.KEYSET_EXPIRED, keyset, bulletin, 7);
    judge(Reason.KEYSET_NOT_YET, keyset, ceremony.bulletin(0, null, DAY.minusDays(1)), -1);
    judge(Reason.EXPIRED, keyset, bulletin, 15);
    judge(
        Reason.KEYSET_NOT_LISTED,
        keyset,
        changed(bulletin, List.of(), List.of(), List.of(), bulletin.alive()),
        0);
    judge(
        Reason.KEYSET_WITHDRAWN,
        keyset,
        changed(bulletin, bulletin.keysets(), bulletin.keysets(), List.of(), bulletin.alive()),
        0);
    judge(
        Reason.CUSTODIAN_WITHDRAWN,
        keyset,
        changed(bulletin, bulletin.keysets(), List.of(), List.of(C.id()), bulletin.alive()),
        0);
  }

  @Test
  void alive_is_younger_than_21_days_and_of_its_own_custodians() throws Exception {
    Verified<Keyset> keyset = ceremony.chain().verifyKeyset(sign(live), DAY);
    Bulletin bulletin = ceremony.bulletin(0, null, DAY);
    KeysetJudge.requireSealable(keyset, alive(bulletin, 20, A, B), DAY);
    judge(Reason.TOO_FEW_ALIVE, keyset, alive(bulletin, 21, A, B), 0);
    judge(Reason.TOO_FEW_ALIVE, keyset, alive(bulletin, 20, A, B), 1);
    judge(Reason.TOO_FEW_ALIVE, keyset, alive(bulletin, 0, A), 0);
    judge(Reason.TOO_FEW_ALIVE, keyset, alive(bulletin, 0, A, STRANGER), 0);
  }

  @Test
  void accepting_begins_a_day_early_and_ends_with_its_own_date() throws Exception {
    Verified<Keyset> keyset = ceremony.chain().verifyKeyset(sign(live), DAY);
    accept(null, keyset, -1);
    accept(Reason.KEYSET_NOT_YET, keyset, -2);
    accept(null, keyset, 6 + 56);
    accept(Reason.KEYSET_EXPIRED, keyset, 6 + 57);
    Verified<Keyset> half = ceremony.chain().verifyKeyset(sign(offline), DAY);
    ceremony.keysets.add(half.signed());
    int toEnd = (int) (half.document().sealUntil().toEpochDay() - DAY.toEpochDay());
    accept(null, half, toEnd + 91);
    accept(Reason.KEYSET_EXPIRED, half, toEnd + 92);
    KeysetJudge.requireSealingDay(half.document(), half.document().sealUntil());
    refused(
        Reason.KEYSET_EXPIRED,
        () ->
            KeysetJudge.requireSealingDay(
                half.document(), half.document().sealUntil().plusDays(1)));
    refused(
        Reason.KEYSET_NOT_YET,
        () ->
            KeysetJudge.requireSealingDay(
                half.document(), half.document().sealFrom().minusDays(1)));
  }

  @Test
  void current_names_the_telling_refusal() throws Exception {
    Epoch next = Epoch.live(DAY).next();
    ceremony.keysets.clear();
    refusedToSeal(Reason.KEYSET_NOT_LISTED);
    ceremony.keysets.add(sign(ceremony.keyset(next, A, B, C)));
    refusedToSeal(Reason.KEYSET_NOT_YET);
    ceremony.keysets.add(sign(ceremony.keyset(Epoch.live(DAY.minusDays(7)), A, B, C)));
    refusedToSeal(Reason.KEYSET_EXPIRED);
    ceremony.keysets.add(sign(live));
    Bulletin bulletin = alive(ceremony.bulletin(0, null, DAY), 0, A);
    byte[] bytes = ceremony.current(ceremony.signed(bulletin, A));
    Current current = ceremony.verify(bytes, DAY, null);
    refused(Reason.TOO_FEW_ALIVE, () -> current.keysetToSeal(DAY));
    Current good = ceremony.verify(ceremony.current(), DAY, null);
    assertEquals(Epoch.live(DAY), good.keysetToSeal(DAY).document().epoch());
    assertEquals(next, good.keysetToSeal(DAY.plusDays(7)).document().epoch());
  }

  private void refusedToSeal(Reason reason) throws SignedException {
    Current current = ceremony.verify(ceremony.current(), DAY, null);
    refused(reason, () -> current.keysetToSeal(DAY));
  }

  private void accept(Reason reason, Verified<Keyset> keyset, int days) throws SignedException {
    Bulletin bulletin = ceremony.bulletin(0, null, DAY.plusDays(days));
    if (reason == null) {
      KeysetJudge.requireAcceptable(keyset, bulletin, DAY.plusDays(days));
    } else {
      refused(reason, () -> KeysetJudge.requireAcceptable(keyset, bulletin, DAY.plusDays(days)));
    }
  }

  private static void judge(Reason reason, Verified<Keyset> keyset, Bulletin bulletin, int days) {
    refused(reason, () -> KeysetJudge.requireSealable(keyset, bulletin, DAY.plusDays(days)));
  }

  private Bulletin alive(Bulletin bulletin, int daysAgo, SigningKey... keys) {
    List<Alive> alive =
        java.util.Arrays.stream(keys)
            .map(key -> Alive.sign(key, ceremony.instance, DAY.minusDays(daysAgo)))
            .toList();
    return changed(bulletin, bulletin.keysets(), List.of(), List.of(), alive);
  }

  private static Bulletin changed(
      Bulletin from,
      List<Bytes> keysets,
      List<Bytes> withdrawn,
      List<SignerId> custodians,
      List<Alive> alive) {
    return new Bulletin(
        from.instance(),
        from.number(),
        from.previous(),
        from.date(),
        from.validUntil(),
        from.charter(),
        keysets,
        withdrawn,
        custodians,
        alive,
        from.site(),
        from.broadcast());
  }

  private static Signed sign(byte[] document) {
    return signed(DocumentType.KEYSET, document, A, B);
  }

  private static void quorum(Reason reason, byte[] document, int testimony, int identity) {
    byte[] fault =
        faulty(
            document,
            node -> node.putObject("quorum").put("testimony", testimony).put("identity", identity));
    if (reason == null) {
      org.junit.jupiter.api.Assertions.assertDoesNotThrow(() -> Keyset.parse(fault));
    } else {
      refused(reason, () -> Keyset.parse(fault));
    }
  }

  private void broken(Reason reason, Consumer<ObjectNode> fault) {
    byte[] document = faulty(live, fault);
    refused(reason, () -> Keyset.parse(document));
  }
}
