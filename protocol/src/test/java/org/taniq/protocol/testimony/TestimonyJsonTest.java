package org.taniq.protocol.testimony;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.protocol.testimony.Consent.GivenBy;
import org.taniq.protocol.testimony.Consent.Grant;
import org.taniq.protocol.testimony.Consent.Level;
import org.taniq.protocol.testimony.Consent.Person;
import org.taniq.protocol.testimony.Consent.Purpose;

class TestimonyJsonTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

  static TestimonyJson sample() {
    Consent consent =
        new Consent(
            Person.DETAINEE,
            "мой сын",
            GivenBy.RELATIVE,
            DAY,
            DAY.plusYears(1),
            Map.of(
                Purpose.LAWYER, new Grant(Level.FULL_NAME, "Ə. Quliyev"),
                Purpose.MEDIA, new Grant(Level.NO, null)));
    return TestimonyJson.of(
        fill(32, 1),
        fill(32, 2),
        new SigningKey(fill(32, 3)).publicKey(),
        fill(16, 4),
        2,
        fill(32, 5),
        new TestimonyJson.Told(
            "az",
            "Nə baş verdi: \ud83d",
            List.of(new Detained("X", new AboutDate("1981", true), null)),
            List.of(
                new Event("arrest", new AboutDate("2026-05-17", false), null, "Bakı", "naməlum")),
            List.of(consent)),
        List.of(
            FileEntry.identity(12345, fill(32, 6)),
            FileEntry.attachment(
                "attachments/001", 12, fill(32, 7), "протокол\n\u202E.pdf", "application/pdf"),
            FileEntry.sealedAttachment("attachments/002", 132003, fill(32, 8))));
  }

  @Test
  void what_was_written_reads_back_and_writes_the_same_bytes() throws Exception {
    TestimonyJson json = sample();
    TestimonyJson again = TestimonyJson.parse(json.bytes());
    assertArrayEquals(json.bytes(), again.bytes());
    assertEquals(json.files(), again.files());
    assertEquals(json.consent(), again.consent());
    assertEquals(json.detained(), again.detained());
    assertEquals(json.events(), again.events());
    assertEquals("Nə baş verdi: \uFFFD", again.narrative());
    assertEquals(2, again.follow());
    assertTrue(ThreadJson.parseAny(json.bytes()) instanceof TestimonyJson);
  }

  @Test
  void unknown_fields_survive_a_round_trip_at_every_level() throws Exception {
    ObjectNode node = sample().node();
    node.put("later", 125).putObject("deep").putArray("x").add(true).addNull();
    ((ObjectNode) node.get("consent").get(0)).put("witness", "y");
    ((ObjectNode) node.get("consent").get(0).get("purposes").get("lawyer")).put("until", 5);
    ((ObjectNode) node.get("files").get(1)).put("camera", "z");
    ((ObjectNode) node.get("detained").get(0)).put("article", "274");
    byte[] bytes = StrictJson.pretty(node);
    assertArrayEquals(bytes, TestimonyJson.parse(bytes).bytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format",
        "instance",
        "nonce",
        "thread",
        "sitting",
        "number",
        "follow",
        "reply",
        "language",
        "narrative",
        "consent",
        "files"
      })
  void a_required_field_that_is_missing_or_mistyped_is_refused(String field) {
    refused(node -> node.remove(field));
    refused(node -> node.putNull(field));
    refused(node -> node.put(field, true));
  }

  @Test
  void values_out_of_range_are_refused() {
    refused(node -> node.put("number", 1));
    refused(node -> node.put("follow", 5001));
    refused(node -> node.put("follow", 1.0));
    refused(node -> node.put("format", Labels.format("testimony2")));
    refused(node -> node.put("instance", "AA".repeat(32)));
    refused(node -> ((ObjectNode) node.at("/detained/0/born")).put("date", "2026-02-30"));
    refused(node -> ((ObjectNode) node.at("/detained/0/born")).put("date", "2026-13"));
    refused(node -> ((ObjectNode) node.at("/detained/0/born")).put("date", "81"));
    refused(node -> ((ObjectNode) node.at("/detained/0")).put("name", 5));
    refused(node -> ((ObjectNode) node.at("/consent/0")).put("person", "mother"));
    refused(node -> ((ObjectNode) node.at("/consent/0")).put("given_by", "SELF"));
    refused(node -> ((ObjectNode) node.at("/consent/0")).put("expires", "2027"));
    refused(
        node -> ((ObjectNode) node.at("/consent/0/purposes")).putObject("fun").put("level", "no"));
    refused(node -> ((ObjectNode) node.at("/consent/0/purposes/lawyer")).put("level", "maybe"));
    refused(node -> ((ObjectNode) node.at("/files/1")).put("path", "../etc/passwd"));
    refused(node -> ((ObjectNode) node.at("/files/1")).put("path", "attachments/000"));
    refused(node -> ((ObjectNode) node.at("/files/1")).put("path", "attachments/002"));
    refused(node -> ((ObjectNode) node.at("/files/1")).put("size", -1));
    refused(node -> ((ObjectNode) node.at("/files/1")).put("size", (1L << 33) + 1));
    refused(node -> ((ObjectNode) node.at("/files/1")).put("name", "a\0b"));
    refused(node -> ((ObjectNode) node.at("/files/1")).put("name", "ə".repeat(513)));
    refused(node -> ((ObjectNode) node.at("/files/1")).put("type", "x".repeat(256)));
    refused(node -> ((ObjectNode) node.at("/files/1")).remove("name"));
    refused(node -> ((ObjectNode) node.at("/files/0")).put("sealed", true));
  }

  @Test
  void a_name_of_1024_bytes_is_taken() throws Exception {
    ObjectNode node = sample().node();
    ((ObjectNode) node.at("/files/1")).put("name", "ə".repeat(512));
    assertEquals(512, TestimonyJson.parse(StrictJson.pretty(node)).files().get(1).name().length());
  }

  @Test
  void consent_has_its_defaults_and_ends_with_its_expiry() {
    Consent consent = sample().consent().get(0);
    LocalDate last = DAY.plusYears(1);
    assertEquals(Level.WITHOUT_NAME, consent.level(Purpose.KEEP, last.plusDays(1)));
    assertEquals(Level.FULL_NAME, consent.level(Purpose.LAWYER, last));
    assertEquals(Level.ASK_FIRST, consent.level(Purpose.LAWYER, last.plusDays(1)));
    assertEquals(Level.NO, consent.level(Purpose.COURT, last));
    assertEquals(Level.NO, consent.level(Purpose.MEDIA, last.plusDays(1)));
  }

  @Test
  void a_part_has_its_own_format_and_number() throws Exception {
    PartJson part =
        PartJson.of(
            fill(32, 1),
            fill(32, 2),
            fill(32, 3),
            fill(16, 4),
            5000,
            List.of(FileEntry.identity(1, fill(32, 6))));
    assertArrayEquals(part.bytes(), PartJson.parse(part.bytes()).bytes());
    assertEquals(5000, ThreadJson.parseAny(part.bytes()).number());
    assertThrows(MalformedException.class, () -> TestimonyJson.parse(part.bytes()));
    assertThrows(MalformedException.class, () -> PartJson.parse(sample().bytes()));
    ObjectNode zero = part.node().put("number", 0);
    assertThrows(MalformedException.class, () -> PartJson.parse(StrictJson.pretty(zero)));
  }

  @Test
  void identity_says_nobody_or_somebody_within_its_size() throws Exception {
    assertNull(IdentityJson.parse(IdentityJson.anonymous().bytes()).submitter());
    var submitter = new IdentityJson.Submitter("Ana", "mother", null, "after six");
    IdentityJson json = IdentityJson.of(submitter);
    assertEquals(submitter, IdentityJson.parse(json.bytes()).submitter());
    ObjectNode node = json.node();
    ((ObjectNode) node.at("/submitter")).put("later", 1);
    byte[] bytes = StrictJson.pretty(node);
    assertArrayEquals(bytes, IdentityJson.parse(bytes).bytes());
    var long_ = new IdentityJson.Submitter("x".repeat(6656), null, null, null);
    assertThrows(MalformedException.class, () -> IdentityJson.of(long_));
    assertThrows(
        MalformedException.class,
        () -> IdentityJson.parse("{\"format\":\"taniq.org/v1/identity\"}".getBytes(UTF_8)));
  }

  @Test
  void a_sealed_attachment_describes_itself() throws Exception {
    AttachmentJson json = AttachmentJson.of("şəkil.jpg", "image/jpeg", 3, fill(32, 9));
    AttachmentJson again = AttachmentJson.parse(json.bytes());
    assertEquals("şəkil.jpg", again.name());
    assertArrayEquals(json.bytes(), again.bytes());
  }

  @Test
  void random_mutations_never_give_an_unchecked_exception() {
    Random random = new Random(11);
    byte[] seed = sample().bytes();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = seed.clone();
      for (int j = random.nextInt(2); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) (random.nextInt(96) + 32);
      }
      try {
        ThreadJson.parseAny(bytes).bytes();
      } catch (MalformedException e) {
        refused++;
      }
    }
    assertTrue(refused > 5_000);
  }

  @Test
  void file_digest_is_that_of_the_formula_for_every_cut() throws Exception {
    byte[] content = new byte[(2 << 20) + 5];
    new Random(3).nextBytes(content);
    for (int size :
        new int[] {0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 2 << 20, content.length}) {
      byte[] part = Arrays.copyOf(content, size);
      MessageDigest all = MessageDigest.getInstance("SHA-256");
      all.update(Labels.of("file"));
      all.update(new byte[] {0, 0, 0, 0, 0, (byte) (size >> 16), (byte) (size >> 8), (byte) size});
      for (int at = 0; at < size; at += 1 << 20) {
        all.update(
            MessageDigest.getInstance("SHA-256")
                .digest(Arrays.copyOfRange(part, at, Math.min(size, at + (1 << 20)))));
      }
      byte[] expected = all.digest();
      assertArrayEquals(expected, FileDigest.of(part));
      FileDigest streamed = new FileDigest();
      for (int at = 0; at < size; at += 70_001) {
        streamed.update(part, at, Math.min(70_001, size - at));
      }
      assertEquals(size, streamed.length());
      assertArrayEquals(expected, streamed.finish());
    }
  }

  @Test
  void thread_signature_binds_key_instance_kind_and_bytes() {
    SigningKey key = new SigningKey(fill(32, 3));
    byte[] json = sample().bytes();
    byte[] signature =
        ThreadSignature.sign(key, fill(32, 1), ThreadSignature.Document.TESTIMONY, json);
    assertTrue(verify(key, 1, ThreadSignature.Document.TESTIMONY, json, signature));
    assertEquals(false, verify(key, 2, ThreadSignature.Document.TESTIMONY, json, signature));
    assertEquals(false, verify(key, 1, ThreadSignature.Document.PART, json, signature));
    json[5] ^= 1;
    assertEquals(false, verify(key, 1, ThreadSignature.Document.TESTIMONY, json, signature));
  }

  private static boolean verify(
      SigningKey key, int instance, ThreadSignature.Document kind, byte[] json, byte[] signature) {
    return ThreadSignature.verify(key.publicKey(), fill(32, instance), kind, json, signature);
  }

  private static void refused(Consumer<ObjectNode> change) {
    ObjectNode node = sample().node();
    change.accept(node);
    byte[] bytes = StrictJson.pretty(node);
    assertThrows(MalformedException.class, () -> TestimonyJson.parse(bytes));
  }

  private static byte[] fill(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
