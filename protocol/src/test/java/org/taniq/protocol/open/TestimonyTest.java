package org.taniq.protocol.open;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.seal.AttachmentSource;
import org.taniq.protocol.seal.Spool;
import org.taniq.protocol.seal.Submission;
import org.taniq.protocol.seal.TestimonySealer;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.protocol.tar.SourceChangedException;
import org.taniq.protocol.testimony.FileEntry;
import org.taniq.protocol.testimony.IdentityJson;
import org.taniq.protocol.testimony.PartJson;
import org.taniq.protocol.testimony.TestimonyJson;
import org.taniq.protocol.testimony.TestimonyJson.Told;

class TestimonyTest {

  static final byte[] NONE = Binding.noContext();
  static final byte[] INSTANCE = new byte[32];

  private final Custodians custodians = new Custodians(2, 3, 3, 41);
  private final Submission.Sender sender =
      new Submission.Sender(
          Bytes.of(INSTANCE), new SigningKey(new byte[32]), Bytes.of(new byte[16]));
  private final Submission.Testimony told =
      new Submission.Testimony(
          new Told("az", "Nə baş verdi…", List.of(), List.of(), List.of()), 2, new byte[32]);

  @Test
  void a_text_weighs_the_same_with_and_without_a_name_and_opens() throws Exception {
    IdentityJson named = IdentityJson.of(new IdentityJson.Submitter("Leyla", "ana", "+994", null));
    byte[] without = seal(told, IdentityJson.anonymous());
    byte[] with = seal(told, named);
    assertEquals(69275, without.length);
    assertEquals(without.length, with.length);

    Read read = read(with);
    TestimonyJson json = assertInstanceOf(TestimonyJson.class, read.opened.json());
    assertEquals("Nə baş verdi…", json.narrative());
    assertEquals(2, json.follow());
    assertArrayEquals(json.bytes(), read.opened.jsonBytes());
    IdentityJson identity = NestedReader.identity(nested(read, FileEntry.IDENTITY, 0, 1, 2));
    assertEquals("Leyla", assertNotNullAnd(identity.submitter()).name());
    assertNull(
        NestedReader.identity(nested(read(without), FileEntry.IDENTITY, 0, 1, 2)).submitter());
  }

