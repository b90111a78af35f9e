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

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.signed.SignedException.Reason;

class CurrentTest {

  private final Ceremony ceremony = new Ceremony();

  @Test
  void a_whole_ceremony_verifies_and_names_the_keyset_to_seal_to() throws Exception {
    byte[] bytes = ceremony.current();
    Current current = ceremony.verify(bytes, DAY, null);
    Verified<Keyset> keyset = current.keysetToSeal(DAY);
    assertEquals(ceremony.keysets.get(0), keyset.signed());
    KeysetId id = KeysetId.of(keyset.signed().document().toArray());
    assertEquals(keyset, current.keysetAccepted(id, DAY));
    assertEquals(7, current.site().document().version());
    assertArrayEquals(bytes, CurrentFile.parse(bytes).bytes());
  }

  @Test
  void a_bulletin_lives_from_the_day_before_its_date_to_its_end() throws Exception {
    byte[] bytes = ceremony.current();
    ceremony.verify(bytes, DAY.plusDays(14), null);
    refused(Reason.EXPIRED, () -> ceremony.verify(bytes, DAY.plusDays(15), null));
    Signed tomorrow = ceremony.signed(ceremony.bulletin(0, null, DAY.plusDays(1)), A);
    ceremony.verify(ceremony.current(tomorrow), DAY, null);
    Signed later = ceremony.signed(ceremony.bulletin(0, null, DAY.plusDays(2)), A);
    refused(Reason.NOT_YET_VALID, () -> ceremony.verify(ceremony.current(later), DAY, null));
    Current.verifyStored(bytes, ceremony.instance.toArray(), DAY.plusDays(900), false, null);
  }

  @Test
  void charter_and_site_expire() {
    byte[] bytes = ceremony.current();
    refused(Reason.EXPIRED, () -> ceremony.verify(bytes, DAY.plusDays(733), null));
    ceremony.site =
        signed(
            DocumentType.SITE,
            faulty(ceremony.site(8), node -> node.put("expires", DAY.plusDays(3).toString())),
            A,
            B);
    byte[] shortSite = ceremony.current();
    refused(Reason.EXPIRED, () -> ceremony.verify(shortSite, DAY.plusDays(4), null));
  }

  @Test
  void what_the_bulletin_names_must_be_there_and_nothing_else() {
    Signed bulletin = ceremony.signed(ceremony.bulletin(0, null, DAY), A);
    Signed keyset = ceremony.keysets.remove(0);
    refused(Reason.INCOMPLETE, () -> ceremony.verify(ceremony.current(bulletin), DAY, null));
    ceremony.keysets.add(keyset);
    ceremony.keysets.add(
        signed(DocumentType.KEYSET, ceremony.keyset(Epoch.live(DAY).next(), A, B, C), A, B));
    refused(Reason.KEYSET_NOT_LISTED, () -> ceremony.verify(ceremony.current(bulletin), DAY, null));
    ceremony.keysets.remove(1);
    ceremony.site = null;
    refused(Reason.INCOMPLETE, () -> ceremony.verify(ceremony.current(bulletin), DAY, null));
    Signed without = ceremony.signed(ceremony.bulletin(0, null, DAY), A);
    ceremony.site = signed(DocumentType.SITE, ceremony.site(7), A, B);
    refused(Reason.INCOMPLETE, () -> ceremony.verify(ceremony.current(without), DAY, null));
  }

  @Test
  void signatures_of_each_document_are_judged() {
    Signed good = ceremony.site;
    ceremony.site = new Signed(good.type(), good.document(), good.signatures().subList(0, 1));
    refused(Reason.TOO_FEW_SIGNATURES, () -> ceremony.verify(ceremony.current(), DAY, null));
    ceremony.site = signed(DocumentType.SITE, good.document().toArray(), A, B, STRANGER);
    refused(Reason.UNKNOWN_SIGNER, () -> ceremony.verify(ceremony.current(), DAY, null));
    ceremony.site = signed(DocumentType.KEYSET, good.document().toArray(), A, B);
    refused(Reason.BAD_SIGNATURE, () -> ceremony.verify(ceremony.current(), DAY, null));
    ceremony.site =
        new Signed(
            DocumentType.SITE,
            good.document(),
            List.of(
                new DetachedSignature(A.id(), good.signatures().get(1).signature()),
                good.signatures().get(1)));
    refused(Reason.BAD_SIGNATURE, () -> ceremony.verify(ceremony.current(), DAY, null));
    ceremony.site = good;
    Signed unsigned = ceremony.signed(ceremony.bulletin(0, null, DAY));
    refused(
        Reason.TOO_FEW_SIGNATURES, () -> ceremony.verify(ceremony.current(unsigned), DAY, null));
  }

