package org.taniq.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.taniq.server.store.Samples.DAY;
import static org.taniq.server.store.Samples.TEXT;
import static org.taniq.server.store.Samples.submit;
import static org.taniq.server.store.Samples.text;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.server.store.StoreException.Reason;

/** What the file store makes of what it finds when it is opened. */
class FileStoreRecoveryTest {
  @TempDir Path directory;
  private Path home;
  private EnvelopeStore store;

  @BeforeEach
  void open() throws Exception {
    home = directory.resolve("store");
    store = FileEnvelopeStore.open(home, 1L << 30, new SecureRandom());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() throws Exception {
    store.close();
    open();
  }

  private List<StoredEnvelope> fill() throws Exception {
    List<StoredEnvelope> stored = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      stored.add(submit(store, text(i), LocalDate.of(2026, 11, 1 + i % 9)));
    }
    stored.sort((a, b) -> a.id().compareTo(b.id()));
    return stored;
  }

  private Path body(StoredEnvelope envelope) {
    BodyName name = BodyName.of(envelope);
    return home.resolve("bodies")
        .resolve(BodyName.shardName(name.shard()))
        .resolve(name.fileName());
  }

  @Test
  void a_deleted_index_is_made_from_the_bodies() throws Exception {
    List<StoredEnvelope> stored = fill();
    store.close();
    Files.delete(home.resolve("index.mv.db"));
    open();
    assertEquals(stored, store.list(null, 100));
    assertTrue(store.health().good());
    assertEquals(30L * TEXT, store.usage().bytes());
  }

  @Test
  void an_index_of_garbage_is_made_from_the_bodies() throws Exception {
    List<StoredEnvelope> stored = fill();
    store.close();
    Path index = home.resolve("index.mv.db");
    byte[] good = Files.readAllBytes(index);
    byte[] noise = new byte[good.length];
    new Random(1).nextBytes(noise);
    byte[] middle = good.clone();
    System.arraycopy(noise, 0, middle, 8192, good.length - 8192);
    byte[] front = good.clone();
    System.arraycopy(noise, 0, front, 0, 8192);
    byte[] half = Samples.slice(good, 0, good.length / 2);
    byte[] zeros = new byte[good.length];
    for (byte[] bad : List.of(noise, middle, front, half, zeros, new byte[0], new byte[] {1})) {
      Files.write(index, bad);
      open();
      assertEquals(stored, store.list(null, 100));
      assertTrue(store.health().good());
      store.close();
    }
    open();
  }

  @Test
  void an_index_with_any_page_spoilt_still_lists_all() throws Exception {
    List<StoredEnvelope> stored = fill();
    store.close();
    Path index = home.resolve("index.mv.db");
    byte[] good = Files.readAllBytes(index);
    Random random = new Random(2);
    for (int round = 0; round < 12; round++) {
      byte[] bad = good.clone();
      int at = random.nextInt(bad.length - 64);
      for (int i = 0; i < 64; i++) {
        bad[at + i] ^= (byte) (1 + random.nextInt(255));
      }
      Files.write(index, bad);
      open();
      assertEquals(stored, store.list(null, 100), "spoilt at " + at);
      store.close();
    }
    open();
  }

  @Test
  void a_body_without_a_row_is_listed() throws Exception {
    List<StoredEnvelope> stored = fill();
    store.close();
    byte[] old = Files.readAllBytes(home.resolve("index.mv.db"));
    open();
    StoredEnvelope newer = submit(store, text(99));
    store.close();
    Files.write(home.resolve("index.mv.db"), old);
    open();
    assertEquals(newer, store.find(newer.id()).orElseThrow());
    assertEquals(stored.size() + 1, store.list(null, 100).size());
  }

  @Test
  void a_row_without_its_body_is_an_alarm_until_the_body_is_back() throws Exception {
    List<StoredEnvelope> stored = fill();
    StoredEnvelope lost = stored.get(3);
    byte[] bytes = Files.readAllBytes(body(lost));
    store.close();
    Files.delete(body(lost));
    for (int round = 0; round < 2; round++) {
      open();
      assertEquals(new Health(true, 1, 0), store.health());
      assertTrue(store.find(lost.id()).isEmpty());
      assertEquals(29, store.list(null, 100).size());
      store.close();
    }
    Files.write(body(lost), bytes);
    open();
    assertTrue(store.health().good());
    assertEquals(stored, store.list(null, 100));
  }

