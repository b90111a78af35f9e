package org.taniq.cli.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.cli.vault.CustodyLog;
import org.taniq.protocol.signed.Epoch;
import org.taniq.protocol.signed.SigningKey;

/** What the custody log tells of what was given up. */
class GivenUpTest {
  private static final LocalDate DAY = LocalDate.of(2027, 2, 22);
  private static final List<Epoch> WEEK = List.of(Epoch.live(LocalDate.of(2026, 11, 25)));
  private static final String ID = "ab".repeat(32);

  /** As many as a keyring has at most. SPEC §7.3. */
  private static final int MOST_EPOCHS = 4096;

  private final SigningKey aygun = key(1);
  private final SigningKey rashad = key(2);
  private @TempDir Path directory;
  private CustodyLog log;

  private static SigningKey key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return new SigningKey(bytes);
  }

  private CustodyLog open() throws Exception {
    return CustodyLog.open(directory, new byte[32], DAY, key -> true, new SecureRandom());
  }

  private GivenUp read() {
    return GivenUp.of(log.entries());
  }

  @BeforeEach
  void begin() throws Exception {
    log = open();
  }

  @AfterEach
  void end() throws Exception {
    log.close();
  }

  @Test
  void nobody_gives_up_in_the_name_of_another() throws Exception {
    GivenUp.append(log, aygun.id(), WEEK, List.of(ID));
    log.commit(List.of(rashad));
    assertFalse(read().before(ID, aygun.id(), WEEK, true));
    assertEquals(List.of(), read().by(ID));
    GivenUp.append(log, aygun.id(), WEEK, List.of(ID));
    log.commit(List.of(aygun));
    assertTrue(read().before(ID, aygun.id(), WEEK, true));
    assertFalse(read().before(ID, rashad.id(), WEEK, true));
    assertEquals(DAY.toString(), read().by(ID).get(0).day());
  }

  @Test
  void what_turns_out_to_be_of_a_later_week_is_asked_for_again() throws Exception {
    GivenUp.append(log, aygun.id(), WEEK, List.of(ID));
    log.commit(List.of(aygun));
    List<Epoch> later = List.of(Epoch.live(LocalDate.of(2026, 12, 2)));
    assertTrue(read().before(ID, aygun.id(), WEEK, false));
    assertTrue(read().before(ID, aygun.id(), later, true));
    assertFalse(read().before(ID, aygun.id(), later, false));
  }

  @Test
  void a_flood_given_up_at_once_takes_many_lines_and_none_is_missing() throws Exception {
    List<Epoch> epochs = new ArrayList<>();
    for (int i = 0; i < MOST_EPOCHS; i++) {
      epochs.add(Epoch.live(DAY.plusWeeks(i)));
    }
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3 * GivenUp.IDS_PER_LINE + 1; i++) {
      ids.add(String.format("%064x", i));
    }
    GivenUp.append(log, aygun.id(), epochs, ids);
    log.commit(List.of(aygun));
    log.close();
    log = open();
    assertEquals(4, log.entries().stream().filter(e -> e.what().equals("given-up")).count());
    ids.forEach(id -> assertTrue(read().before(id, aygun.id(), epochs, false), id));
  }
}