  @Test
  void documents_of_another_instance_are_refused() {
    ceremony.site =
        signed(
            DocumentType.SITE,
            faulty(ceremony.site(1), node -> node.put("instance", "00".repeat(32))),
            A,
            B);
    refused(Reason.WRONG_INSTANCE, () -> ceremony.verify(ceremony.current(), DAY, null));
  }

  @Test
  void a_bulletin_that_names_another_charter_is_refused() {
    byte[] document =
        faulty(
            Ceremony.bytes(ceremony.bulletin(0, null, DAY)::bytes),
            node -> node.put("charter", "00".repeat(32)));
    Signed bulletin = signed(DocumentType.BULLETIN, document, A);
    refused(Reason.WRONG_CHARTER, () -> ceremony.verify(ceremony.current(bulletin), DAY, null));
  }

  @Test
  void an_offline_keyset_with_a_withdrawn_custodian_is_refused() throws Exception {
    Epoch half = Epoch.offline(DAY);
    ceremony.keysets.add(signed(DocumentType.KEYSET, ceremony.keyset(half, A, B, C), A, B));
    Current good = ceremony.verify(ceremony.current(), DAY, null);
    assertEquals(half, good.keysetOffline(DAY.plusDays(3)).document().epoch());
    Bulletin plain = ceremony.bulletin(0, null, DAY);
    byte[] document =
        faulty(
            Ceremony.bytes(plain::bytes),
            node -> node.putArray("withdrawn_custodians").add(C.id().hex()));
    Signed withdrawing = signed(DocumentType.BULLETIN, document, A);
    Current withdrawn = ceremony.verify(ceremony.current(withdrawing), DAY, null);
    refused(Reason.CUSTODIAN_WITHDRAWN, () -> withdrawn.keysetOffline(DAY));
  }

  @Test
  void a_memory_survives_its_json_and_takes_the_same_again() throws Exception {
    byte[] bytes = ceremony.current();
    Known known = ceremony.verify(bytes, DAY, null).known();
    assertEquals(known, Known.parse(known.bytes()));
    assertEquals(known, ceremony.verify(bytes, DAY.plusDays(1), known).known());
    Known other = Known.nothing(Bytes.of(new byte[32]));
    refused(Reason.WRONG_INSTANCE, () -> ceremony.verify(bytes, DAY, other));
  }

  @Test
  void lower_numbers_are_rollbacks_and_rivals_are_forks() throws Exception {
    Signed zero = ceremony.signed(ceremony.bulletin(0, null, DAY), A);
    Signed one = ceremony.signed(ceremony.bulletin(1, zero.sha256(), DAY), A);
    Signed rival = ceremony.signed(ceremony.bulletin(1, zero.sha256(), DAY.plusDays(1)), A);
    Known known = ceremony.verify(ceremony.current(zero), DAY, null).known();
    Known after = ceremony.verify(ceremony.current(one), DAY, known).known();
    refused(Reason.ROLLBACK, () -> ceremony.verify(ceremony.current(zero), DAY, after));
    refused(Reason.FORK, () -> ceremony.verify(ceremony.current(rival), DAY, after));
    Signed sibling = ceremony.signed(ceremony.bulletin(5, zero.sha256(), DAY), A);
    refused(Reason.FORK, () -> ceremony.verify(ceremony.current(sibling), DAY, after));
    Signed ofRival = ceremony.signed(ceremony.bulletin(2, rival.sha256(), DAY), A);
    refused(Reason.FORK, () -> ceremony.verify(ceremony.current(ofRival), DAY, after));
    Signed two = ceremony.signed(ceremony.bulletin(2, one.sha256(), DAY), A);
    ceremony.verify(ceremony.current(two), DAY, after);
    Signed nine = ceremony.signed(ceremony.bulletin(9, rival.sha256(), DAY), A);
    ceremony.verify(ceremony.current(nine), DAY, after);
  }