  @Test
  void a_body_cut_short_is_an_alarm_with_the_index_and_without() throws Exception {
    List<StoredEnvelope> stored = fill();
    store.close();
    try (RandomAccessFile file = new RandomAccessFile(body(stored.get(0)).toFile(), "rw")) {
      file.setLength(TEXT - 1);
    }
    open();
    assertEquals(new Health(true, 0, 1), store.health());
    assertEquals(stored.subList(1, 30), store.list(null, 100));
    store.close();
    Files.delete(home.resolve("index.mv.db"));
    open();
    assertEquals(new Health(true, 0, 1), store.health());
    assertEquals(stored.subList(1, 30), store.list(null, 100));
    assertTrue(Files.exists(body(stored.get(0))));
  }

  @Test
  void files_that_are_not_ours_are_left_alone() throws Exception {
    store.close();
    Path strange = Files.writeString(home.resolve("bodies").resolve("00").resolve("notes"), "x");
    Path upload = Files.writeString(home.resolve("uploads").resolve("notes.txt"), "x");
    open();
    assertTrue(store.list(null, 10).isEmpty());
    assertTrue(store.health().good());
    assertTrue(Files.exists(strange) && Files.exists(upload));
  }

  @Test
  void a_kill_between_last_byte_and_move_leaves_an_unfinished_upload() throws Exception {
    byte[] envelope = text(1);
    UploadToken token = store.begin(TEXT, DAY).token();
    store.close();
    Files.write(home.resolve("uploads").resolve(token.hex() + "." + TEXT + "." + DAY), envelope);
    open();
    assertEquals(TEXT - 1, store.upload(token).orElseThrow().offset());
    try (UploadWriter writer = store.write(token, DAY)) {
      writer.append(envelope, TEXT - 1, 1);
      assertEquals(Samples.sha256(envelope), writer.finish().sha256());
    }
  }

  @Test
  void a_body_is_the_envelope_itself_under_its_hash() throws Exception {
    StoredEnvelope stored = submit(store, text(2));
    assertArrayEquals(text(2), Files.readAllBytes(body(stored)));
    assertTrue(body(stored).getFileName().toString().contains(Samples.sha256(text(2))));
  }

  @Test
  void no_file_or_directory_of_envelopes_tells_an_hour() throws Exception {
    fill();
    UploadToken token = store.begin(TEXT, DAY).token();
    try (UploadWriter writer = store.write(token, DAY.plusDays(1))) {
      writer.append(text(3), 0, 1000);
    }
    StoredEnvelope gone = submit(store, text(4));
    store.delete(List.of(gone.id()));
    midnight(home);
    // As a kill leaves it: written, and its time not yet set back.
    store.close();
    Files.write(
        home.resolve("uploads").resolve(token.hex() + "." + TEXT + "." + DAY), new byte[2000]);
    open();
    midnight(home);
  }

  private static void midnight(Path home) throws Exception {
    int count = 0;
    for (String part : List.of("bodies", "uploads")) {
      List<Path> touched;
      try (Stream<Path> files = Files.walk(home.resolve(part))) {
        touched = files.toList();
      }
      for (Path file : touched) {
        count++;
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        assertEquals(LocalTime.MIDNIGHT, hour(attributes.lastModifiedTime()), file.toString());
        if (attributes.isRegularFile()) {
          assertEquals(LocalTime.MIDNIGHT, hour(attributes.lastAccessTime()), file.toString());
        }
      }
    }
    assertTrue(count > 256 + 30);
  }

  private static LocalTime hour(FileTime time) {
    return LocalTime.ofInstant(time.toInstant(), ZoneOffset.UTC);
  }

  @Test
  void a_second_opener_is_told_that_the_store_is_in_use() throws Exception {
    StoreException e =
        assertThrows(
            StoreException.class, () -> FileEnvelopeStore.open(home, 1L << 30, new SecureRandom()));
    assertEquals(Reason.IN_USE, e.reason());
    submit(store, text(5));
    reopen();
    assertEquals(1, store.list(null, 10).size());
  }

  @Test
  void a_directory_of_something_else_is_refused_and_left_as_it_is() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    Files.writeString(other.resolve("letter.txt"), "dear");
    for (Path wrong : List.of(other, other.resolve("letter.txt"), directory.resolve("a;b"))) {
      StoreException e =
          assertThrows(
              StoreException.class,
              () -> FileEnvelopeStore.open(wrong, 1L << 30, new SecureRandom()));
      assertEquals(Reason.NOT_A_STORE, e.reason());
    }
    assertFalse(Files.exists(other.resolve("lock")));
  }
}
