package org.taniq.protocol.open;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.taniq.protocol.envelope.EnvelopeException;
import org.taniq.protocol.envelope.EnvelopeException.Reason;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.protocol.tar.TarWriter;
import org.taniq.protocol.testimony.AttachmentJson;
import org.taniq.protocol.testimony.FileDigest;
import org.taniq.protocol.testimony.FileEntry;
import org.taniq.protocol.testimony.IdentityJson;
import org.taniq.protocol.testimony.PartJson;
import org.taniq.protocol.testimony.TestimonyJson;
import org.taniq.protocol.testimony.TestimonyJson.Told;
import org.taniq.protocol.testimony.ThreadSignature;
import org.taniq.protocol.testimony.ThreadSignature.Document;

/** Plaintexts that a submitter with keys, but without our software, could seal. */
class HostileTestimonyTest {

  private static final byte[] INSTANCE = new byte[32];
  private static final SigningKey THREAD = new SigningKey(new byte[32]);
  private static final byte[] IDENTITY = new byte[100];
  private static final byte[] CONTENT = "an attachment".getBytes(UTF_8);

  @Test
  void a_good_one_is_read() throws Exception {
    read(pad(tar(files())));
  }

  @Test
  void files_that_must_be_there_are_missed() {
    for (String name : List.of("thread.sig", "identity.sealed", "attachments/001")) {
      Map<String, byte[]> files = files();
      boolean cut = false;
      for (String each : List.copyOf(files.keySet())) {
        cut |= each.equals(name);
        if (cut) {
          files.remove(each);
        }
      }
      assertRefused(Reason.MISSING_FILE, files);
    }
    assertRefused(Reason.MISSING_FILE, Map.of());
  }

  @Test
  void an_identity_that_is_not_listed_is_missed() {
    Map<String, byte[]> files = files();
    sign(files, json(List.of(attachment())));
    assertRefused(Reason.DIGEST_MISMATCH, files);
    files.remove("identity.sealed");
    assertRefused(Reason.BAD_TAR, files);
    files.remove("attachments/001");
    sign(files, json(List.of()));
    assertRefused(Reason.MISSING_FILE, files);
  }

  @Test
  void names_stand_in_their_order() {
    Map<String, byte[]> files = files();
    byte[] signature = files.remove("thread.sig");
    files.put("thread.sig", signature);
    assertRefused(Reason.BAD_TAR, files);
    for (String name :
        List.of("attachments/002", "attachments/000", "attachments/1", "attachments/0001", "x")) {
      Map<String, byte[]> renamed = files();
      renamed.put(name, renamed.remove("attachments/001"));
      assertRefused(Reason.BAD_TAR, renamed);
    }
    Map<String, byte[]> renamed = new LinkedHashMap<>();
    files().forEach((name, bytes) -> renamed.put(name.replace("testimony", "other"), bytes));
    assertRefused(Reason.BAD_TAR, renamed);
  }

  @Test
  void a_file_that_is_not_listed_is_refused() {
    Map<String, byte[]> files = files();
    files.put("attachments/002", CONTENT);
    assertRefused(Reason.DIGEST_MISMATCH, files);
  }

  @Test
  void content_of_another_digest_or_size_is_refused() {
    for (String name : List.of("identity.sealed", "attachments/001")) {
      byte[] other = files().get(name).clone();
      other[other.length - 1] ^= 1;
      for (byte[] content : List.of(other, Arrays.copyOf(other, other.length - 1), new byte[0])) {
        Map<String, byte[]> files = files();
        files.put(name, content);
        assertRefused(Reason.DIGEST_MISMATCH, files);
      }
    }
  }

  @Test
  void json_that_is_none_is_named() {
    for (String json : List.of("", "{}", "[]", "null", "{\"a\":1,\"a\":1}", "\u0000")) {
      Map<String, byte[]> files = files();
      files.put("testimony.json", json.getBytes(UTF_8));
      assertRefused(Reason.BAD_JSON, files);
    }
  }

  @Test
  void a_part_under_the_name_of_a_testimony_is_no_testimony() {
    byte[] part =
        PartJson.of(
                INSTANCE, new byte[32], THREAD.publicKey(), new byte[16], 1, List.of(identity()))
            .bytes();
    Map<String, byte[]> files = files();
    files.remove("attachments/001");
    sign(files, part);
    assertRefused(Reason.BAD_JSON, files);
  }

  @Test
  void a_signature_for_a_part_is_none_for_a_testimony() {
    Map<String, byte[]> files = files();
    byte[] json = files.get("testimony.json");
    files.put("thread.sig", ThreadSignature.sign(THREAD, INSTANCE, Document.PART, json));
    assertRefused(Reason.THREAD_SIGNATURE_INVALID, files);
  }