  @Test
  void an_older_site_is_a_rollback_and_a_rival_a_fork() throws Exception {
    Known known = ceremony.verify(ceremony.current(), DAY, null).known();
    ceremony.site = signed(DocumentType.SITE, ceremony.site(6), A, B);
    Bytes zero = known.bulletins().get(0).sha256();
    byte[] older = ceremony.current(ceremony.signed(ceremony.bulletin(1, zero, DAY), A));
    refused(Reason.ROLLBACK, () -> ceremony.verify(older, DAY, known));
    byte[] rival = faulty(ceremony.site(7), node -> node.put("default_csp", "default-src 'self'"));
    ceremony.site = signed(DocumentType.SITE, rival, A, B);
    byte[] forked = ceremony.current(ceremony.signed(ceremony.bulletin(1, zero, DAY), A));
    refused(Reason.FORK, () -> ceremony.verify(forked, DAY, known));
  }

  @Test
  void a_withdrawal_is_for_ever() throws Exception {
    Bulletin plain = ceremony.bulletin(0, null, DAY);
    Bytes gone = Bytes.of(new byte[32]);
    for (String field : List.of("withdrawn_keysets", "withdrawn_custodians")) {
      byte[] document =
          faulty(
              Ceremony.bytes(plain::bytes),
              node ->
                  node.putArray(field).add(field.endsWith("keysets") ? gone.hex() : C.id().hex()));
      Signed zero = signed(DocumentType.BULLETIN, document, A);
      Known known = ceremony.verify(ceremony.current(zero), DAY, null).known();
      Signed one = ceremony.signed(ceremony.bulletin(1, zero.sha256(), DAY), A);
      refused(
          Reason.ROLLBACK,
          () -> ceremony.verify(ceremony.current(one), DAY, Known.parse(known.bytes())));
    }
  }

  @Test
  void a_known_charter_that_is_gone_is_a_rollback() throws Exception {
    LocalDate counts = DAY.plusDays(2);
    Signed zero = ceremony.signed(ceremony.bulletin(0, null, DAY), A);
    byte[] before = ceremony.current(zero);
    ceremony.charters.add(
        signed(
            DocumentType.CHARTER,
            Ceremony.charter(1, ceremony.instance, DAY, counts, A, B, C),
            A,
            B));
    Known known = ceremony.verify(ceremony.current(zero), DAY, null).known();
    refused(Reason.ROLLBACK, () -> ceremony.verify(before, DAY, known));
  }

  @Test
  void a_recovery_waits_from_its_first_sight_and_may_be_called_off() throws Exception {
    Signed zero = ceremony.signed(ceremony.bulletin(0, null, DAY), A);
    byte[] before = ceremony.current(zero);
    Known first = ceremony.verify(before, DAY, null).known();
    // Backdated: by its own dates it counts today.
    ceremony.charters.add(
        signed(
            DocumentType.CHARTER,
            Ceremony.charter(1, ceremony.instance, DAY, DAY.plusDays(14), C, Ceremony.D),
            Ceremony.R,
            C,
            Ceremony.D));
    LocalDate sight = DAY.plusDays(12);
    byte[] during = ceremony.current(zero);
    Current current = ceremony.verify(during, sight, first);
    LocalDate counts = sight.plusDays(14);
    assertEquals(0, current.chain().current(counts.minusDays(1)).document().number());
    assertEquals(1, current.chain().current(counts).document().number());
    Known seen = Known.parse(current.known().bytes());
    Current again = ceremony.verify(during, sight.plusDays(1), seen);
    assertEquals(0, again.chain().current(counts.minusDays(1)).document().number());
    // Called off while it waits, then never a rollback.
    Known calledOff = ceremony.verify(before, sight.plusDays(2), seen).known();
    Current.verifyStored(before, ceremony.instance.toArray(), counts.plusDays(9), false, calledOff);
    // Once it counts it cannot be taken back.
    refused(
        Reason.ROLLBACK,
        () -> Current.verifyStored(before, ceremony.instance.toArray(), counts, false, seen));
    // A reader at first contact takes the documents' own dates.
    Current stranger = ceremony.verify(during, sight, null);
    assertEquals(1, stranger.chain().current(DAY.plusDays(14)).document().number());
  }