  @Test
  void identity_needs_more_custodians_than_the_text() throws Exception {
    Read read = read(seal(told, IdentityJson.anonymous()));
    var refused =
        assertThrows(EnvelopeException.class, () -> nested(read, FileEntry.IDENTITY, 0, 1));
    assertEquals(Reason.TOO_FEW_SHARES, refused.reason());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 61439, 61440, 65480, 65520, 1 << 20, (1 << 20) + 1})
  void attachments_of_every_size_come_back(int size) throws Exception {
    byte[] content = random(size);
    byte[] envelope =
        seal(
            told,
            IdentityJson.anonymous(),
            attachment("протокол.pdf", false, content),
            attachment("üz\n\"-.jpg", true, content),
            attachment("", false, new byte[0]));
    assertTrue(Lengths.onLattice(envelope.length));
    Read read = read(envelope);
    assertEquals(
        List.of(FileEntry.IDENTITY, "attachments/001", "attachments/002", "attachments/003"),
        List.copyOf(read.files.keySet()));
    assertArrayEquals(content, read.files.get("attachments/001"));
    FileEntry plain = read.opened.json().files().get(1);
    assertEquals("протокол.pdf", plain.name());
    FileEntry sealed = read.opened.json().files().get(2);
    assertTrue(sealed.sealed());
    assertNull(sealed.name());
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    var json =
        NestedReader.attachment(
            nested(read, "attachments/002", 2, 1, 0),
            (file, in) -> {
              assertEquals("üz\n\"-.jpg", file.name());
              in.transferTo(inner);
            });
    assertEquals(size, json.size());
    assertArrayEquals(content, inner.toByteArray());
  }

  @Test
  void a_part_carries_further_attachments() throws Exception {
    byte[] envelope =
        seal(new Submission.Part(7), IdentityJson.anonymous(), attachment("a", false, random(9)));
    Read read = read(envelope);
    assertEquals(7, assertInstanceOf(PartJson.class, read.opened.json()).number());
    assertArrayEquals(random(9), read.files.get("attachments/001"));
  }

  @Test
  void a_visitor_need_not_read_anything() throws Exception {
    byte[] envelope = seal(told, IdentityJson.anonymous(), attachment("a", false, random(200_000)));
    List<String> seen = new ArrayList<>();
    TestimonyReader.read(
        new ByteArrayInputStream(custodians.open(envelope, NONE, 0, 1)),
        INSTANCE,
        new TestimonyReader.Visitor() {
          @Override
          public void json(OpenedTestimony opened) {
            seen.add("json");
          }

          @Override
          public void file(FileEntry file, InputStream content) throws IOException {
            seen.add(file.path() + content.read());
          }
        });
    assertEquals(
        List.of("json", "identity.sealed137", "attachments/001" + (random(200_000)[0] & 0xff)),
        seen);
  }

  @Test
  void nine_hundred_ninety_nine_attachments_fit_and_one_more_does_not() throws Exception {
    AttachmentSource[] many = new AttachmentSource[999];
    Arrays.fill(many, attachment("x", false, new byte[1]));
    assertEquals(1000, read(seal(told, IdentityJson.anonymous(), many)).files.size());
    var tooMany = Collections.nCopies(1000, many[0]);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Submission(sender, told, IdentityJson.anonymous(), tooMany));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_file_that_changes_between_its_two_readings_is_named(boolean showsIdentity) {
    byte[] before = random(100_000);
    byte[] after = before.clone();
    after[99_999] ^= 1;
    for (byte[] second : List.of(after, random(99_999), random(100_001))) {
      AtomicInteger opened = new AtomicInteger();
      AttachmentSource changing =
          new AttachmentSource(
              "a",
              "",
              showsIdentity,
              before.length,
              () -> new ByteArrayInputStream(opened.getAndIncrement() == 0 ? before : second));
      var changed =
          assertThrows(
              SourceChangedException.class, () -> seal(told, IdentityJson.anonymous(), changing));
      assertEquals("changed while being read", changed.getMessage());
      assertEquals(2, opened.get());
    }
  }

  @Test
  void a_file_of_another_size_is_named_at_its_first_reading() {
    for (int claimed : new int[] {0, 9, 11, 1 << 20}) {
      AttachmentSource wrong =
          new AttachmentSource("a", "", false, claimed, () -> new ByteArrayInputStream(random(10)));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThrows(
          SourceChangedException.class,
          () -> sealer().seal(submission(told, IdentityJson.anonymous(), wrong), out));
      assertEquals(0, out.size());
    }
  }

  @Test
  void a_sealed_attachment_spoiled_in_the_spool_is_noticed() {
    Map<Integer, ByteArrayOutputStream> kept = new HashMap<>();
    Spool spoiling =
        new Spool() {
          @Override
          public ByteArrayOutputStream write(int number) {
            return kept.computeIfAbsent(number, key -> new ByteArrayOutputStream());
          }

          @Override
          public InputStream read(int number) {
            byte[] bytes = kept.get(number).toByteArray();
            bytes[bytes.length - 1] ^= 1;
            return new ByteArrayInputStream(bytes);
          }
        };
    TestimonySealer sealer =
        new TestimonySealer(custodians.recipients, custodians.random, spoiling);
    Submission submission =
        submission(told, IdentityJson.anonymous(), attachment("a", true, random(5)));
    assertThrows(
        SourceChangedException.class, () -> sealer.seal(submission, new ByteArrayOutputStream()));
  }

  @Test
  void more_than_eight_gib_is_refused_before_anything_is_read() {
    AttachmentSource.Content never =
        () -> {
          throw new IOException("was opened");
        };
    AttachmentSource half = new AttachmentSource("a", "", false, (1L << 32) + 1, never);
    AttachmentSource whole = new AttachmentSource("a", "", false, 1L << 33, never);
    for (AttachmentSource[] files :
        List.of(new AttachmentSource[] {half, half}, new AttachmentSource[] {whole})) {
      var refused =
          assertThrows(EnvelopeException.class, () -> seal(told, IdentityJson.anonymous(), files));
      assertEquals(Reason.TOO_LARGE, refused.reason());
    }
  }

  @Test
  void an_identity_lifted_into_another_envelope_opens_for_nobody() throws Exception {
    Read first = read(seal(told, IdentityJson.anonymous()));
    Read second = read(seal(told, IdentityJson.anonymous()));
    byte[] sealed = first.files.get(FileEntry.IDENTITY);
    byte[] context = NestedReader.context(second.opened.json());
    assertFalse(Arrays.equals(context, NestedReader.context(first.opened.json())));
    var refused =
        assertThrows(EnvelopeException.class, () -> custodians.open(sealed, context, 0, 1, 2));
    assertEquals(Reason.SLOT_UNREADABLE, refused.reason());
  }

  @Test
  void a_closed_reply_key_is_gone_and_says_nothing() {
    assertEquals("Testimony[REDACTED]", told.toString());
    told.close();
    assertTrue(told.isDestroyed());
    assertThrows(IllegalStateException.class, () -> seal(told, IdentityJson.anonymous()));
  }

  private record Read(OpenedTestimony opened, Map<String, byte[]> files) {}

  private Read read(byte[] envelope) throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    OpenedTestimony opened =
        TestimonyReader.read(
            new ByteArrayInputStream(custodians.open(envelope, NONE, 0, 1)),
            INSTANCE,
            new TestimonyReader.Visitor() {
              @Override
              public void json(OpenedTestimony json) {
                assertTrue(files.isEmpty());
              }

              @Override
              public void file(FileEntry file, InputStream content) throws IOException {
                files.put(file.path(), content.readAllBytes());
              }
            });
    return new Read(opened, files);
  }

  private InputStream nested(Read read, String path, int... slots) throws Exception {
    byte[] context = NestedReader.context(read.opened.json());
    return new ByteArrayInputStream(custodians.open(read.files.get(path), context, slots));
  }

  private byte[] seal(Submission.Body body, IdentityJson identity, AttachmentSource... attachments)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sealer().seal(submission(body, identity, attachments), out);
    return out.toByteArray();
  }

  private TestimonySealer sealer() {
    return new TestimonySealer(custodians.recipients, custodians.random, Spool.inMemory());
  }

  private Submission submission(
      Submission.Body body, IdentityJson identity, AttachmentSource... attachments) {
    return new Submission(sender, body, identity, List.of(attachments));
  }

  private static AttachmentSource attachment(String name, boolean showsIdentity, byte[] content) {
    return new AttachmentSource(
        name, "", showsIdentity, content.length, () -> new ByteArrayInputStream(content));
  }

  private static <T> T assertNotNullAnd(T value) {
    assertNotNull(value);
    return value;
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