  @Test
  void every_flipped_byte_of_thread_sig_is_noticed() {
    for (int at = 0; at < 64; at++) {
      Map<String, byte[]> files = files();
      files.get("thread.sig")[at] ^= 4;
      assertRefused(Reason.THREAD_SIGNATURE_INVALID, files);
    }
    Map<String, byte[]> files = files();
    files.put("thread.sig", new byte[63]);
    assertRefused(Reason.BAD_TAR, files);
  }

  @Test
  void another_instance_is_named() {
    byte[] other = INSTANCE.clone();
    other[0] = 1;
    var refused =
        assertThrows(
            EnvelopeException.class,
            () ->
                TestimonyReader.read(
                    new ByteArrayInputStream(pad(tar(files()))), other, new Collector()));
    assertEquals(Reason.WRONG_INSTANCE, refused.reason());
  }

  @Test
  void more_padding_than_needed_is_refused() throws Exception {
    byte[] tar = tar(files());
    assertReason(Reason.BAD_LENGTH, Arrays.copyOf(tar, tar.length));
    assertReason(Reason.BAD_LENGTH, Arrays.copyOf(tar, 67584));
    assertReason(Reason.BAD_LENGTH, Arrays.copyOf(tar, 131072));
    byte[] dirty = pad(tar);
    dirty[dirty.length - 1] = 1;
    assertReason(Reason.PADDING_NOT_ZERO, dirty);
  }

  @Test
  void a_json_of_more_than_four_mib_is_not_read() {
    Map<String, byte[]> files = files();
    files.put("testimony.json", new byte[(4 << 20) + 1]);
    assertRefused(Reason.BAD_TAR, files);
  }

  @Test
  void nothing_is_shown_before_the_signature_is_verified() {
    Map<String, byte[]> files = files();
    files.get("thread.sig")[0] ^= 1;
    Collector collector = new Collector();
    assertThrows(
        EnvelopeException.class,
        () -> TestimonyReader.read(new ByteArrayInputStream(pad(tar(files))), INSTANCE, collector));
    assertEquals(List.of(), collector.seen);
  }

  @Test
  void the_visitors_own_failure_comes_through() {
    Collector failing = new Collector();
    failing.onFile =
        file -> {
          throw new UncheckedIOException(new IOException("disk full"));
        };
    var failure =
        assertThrows(
            UncheckedIOException.class,
            () ->
                TestimonyReader.read(
                    new ByteArrayInputStream(pad(tar(files()))), INSTANCE, failing));
    assertEquals("disk full", failure.getCause().getMessage());
  }

  @Test
  void mutated_plaintexts_never_give_an_unchecked_exception() throws Exception {
    byte[] good = pad(tar(files()));
    int used = tar(files()).length;
    Random random = new Random(5);
    EnumSet<Reason> met = EnumSet.noneOf(Reason.class);
    for (int i = 0; i < 3_000; i++) {
      byte[] mutated = good.clone();
      mutated[random.nextInt(used)] = (byte) random.nextInt();
      if (i % 7 == 0) {
        mutated = Arrays.copyOf(mutated, random.nextInt(mutated.length));
      }
      try {
        read(mutated);
        assertTrue(Arrays.equals(mutated, good));
      } catch (EnvelopeException refused) {
        met.add(refused.reason());
      }
    }
    assertTrue(met.size() >= 6, met.toString());
  }

  @Test
  void an_identity_of_another_shape_is_refused() throws Exception {
    byte[] json = IdentityJson.anonymous().bytes();
    byte[] good = tar(Map.of("identity.json", json));
    NestedReader.identity(new ByteArrayInputStream(Arrays.copyOf(good, 8192)));
    assertIdentity(Reason.BAD_LENGTH, Arrays.copyOf(good, 8191));
    assertIdentity(Reason.BAD_LENGTH, Arrays.copyOf(good, 65536));
    byte[] dirty = Arrays.copyOf(good, 8192);
    dirty[8191] = 1;
    assertIdentity(Reason.PADDING_NOT_ZERO, dirty);
    assertIdentity(Reason.BAD_JSON, padTo(8192, Map.of("identity.json", new byte[3])));
    assertIdentity(Reason.BAD_TAR, padTo(8192, Map.of("identity.json", new byte[6657])));
    assertIdentity(Reason.BAD_TAR, padTo(8192, Map.of("other.json", json)));
    assertIdentity(Reason.MISSING_FILE, new byte[8192]);
    Map<String, byte[]> two = new LinkedHashMap<>();
    two.put("identity.json", json);
    two.put("more", json);
    assertIdentity(Reason.BAD_TAR, padTo(8192, two));
  }