  @Test
  void a_rotated_charter_keeps_what_is_under_way_but_seals_only_its_own() throws Exception {
    LocalDate counts = DAY.plusDays(2);
    ceremony.charters.add(
        signed(
            DocumentType.CHARTER,
            Ceremony.charter(1, ceremony.instance, DAY, counts, A, C, Ceremony.D),
            A,
            B,
            C));
    byte[] sitebytes = ceremony.site(8);
    ceremony.site = signed(DocumentType.SITE, sitebytes, A, B, C);
    Signed zero = ceremony.signed(ceremony.bulletin(0, null, DAY), A);
    Current current = ceremony.verify(ceremony.current(zero), counts, null);
    KeysetId id = KeysetId.of(ceremony.keysets.get(0).document().toArray());
    current.keysetAccepted(id, counts);
    current.keysetToSeal(counts.minusDays(1));
    refused(Reason.TOO_FEW_SIGNATURES, () -> current.keysetToSeal(counts));
    // A replaced charter makes no keyset for later weeks.
    Signed late =
        signed(DocumentType.KEYSET, ceremony.keyset(Epoch.live(DAY).next(), A, B, C), A, B);
    refused(Reason.TOO_FEW_SIGNATURES, () -> current.chain().verifyKeysetEver(late));
  }

  @Test
  void bulletin_and_site_outlive_a_rotation_until_the_next_bulletin() throws Exception {
    LocalDate counts = DAY.plusDays(2);
    Signed zero = ceremony.signed(ceremony.bulletin(0, null, DAY), A);
    ceremony.charters.add(
        signed(
            DocumentType.CHARTER,
            Ceremony.charter(1, ceremony.instance, DAY, counts, C, Ceremony.D, Ceremony.E),
            A,
            B,
            C,
            Ceremony.D));
    byte[] before = ceremony.current(zero);
    ceremony.verify(before, counts.minusDays(1), null);
    Known known = ceremony.verify(before, DAY.plusDays(14), null).known();
    refused(Reason.EXPIRED, () -> ceremony.verify(before, DAY.plusDays(15), null));
    Bulletin next = withoutAlive(ceremony.bulletin(1, zero.sha256(), counts));
    Signed byOld = ceremony.signed(next, A);
    refused(
        Reason.TOO_FEW_SIGNATURES, () -> ceremony.verify(ceremony.current(byOld), counts, known));
    Signed byNew = ceremony.signed(next, Ceremony.D);
    // The new bulletin needs the site signed anew.
    refused(
        Reason.TOO_FEW_SIGNATURES, () -> ceremony.verify(ceremony.current(byNew), counts, known));
    ceremony.site =
        signed(DocumentType.SITE, ceremony.site.document().toArray(), A, B, C, Ceremony.D);
    ceremony.verify(ceremony.current(byNew), counts, known);
    // With both sets of signatures it serves the old bulletin too.
    ceremony.verify(ceremony.current(zero), counts, null);
  }

  @Test
  void a_memory_keeps_the_latest_bulletins_only() throws Exception {
    Known known = Known.nothing(ceremony.instance);
    Bytes previous = null;
    for (int i = 0; i < Known.MAX_BULLETINS + 5; i++) {
      Signed bulletin = ceremony.signed(ceremony.bulletin(i, previous, DAY), A);
      previous = bulletin.sha256();
      CharterChain chain = ceremony.chain();
      Verified<Bulletin> verified = new Verified<>(ceremony.bulletin(i, null, DAY), bulletin);
      known = known.after(chain, verified, null);
    }
    assertEquals(Known.MAX_BULLETINS, known.bulletins().size());
    assertEquals(5, known.bulletins().get(0).number());
    assertEquals(known, Known.parse(known.bytes()));
  }

  @Test
  void one_signature_many_times_counts_once() {
    Signed good = ceremony.site;
    DetachedSignature first = good.signatures().get(0);
    ceremony.site =
        new Signed(DocumentType.SITE, good.document(), java.util.Collections.nCopies(256, first));
    refused(Reason.TOO_FEW_SIGNATURES, () -> ceremony.verify(ceremony.current(), DAY, null));
  }

  private static Bulletin withoutAlive(Bulletin from) {
    return new Bulletin(
        from.instance(),
        from.number(),
        from.previous(),
        from.date(),
        from.validUntil(),
        from.charter(),
        from.keysets(),
        from.withdrawnKeysets(),
        from.withdrawnCustodians(),
        List.of(),
        from.site(),
        from.broadcast());
  }

  @Test
  void mutated_current_json_never_gives_an_unchecked_exception() {
    byte[] seed = ceremony.current();
    var random = new java.util.Random(5);
    int refused = 0;
    for (int i = 0; i < 800; i++) {
      byte[] bytes = seed.clone();
      bytes[random.nextInt(bytes.length)] = (byte) (random.nextInt(96) + 32);
      try {
        ceremony.verify(bytes, DAY, null).keysetToSeal(DAY);
      } catch (SignedException e) {
        refused++;
      }
    }
    assertEquals(true, refused > 400);
  }
}
