package org.taniq.server.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;
import org.taniq.server.retention.Deletions.Entry;
import org.taniq.server.retention.Deletions.Outcome;
import org.taniq.server.retention.Deletions.Result;
import org.taniq.server.store.EnvelopeId;
import org.taniq.server.store.EnvelopeStore;
import org.taniq.server.store.FileEnvelopeStore;
import org.taniq.server.store.StoredEnvelope;
import org.taniq.server.store.Upload;
import org.taniq.server.store.UploadWriter;

class DeletionsTest {
  private static final LocalDate ARRIVED = LocalDate.of(2026, 11, 23);
  private static final LocalDate LATER = ARRIVED.plusDays(Deletions.KEPT_DAYS);

  @TempDir Path directory;
  private EnvelopeStore store;

  @BeforeEach
  void open() throws Exception {
    store = FileEnvelopeStore.open(directory, 1L << 30, new SecureRandom());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private StoredEnvelope submit(long seed) throws Exception {
    byte[] bytes = new byte[(int) Lengths.envelopeLength(1, Lengths.FLOOR)];
    new Random(seed).nextBytes(bytes);
    KeysetId keyset = KeysetId.of(new byte[] {1});
    System.arraycopy(new FixedHeader(1, 1, Kind.TESTIMONY, keyset).bytes(), 0, bytes, 0, 32);
    Upload upload = store.begin(bytes.length, ARRIVED);
    try (UploadWriter writer = store.write(upload.token(), ARRIVED)) {
      writer.append(bytes, 0, bytes.length);
      return writer.finish();
    }
  }

  private static Entry entry(StoredEnvelope envelope) {
    return new Entry(envelope.id(), envelope.sha256());
  }

  private Path body(StoredEnvelope envelope) throws Exception {
    try (Stream<Path> files = Files.walk(directory.resolve("bodies"))) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(envelope.id().hex()))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void each_entry_gets_its_own_answer_and_only_proved_ones_go() throws Exception {
    StoredEnvelope proved = submit(1);
    StoredEnvelope other = submit(2);
    EnvelopeId unknown = EnvelopeId.random(new SecureRandom());
    Path file = body(proved);
    List<Outcome> outcomes =
        new Deletions(store)
            .apply(
                List.of(
                    new Entry(unknown, proved.sha256()),
                    entry(proved),
                    new Entry(other.id(), proved.sha256())),
                LATER);
    assertEquals(
        List.of(
            new Outcome(unknown, Result.UNKNOWN_ID),
            new Outcome(proved.id(), Result.DELETED),
            new Outcome(other.id(), Result.HASH_DIFFERS)),
        outcomes);
    assertTrue(Files.notExists(file));
    assertEquals(List.of(other), store.list(null, 10));
    close();
    open();
    assertEquals(List.of(other), store.list(null, 10));
    assertTrue(store.health().good());
  }

  @Test
  void seven_days_must_have_passed() throws Exception {
    StoredEnvelope envelope = submit(3);
    List<Entry> order = List.of(entry(envelope));
    Deletions deletions = new Deletions(store);
    assertEquals(Result.TOO_YOUNG, deletions.apply(order, ARRIVED).get(0).result());
    assertEquals(Result.TOO_YOUNG, deletions.apply(order, LATER.minusDays(1)).get(0).result());
    assertEquals(Result.DELETED, deletions.apply(order, LATER).get(0).result());
    assertEquals(Result.UNKNOWN_ID, deletions.apply(order, LATER).get(0).result());
  }

  @Test
  void bytes_that_changed_on_disk_are_kept() throws Exception {
    StoredEnvelope envelope = submit(4);
    Path file = body(envelope);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    Result result = new Deletions(store).apply(List.of(entry(envelope)), LATER).get(0).result();
    assertEquals(Result.HASH_DIFFERS, result);
    assertTrue(Files.exists(file));
    assertEquals(List.of(envelope), store.list(null, 10));
  }

  @Test
  void a_long_order_is_carried_out_whole() throws Exception {
    List<Entry> order = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      order.add(entry(submit(100 + i)));
    }
    List<Outcome> outcomes = new Deletions(store).apply(order, LATER);
    assertTrue(outcomes.stream().allMatch(o -> o.result() == Result.DELETED));
    assertEquals(300, outcomes.size());
    assertTrue(store.list(null, 10).isEmpty());
    assertEquals(0, store.usage().bytes());
  }

  @Test
  void the_words_are_those_of_the_specification() {
    assertEquals(
        List.of("deleted", "unknown_id", "hash_differs", "too_young"),
        Stream.of(Result.values()).map(Result::word).toList());
  }
}
