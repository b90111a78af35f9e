package org.taniq.protocol.signed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.taniq.protocol.signed.Ceremony.A;
import static org.taniq.protocol.signed.Ceremony.B;
import static org.taniq.protocol.signed.Ceremony.C;
import static org.taniq.protocol.signed.Ceremony.DAY;
import static org.taniq.protocol.signed.Ceremony.STRANGER;
import static org.taniq.protocol.signed.Ceremony.bytes;
import static org.taniq.protocol.signed.Ceremony.faulty;
import static org.taniq.protocol.signed.Ceremony.refused;
import static org.taniq.protocol.signed.Ceremony.signed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.signed.DeletionOrder.Answer;
import org.taniq.protocol.signed.DeletionOrder.Entry;
import org.taniq.protocol.signed.DeletionOrder.Why;
import org.taniq.protocol.signed.SignedException.Reason;

/** Site, bulletin, deletion order, signature files and bundles. */
class DocumentsTest {

  private static final Bytes HASH = Bytes.of(new byte[32]);
  private final Ceremony ceremony = new Ceremony();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "index.html",
        "//index.html",
        "/a//b",
        "/../x",
        "/.hidden",
        "/a/.git/config",
        "/a/",
        "/",
        "/ə.html",
        "/a b",
        "/taniq/x",
        "/uploads",
        "/uploads/x",
        "/send/az",
        "/courier/v1/status",
      })
  void a_path_that_a_site_cannot_have_is_refused(String path) {
    site(Reason.BAD_DOCUMENT, node -> object(node, "files").put(path, Spelling.b64u(new byte[32])));
  }

  @Test
  void rules_of_a_site_are_kept() throws Exception {
    byte[] good = ceremony.site(7);
    assertArrayEquals(good, Site.parse(good).bytes());
    site(null, node -> object(node, "files").put("/" + "x".repeat(93), b64u()));
    site(Reason.BAD_DOCUMENT, node -> object(node, "files").put("/" + "x".repeat(94), b64u()));
    site(null, node -> object(node, "files").put("/uploads.html", b64u()));
    site(Reason.BAD_DOCUMENT, node -> object(node, "files").remove("/index.html"));
    site(Reason.BAD_DOCUMENT, node -> object(node, "files").remove("/404.html"));
    site(Reason.BAD_DOCUMENT, node -> node.put("default_index", "az/x.js"));
    site(Reason.BAD_DOCUMENT, node -> node.put("default_csp", "a\nb"));
    site(Reason.BAD_DOCUMENT, node -> node.put("default_csp", ""));
    site(Reason.BAD_DOCUMENT, node -> node.put("expires", DAY.plusDays(401).toString()));
    site(Reason.BAD_DOCUMENT, node -> node.put("expires", DAY.minusDays(1).toString()));
    site(Reason.BAD_DOCUMENT, node -> node.put("version", -1));
    site(Reason.BAD_DOCUMENT, node -> node.put("version", 1L << 53));
    site(Reason.BAD_DOCUMENT, node -> node.putObject("files"));
    site(Reason.BAD_DOCUMENT, node -> node.put("later", 1));
  }

  @Test
  void files_are_judged_by_the_site() throws Exception {
    Site site = Site.parse(ceremony.site(7));
    site.requireFiles(site.files());
    Map<String, Bytes> files = new TreeMap<>(site.files());
    files.put("/index.html", HASH);
    refused(Reason.FILE_CHANGED, () -> site.requireFiles(files));
    files.remove("/index.html");
    refused(Reason.FILE_MISSING, () -> site.requireFiles(files));
    files.putAll(site.files());
    files.put("/more.html", HASH);
    refused(Reason.FILE_NOT_LISTED, () -> site.requireFiles(files));
  }

  @Test
  void rules_of_a_bulletin_are_kept() throws Exception {
    byte[] good = bytes(ceremony.bulletin(0, null, DAY)::bytes);
    assertArrayEquals(good, Bulletin.parse(good).bytes());
    bulletin(node -> node.put("previous", HASH.hex()));
    bulletin(node -> node.put("number", 1));
    bulletin(node -> node.put("valid_until", DAY.plusDays(15).toString()));
    bulletin(node -> node.put("valid_until", DAY.minusDays(1).toString()));
    bulletin(node -> object(node, "/alive/0").put("date", DAY.plusDays(1).toString()));
    bulletin(node -> node.withArray("/alive").add(node.at("/alive/0")));
    bulletin(node -> node.withArray("/keysets").add(node.at("/keysets/0")));
    bulletin(node -> node.putArray("withdrawn_keysets").add(HASH.hex()).add(HASH.hex()));
    bulletin(node -> node.putArray("withdrawn_custodians").add(A.id().hex()).add(A.id().hex()));
    bulletin(node -> node.put("later", 1));
    bulletin(node -> object(node, "logs").put("later", 1));
    bulletin(node -> ack(node, "/taniq/shelves/x"));
    bulletin(node -> ack(node, "/taniq/acks/../x"));
    bulletin(node -> ack(node, "/taniq/acks/"));
    bulletin(
        node -> {
          ack(node, "/taniq/acks/x");
          ((com.fasterxml.jackson.databind.node.ArrayNode) node.get("acks"))
              .add(node.at("/acks/0"));
        });
    for (var field : List.copyOf(new TreeMap<>(fields(good)).keySet())) {
      bulletin(node -> node.remove(field));
      bulletin(node -> node.put(field, true));
    }
  }

  @Test
  void shelves_and_acks_read_back() throws Exception {
    var file = new Broadcast.ServedFile("/taniq/shelves/a-3/0", HASH);
    Bytes set = Bytes.of(new byte[16]);
    Broadcast broadcast =
        new Broadcast(
            List.of(new Broadcast.ShelfSet(set, 3, List.of(file))),
            List.of(new Broadcast.AckFile(set, new Broadcast.ServedFile("/taniq/acks/a", HASH))),
            HASH,
            List.of(Broadcast.logHead(HASH, new byte[32])));
    Bulletin from = ceremony.bulletin(0, null, DAY);
    Bulletin full =
        new Bulletin(
            from.instance(),
            0,
            null,
            DAY,
            DAY,
            from.charter(),
            List.of(),
            List.of(HASH),
            List.of(A.id()),
            List.of(),
            null,
            broadcast);
    assertEquals(full, Bulletin.parse(full.bytes()));
    assertEquals(2, full.broadcast().files().size());
  }

  @Test
  void alive_statements_are_of_custodians_and_signed_by_them() {
    byte[] good = bytes(ceremony.bulletin(0, null, DAY)::bytes);
    CharterChain chain = ceremony.chain();
    byte[] stranger = faulty(good, node -> node.putArray("alive").add(alive(STRANGER).node()));
    refused(Reason.UNKNOWN_CUSTODIAN, () -> chain.verifyBulletin(publish(stranger)));
    byte[] borrowed =
        faulty(
            good, node -> object(node, "/alive/0").set("signature", node.at("/alive/1/signature")));
    refused(Reason.BAD_SIGNATURE, () -> chain.verifyBulletin(publish(borrowed)));
    byte[] moved =
        faulty(good, node -> object(node, "/alive/0").put("date", DAY.minusDays(1).toString()));
    refused(Reason.BAD_SIGNATURE, () -> chain.verifyBulletin(publish(moved)));
    refused(
        Reason.UNKNOWN_SIGNER,
        () -> chain.verifyBulletin(signed(DocumentType.BULLETIN, good, STRANGER)));
  }

  @Test
  void a_deletion_order_needs_two_custodians() throws Exception {
    byte[] order = order(1);
    assertArrayEquals(order, DeletionOrder.parse(order).bytes());
    CharterChain chain = ceremony.chain();
    chain.verifyDeletionOrder(signed(DocumentType.DELETION_ORDER, order, B, C), DAY, Set.of());
    refused(
        Reason.TOO_FEW_SIGNATURES,
        () ->
            chain.verifyDeletionOrder(
                signed(DocumentType.DELETION_ORDER, order, B, B), DAY, Set.of()));
    refused(
        Reason.UNKNOWN_SIGNER,
        () ->
            chain.verifyDeletionOrder(
                signed(DocumentType.DELETION_ORDER, order, A, B, STRANGER), DAY, Set.of()));
    byte[] elsewhere = faulty(order, node -> node.put("instance", HASH.hex()));
    refused(
        Reason.WRONG_INSTANCE,
        () ->
            chain.verifyDeletionOrder(
                signed(DocumentType.DELETION_ORDER, elsewhere, A, B), DAY, Set.of()));
  }

  @Test
  void one_custodian_alone_orders_where_there_is_but_one() throws Exception {
    byte[] charter =
        faulty(
            Ceremony.charter(0, null, DAY, A, B),
            node -> object(node, "/people/1").putArray("roles").add("signer"));
    Signed first = signed(DocumentType.CHARTER, charter, A, B);
    CharterChain chain = CharterChain.verify(List.of(first), first.sha256().toArray(), false);
    byte[] order = faulty(order(1), node -> node.put("instance", first.sha256().hex()));
    chain.verifyDeletionOrder(signed(DocumentType.DELETION_ORDER, order, A), DAY, Set.of());
    refused(
        Reason.UNKNOWN_SIGNER,
        () ->
            chain.verifyDeletionOrder(
                signed(DocumentType.DELETION_ORDER, order, B), DAY, Set.of()));
  }

  @Test
  void rules_of_a_deletion_order_are_kept() {
    order(node -> node.putArray("entries"));
    order(node -> node.withArray("/entries").add(node.at("/entries/0")));
    order(node -> object(node, "/entries/0").put("reason", "bored"));
    order(node -> object(node, "/entries/0").put("id", "00"));
    order(node -> object(node, "/entries/0").put("later", 1));
    order(node -> node.put("later", 1));
    order(node -> node.put("order", "AA".repeat(16)));
  }

  @Test
  void ten_thousand_entries_fit_and_no_more() throws Exception {
    DeletionOrder.parse(order(DeletionOrder.MAX_ENTRIES));
    refused(
        Reason.BAD_DOCUMENT,
        () ->
            new DeletionOrder(
                    ceremony.instance,
                    Bytes.of(new byte[16]),
                    DAY,
                    entries(DeletionOrder.MAX_ENTRIES + 1))
                .bytes());
  }

  @Test
  void a_server_answers_each_entry() {
    Entry entry = new Entry(Bytes.of(new byte[16]), HASH, Why.ARCHIVED);
    assertEquals(Answer.UNKNOWN_ID, entry.answer(null, null, DAY));
    assertEquals(Answer.HASH_DIFFERS, entry.answer(ceremony.instance, DAY.minusDays(99), DAY));
    assertEquals(Answer.TOO_YOUNG, entry.answer(HASH, DAY.minusDays(6), DAY));
    assertEquals(Answer.DELETED, entry.answer(HASH, DAY.minusDays(7), DAY));
    assertEquals("too_young", Answer.TOO_YOUNG.text());
  }

  @Test
  void signature_files_merge_only_for_one_document() throws Exception {
    byte[] document = ceremony.site(7);
    SignatureFile a = SignatureFile.sign(DocumentType.SITE, document, List.of(A));
    SignatureFile b = SignatureFile.sign(DocumentType.SITE, document, List.of(B, A));
    SignatureFile both = SignatureFile.parse(a.merge(b).bytes());
    assertEquals(2, both.signatures().size());
    assertEquals(both, b.merge(a));
    Signed signed = Signed.of(DocumentType.SITE, document, both.bytes());
    ceremony.chain().verifySite(signed, DAY);
    assertEquals(signed, Signed.parseBundle(signed.bundle()));
    assertEquals(both, signed.signatureFile());
    SignatureFile other = SignatureFile.sign(DocumentType.SITE, ceremony.site(8), List.of(A));
    refused(Reason.BAD_SIGNATURE, () -> a.merge(other));
    refused(Reason.BAD_SIGNATURE, () -> Signed.of(DocumentType.SITE, document, other));
    refused(Reason.BAD_SIGNATURE, () -> Signed.of(DocumentType.KEYSET, document, a));
  }

  @Test
  void signature_files_and_bundles_are_strict() {
    byte[] document = ceremony.site(7);
    byte[] file = SignatureFile.sign(DocumentType.SITE, document, List.of(A)).bytes();
    byte[] bundle = signed(DocumentType.SITE, document, A).bundle();
    for (Consumer<ObjectNode> fault :
        List.<Consumer<ObjectNode>>of(
            node -> node.put("later", 1),
            node -> node.put("type", "novel"),
            node -> node.put("document", "?"),
            node -> node.put("format", "taniq.org/v1/other"),
            node -> object(node, "/signatures/0").put("later", 1),
            node -> object(node, "/signatures/0").put("signer", "00"),
            node -> object(node, "/signatures/0").put("signature", "AA"))) {
      refused(Reason.BAD_DOCUMENT, () -> SignatureFile.parse(faulty(file, fault)));
      refused(Reason.BAD_DOCUMENT, () -> Signed.parseBundle(faulty(bundle, fault)));
    }
  }

  @Test
  void documents_over_their_size_are_refused() {
    byte[] big = new byte[(1 << 20) + 1];
    java.util.Arrays.fill(big, (byte) ' ');
    System.arraycopy("{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, big, 0, 2);
    refused(Reason.BAD_DOCUMENT, () -> Charter.parse(big));
    refused(Reason.BAD_DOCUMENT, () -> Keyset.parse(big));
    refused(Reason.BAD_DOCUMENT, () -> Bulletin.parse(big));
    refused(Reason.BAD_DOCUMENT, () -> DeletionOrder.parse(new byte[(4 << 20) + 1]));
    refused(Reason.BAD_DOCUMENT, () -> CurrentFile.parse(new byte[(8 << 20) + 1]));
  }

  @Test
  void random_mutations_never_give_an_unchecked_exception() {
    Random random = new Random(3);
    List<byte[]> seeds =
        List.of(
            ceremony.charter0.document().toArray(),
            ceremony.keyset(Epoch.live(DAY), A, B, C),
            ceremony.site(7),
            bytes(ceremony.bulletin(0, null, DAY)::bytes),
            order(2),
            ceremony.charter0.bundle(),
            Known.nothing(HASH).bytes());
    List<Parser> parsers =
        List.of(
            Charter::parse,
            Keyset::parse,
            Site::parse,
            Bulletin::parse,
            DeletionOrder::parse,
            Signed::parseBundle,
            Known::parse);
    int refused = 0;
    for (int i = 0; i < 14_000; i++) {
      byte[] seed = seeds.get(i % seeds.size()).clone();
      for (int j = random.nextInt(2); j >= 0; j--) {
        seed[random.nextInt(seed.length)] = (byte) (random.nextInt(96) + 32);
      }
      try {
        parsers.get(i % seeds.size()).parse(seed);
        DocumentType.of(seed);
      } catch (SignedException e) {
        refused++;
      }
    }
    assertTrue(refused > 7_000);
  }

  interface Parser {
    Object parse(byte[] bytes) throws SignedException;
  }

  private byte[] order(int entries) {
    return bytes(
        () ->
            new DeletionOrder(ceremony.instance, Bytes.of(new byte[16]), DAY, entries(entries))
                .bytes());
  }

  private static List<Entry> entries(int count) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(
            i ->
                new Entry(
                    Bytes.of(java.nio.ByteBuffer.allocate(16).putInt(i).array()),
                    HASH,
                    Why.UNDECIPHERABLE))
        .toList();
  }

  private Alive alive(SigningKey key) {
    return Alive.sign(key, ceremony.instance, DAY);
  }

  private static Signed publish(byte[] document) {
    return signed(DocumentType.BULLETIN, document, A);
  }

  private static void ack(ObjectNode node, String path) {
    node.putArray("acks")
        .addObject()
        .put("set", "00".repeat(16))
        .put("path", path)
        .put("sha256", HASH.hex());
  }

  private static Map<String, Object> fields(byte[] document) {
    Map<String, Object> fields = new TreeMap<>();
    faulty(document, node -> node.properties().forEach(each -> fields.put(each.getKey(), 1)));
    return fields;
  }

  private static String b64u() {
    return Spelling.b64u(new byte[32]);
  }

  private static ObjectNode object(ObjectNode node, String path) {
    return (ObjectNode) (path.startsWith("/") ? node.at(path) : node.get(path));
  }

  private void site(Reason reason, Consumer<ObjectNode> fault) {
    byte[] document = faulty(ceremony.site(7), fault);
    if (reason == null) {
      org.junit.jupiter.api.Assertions.assertDoesNotThrow(() -> Site.parse(document));
    } else {
      refused(reason, () -> Site.parse(document));
    }
  }

  private void bulletin(Consumer<ObjectNode> fault) {
    byte[] document = faulty(bytes(ceremony.bulletin(0, null, DAY)::bytes), fault);
    refused(Reason.BAD_DOCUMENT, () -> Bulletin.parse(document));
  }

  private void order(Consumer<ObjectNode> fault) {
    byte[] document = faulty(order(1), fault);
    refused(Reason.BAD_DOCUMENT, () -> DeletionOrder.parse(document));
  }
}
