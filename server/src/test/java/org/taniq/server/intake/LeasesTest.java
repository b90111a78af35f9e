package org.taniq.server.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.server.MovingClock;
import org.taniq.server.http.Envelopes;
import org.taniq.server.retention.SpacePolicy;
import org.taniq.server.store.FileEnvelopeStore;
import org.taniq.server.store.SizeClass;
import org.taniq.server.store.Upload;
import org.taniq.server.store.UploadToken;

/** Unfinished uploads do not close a size class. */
class LeasesTest {
  private static final int CAP = 4;
  private static final byte[] TEXT = Envelopes.text(1);

  @TempDir Path directory;
  private final MovingClock clock = new MovingClock();
  private FileEnvelopeStore store;
  private Intake intake;

  @BeforeEach
  void open() throws Exception {
    store = FileEnvelopeStore.open(directory, 1L << 30, new SecureRandom());
    intake =
        new Intake(
            store,
            new SpacePolicy(CAP, CAP, CAP),
            (keyset, day) -> new KeysetJudge.Quorum(2, 3),
            clock,
            clock::nanoTime,
            1 << 20);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** A body that is all there. */
  private static Chunk bytes(int from, int to) {
    ByteArrayInputStream in = new ByteArrayInputStream(Envelopes.part(TEXT, from, to));
    return new Chunk() {
      @Override
      public int read(byte[] buffer, int count) {
        return in.read(buffer, 0, count);
      }

      @Override
      public void cut() {}
    };
  }

  private UploadToken begin(int bytes) throws Exception {
    UploadToken token = intake.begin(TEXT.length).token();
    clock.now = clock.now.plusMillis(1);
    if (bytes > 0) {
      append(token, 0, bytes);
    }
    return token;
  }

  private Upload append(UploadToken token, int from, int to) throws IntakeException, IOException {
    return intake.append(token, from, to - from, bytes(from, to));
  }

  private void passes(Duration time) {
    clock.now = clock.now.plus(time);
  }

  private void assertThere(boolean there, UploadToken token) throws Exception {
    assertEquals(there, store.upload(token).isPresent());
  }

  private void assertRefused() {
    IntakeException refused = assertThrows(IntakeException.class, () -> begin(0));
    assertEquals(Refusal.TRY_LATER, refused.refusal());
  }

  @Test
  void uploads_that_sent_nothing_give_way_the_oldest_first() throws Exception {
    UploadToken first = begin(0);
    UploadToken second = begin(0);
    begin(0);
    begin(0);
    UploadToken fifth = begin(0);
    assertThere(false, first);
    assertThere(true, second);
    begin(0);
    assertThere(false, second);
    assertThere(true, fifth);
  }

  @Test
  void the_least_advanced_gives_way_and_one_that_goes_on_is_finished() throws Exception {
    UploadToken goesOn = begin(4096);
    UploadToken little = begin(40);
    UploadToken more = begin(2000);
    UploadToken most = begin(6400);
    passes(Duration.ofMinutes(20));
    append(goesOn, 4096, 8192);
    begin(0);
    assertThere(false, little);
    begin(3000);
    begin(3000);
    assertThere(true, goesOn);
    assertThere(true, most);
    assertThere(false, more);
    passes(Duration.ofSeconds(100));
    assertEquals(true, append(goesOn, 8192, TEXT.length).finished());
  }

  @Test
  void bytes_buy_time_and_a_full_class_waits_for_its_end() throws Exception {
    for (int i = 0; i < CAP; i++) {
      begin(6400);
    }
    assertRefused();
    passes(Duration.ofSeconds(90));
    assertRefused();
    passes(Duration.ofSeconds(20));
    begin(0);
  }

  @Test
  void a_byte_a_day_keeps_nobody_in() throws Exception {
    UploadToken[] held = new UploadToken[CAP];
    for (int i = 0; i < CAP; i++) {
      held[i] = begin(1000);
    }
    for (int day = 0; day < 5; day++) {
      passes(Duration.ofHours(23));
      for (UploadToken token : held) {
        append(token, 1000 + day, 1001 + day);
      }
    }
    passes(Duration.ofHours(1));
    begin(6400);
    begin(6400);
    begin(6400);
    begin(6400);
    for (UploadToken token : held) {
      assertThere(false, token);
    }
  }

  @Test
  void one_that_somebody_writes_to_stays() throws Exception {
    UploadToken written = begin(0);
    UploadToken idle = begin(0);
    begin(0);
    begin(0);
    try (var writer = store.write(written, LocalDate.of(2026, 11, 25))) {
      begin(0);
      writer.append(TEXT, 0, 10);
    }
    assertThere(true, written);
    assertThere(false, idle);
  }

  @Test
  void what_was_there_before_a_restart_gives_way_too() throws Exception {
    for (int i = 0; i < CAP; i++) {
      begin(6400);
    }
    store.close();
    open();
    begin(0);
  }

  @Test
  void many_bytes_buy_more_than_a_quarter_of_an_hour() throws Exception {
    for (int i = 0; i < CAP; i++) {
      begin(60_000);
    }
    passes(Duration.ofSeconds(920));
    assertRefused();
    passes(Duration.ofSeconds(30));
    begin(0);
  }

  @Test
  void uploads_that_are_gone_are_forgotten() throws Exception {
    Leases leases = new Leases(store, clock::nanoTime);
    SecureRandom random = new SecureRandom();
    LocalDate day = LocalDate.of(2026, 11, 24);
    for (int i = 0; i < 10_000; i++) {
      leases.begun(new Upload(UploadToken.random(random), TEXT.length, 0, day, day, false));
    }
    assertTrue(leases.remembered(TEXT.length) <= 4096);
  }

  /** Whoever waited while another made room finds it. */
  @Test
  void uploads_give_way_to_those_who_need_room_alone() throws Exception {
    SizeClass texts = SizeClass.of(TEXT.length);
    Leases leases = new Leases(store, clock::nanoTime);
    for (int i = 0; i < CAP; i++) {
      leases.begun(store.begin(TEXT.length, LocalDate.of(2026, 11, 25)));
    }
    passes(Duration.ofSeconds(1));
    for (int i = 0; i < 3; i++) {
      leases.makeRoom(texts, CAP);
      assertEquals(CAP - 1, store.unfinished(texts).size());
    }
  }
}