  @Test
  void a_sealed_attachment_of_another_shape_is_refused() throws Exception {
    byte[] json = AttachmentJson.of("a", "", CONTENT.length, FileDigest.of(CONTENT)).bytes();
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("attachment.json", json);
    files.put("content", CONTENT);
    readAttachment(padTo(65536, files));
    assertAttachment(Reason.BAD_LENGTH, padTo(67584, files));
    files.put("content", new byte[CONTENT.length]);
    assertAttachment(Reason.DIGEST_MISMATCH, padTo(65536, files));
    files.put("content", new byte[CONTENT.length + 1]);
    assertAttachment(Reason.DIGEST_MISMATCH, padTo(65536, files));
    files.put("content", CONTENT);
    files.put("more", CONTENT);
    assertAttachment(Reason.BAD_TAR, padTo(65536, files));
    files.remove("more");
    files.put("attachment.json", "{}".getBytes(UTF_8));
    assertAttachment(Reason.BAD_JSON, padTo(65536, files));
    files.remove("content");
    files.put("attachment.json", json);
    assertAttachment(Reason.MISSING_FILE, padTo(65536, files));
    files.remove("attachment.json");
    files.put("content", CONTENT);
    assertAttachment(Reason.BAD_TAR, padTo(65536, files));
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    sign(files, json(List.of(identity(), attachment())));
    files.put("identity.sealed", IDENTITY.clone());
    files.put("attachments/001", CONTENT.clone());
    return files;
  }

  private static void sign(Map<String, byte[]> files, byte[] json) {
    files.put("testimony.json", json);
    files.put("thread.sig", ThreadSignature.sign(THREAD, INSTANCE, Document.TESTIMONY, json));
  }

  private static byte[] json(List<FileEntry> files) {
    Told told = new Told("az", "…", List.of(), List.of(), List.of());
    return TestimonyJson.of(
            INSTANCE, new byte[32], THREAD.publicKey(), new byte[16], 0, new byte[32], told, files)
        .bytes();
  }

  private static FileEntry identity() {
    return FileEntry.identity(IDENTITY.length, FileDigest.of(IDENTITY));
  }

  private static FileEntry attachment() {
    return FileEntry.attachment(
        "attachments/001", CONTENT.length, FileDigest.of(CONTENT), "a", "text/plain");
  }

  private static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(out);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      tar.entry(file.getKey(), file.getValue());
    }
    tar.finish();
    return out.toByteArray();
  }

  private static byte[] pad(byte[] tar) throws EnvelopeException {
    return Arrays.copyOf(tar, (int) Lengths.padded(tar.length));
  }

  private static byte[] padTo(int length, Map<String, byte[]> files) throws IOException {
    return Arrays.copyOf(tar(files), length);
  }

  private static void read(byte[] padded) throws IOException, EnvelopeException {
    TestimonyReader.read(new ByteArrayInputStream(padded), INSTANCE, new Collector());
  }

  private static void readAttachment(byte[] padded) throws IOException, EnvelopeException {
    NestedReader.attachment(
        new ByteArrayInputStream(padded), (file, content) -> content.readAllBytes());
  }

  private static void assertRefused(Reason reason, Map<String, byte[]> files) {
    assertEquals(
        reason, assertThrows(EnvelopeException.class, () -> read(pad(tar(files)))).reason());
  }

  private static void assertReason(Reason reason, byte[] padded) {
    assertEquals(reason, assertThrows(EnvelopeException.class, () -> read(padded)).reason());
  }

  private static void assertIdentity(Reason reason, byte[] padded) {
    var refused =
        assertThrows(
            EnvelopeException.class, () -> NestedReader.identity(new ByteArrayInputStream(padded)));
    assertEquals(reason, refused.reason());
  }

  private static void assertAttachment(Reason reason, byte[] padded) {
    assertEquals(
        reason, assertThrows(EnvelopeException.class, () -> readAttachment(padded)).reason());
  }

  private static final class Collector implements TestimonyReader.Visitor {

    final List<String> seen = new ArrayList<>();
    Consumer<FileEntry> onFile = file -> {};

    @Override
    public void json(OpenedTestimony opened) {
      assertFalse(opened.toString().contains("…"));
      seen.add("json");
    }

    @Override
    public void file(FileEntry file, InputStream content) {
      seen.add(file.path());
      onFile.accept(file);
    }
  }
}
