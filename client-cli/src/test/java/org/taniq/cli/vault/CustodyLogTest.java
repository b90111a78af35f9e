package org.taniq.cli.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.cli.vault.VaultException.Reason;
import org.taniq.protocol.signed.SigningKey;

class CustodyLogTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
  private static final byte[] INSTANCE = new byte[32];

  private final SigningKey aygun = key(1);
  private final SigningKey rashad = key(2);
  private @TempDir Path directory;

  private static SigningKey key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return new SigningKey(bytes);
  }

  private CustodyLog open() throws IOException, VaultException {
    return open(DAY);
  }

  private CustodyLog open(LocalDate day) throws IOException, VaultException {
    return CustodyLog.open(
        directory,
        INSTANCE,
        day,
        key -> Arrays.equals(key, aygun.publicKey()) || Arrays.equals(key, rashad.publicKey()),
        new SecureRandom());
  }

  private Reason refusal() {
    return assertThrows(VaultException.class, () -> open().close()).reason();
  }

  private Path file() {
    return directory.resolve("log");
  }

  private List<String> lines() throws IOException {
    return new ArrayList<>(Files.readAllLines(file()));
  }

  private void rewrite(List<String> lines) throws IOException {
    Files.writeString(file(), String.join("\n", lines) + "\n");
  }

  private static ObjectNode details(int n) {
    return LogEntry.details().put("envelope", String.format("%064x", n));
  }

  @Test
  void details_never_take_the_place_of_what_every_line_says() throws Exception {
    try (CustodyLog log = open()) {
      for (String name : List.of("number", "previous", "day", "what", "salt")) {
        ObjectNode details = LogEntry.details().put(name, 7);
        assertThrows(IllegalArgumentException.class, () -> log.append("failure", details), name);
      }
    }
    open().close();
  }

  @BeforeEach
  void begin_a_log_with_five_entries() throws Exception {
    try (CustodyLog log = open()) {
      log.append("import", details(1));
      log.append("import", details(2));
      log.commit(List.of());
      log.append("open", details(1));
      log.commit(List.of(aygun, rashad));
    }
    assertEquals(5, lines().size());
  }

  @Test
  void what_was_written_is_read_again() throws Exception {
    try (CustodyLog log = open()) {
      assertEquals(
          List.of("begin", "import", "import", "open", "signatures"),
          log.entries().stream().map(LogEntry::what).toList());
      assertEquals(String.format("%064x", 2), log.entries().get(2).field("envelope"));
      assertEquals(0, log.unsigned());
    }
  }

  /** Chain and salts take no key: somebody who had the home can write a line that fits. */
  private LogEntry plant(String what) throws Exception {
    LogEntry last = LogEntry.parse(lines().get(4).getBytes(StandardCharsets.UTF_8));
    byte[] line = LogEntry.line(5, last.hash(), DAY, what, new byte[16], details(2));
    Files.write(file(), line, StandardOpenOption.APPEND);
    Files.writeString(file(), "\n", StandardOpenOption.APPEND);
    return LogEntry.parse(line);
  }

  private String ours(ObjectNode details) throws Exception {
    LogEntry last = LogEntry.parse(lines().get(4).getBytes(StandardCharsets.UTF_8));
    return new String(
        LogEntry.line(5, last.hash(), DAY, "import", new byte[16], details),
        StandardCharsets.UTF_8);
  }

  private void append(String line) throws IOException {
    Files.writeString(file(), line + "\n", StandardOpenOption.APPEND);
  }

  @Test
  void a_line_in_another_spelling_is_no_line() throws Exception {
    byte[] whole = Files.readAllBytes(file());
    String ours = ours(details(2).put("size", 7).put("reason", "\u001f/"));
    append(ours);
    try (CustodyLog log = open()) {
      assertEquals(6, log.entries().size());
      assertEquals(ours, log.entries().get(5).line());
    }
    List<String> others =
        List.of(
            ours.replace(":7,", ": 7,"),
            ours.replace(",", ", "),
            " " + ours,
            ours + " ",
            "\ufeff" + ours,
            ours.replace("import", "\\u0069mport"),
            ours.replace("\\u001F", "\\u001f"),
            ours.replace("/", "\\/"),
            ours.replace(":7,", ":7.0,"),
            ours.replace(":7,", ":7e0,"),
            ours.replace(":7,", ":-0,"),
            ours.replace(":7,", ":9007199254740992,"),
            ours.replace(":7,", ":[0.5],"),
            ours.replace("\"number\":5", "\"number\":18446744073709551621"),
            ours.replace("\\u001F", "\\ud800"),
            ours.replace("{\"number\":5,", "{").replace("}", ",\"number\":5}"),
            ours.replace("\"what\":\"import\",", "")
                .replace("\"envelope", "\"what\":\"import\",\"envelope"),
            ours.replace(DAY.toString(), "+12026-11-23"));
    for (String other : others) {
      assertNotEquals(ours, other);
      Files.write(file(), whole);
      append(other);
      assertEquals(Reason.LOG_ALTERED, refusal(), other);
    }
  }

  @Test
  void a_line_is_as_long_as_the_specification_allows_and_no_longer() throws Exception {
    byte[] whole = Files.readAllBytes(file());
    int left = (1 << 16) - ours(details(2).put("reason", "")).length();
    append(ours(details(2).put("reason", "r".repeat(left))));
    open().close();
    Files.write(file(), whole);
    append(ours(details(2).put("reason", "r".repeat(left))).replace("rrr", "rrrr"));
    assertEquals(Reason.LOG_ALTERED, refusal());
  }

  @Test
  void a_signature_in_another_spelling_is_none() throws Exception {
    List<String> padded = lines();
    padded.set(4, padded.get(4).replaceFirst("(\"signature\":\"[^\"]*)\"", "$1==\""));
    rewrite(padded);
    Files.delete(directory.resolve("head"));
    assertEquals(Reason.LOG_ALTERED, refusal());
  }

  @Test
  void a_line_that_nobody_writes_unsigned_counts_for_nothing() throws Exception {
    for (String what : List.of("vault", "open", "failure", "exporting", "export", "exported")) {
      plant(what);
      try (CustodyLog log = open()) {
        assertEquals(5, log.entries().size(), what);
      }
      assertEquals(5, lines().size(), what);
    }
  }

  @Test
  void a_planted_line_that_the_head_tells_of_raises_the_alarm() throws Exception {
    LogHead.write(directory, plant("vault"));
    assertEquals(Reason.LOG_ALTERED, refusal());
  }

  @Test
  void whoever_is_no_custodian_signs_nothing_and_closes_no_home() throws Exception {
    try (CustodyLog log = open()) {
      log.append("open", details(2));
      log.commit(List.of(key(9), aygun));
    }
    try (CustodyLog log = open()) {
      assertEquals(7, log.entries().size());
      log.append("open", details(2));
      assertThrows(IllegalStateException.class, () -> log.commit(List.of(key(9))));
    }
    open().close();
  }

  @Test
  void any_changed_byte_is_found() throws Exception {
    byte[] whole = Files.readAllBytes(file());
    for (int i = 0; i < whole.length; i += 7) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      Files.write(file(), changed);
      assertThrows(VaultException.class, () -> open().close(), "byte " + i);
    }
  }

  @Test
  void a_line_taken_out_put_in_or_moved_is_found() throws Exception {
    List<String> without = lines();
    without.remove(1);
    rewrite(without);
    assertEquals(Reason.LOG_ALTERED, refusal());

    begin_again();
    List<String> twice = lines();
    twice.add(2, twice.get(1));
    rewrite(twice);
    assertEquals(Reason.LOG_ALTERED, refusal());

    begin_again();
    List<String> moved = lines();
    moved.add(1, moved.remove(2));
    rewrite(moved);
    assertEquals(Reason.LOG_ALTERED, refusal());
  }

  private void begin_again() throws Exception {
    Files.delete(file());
    Files.delete(directory.resolve("head"));
    begin_a_log_with_five_entries();
  }

  @Test
  void a_tail_cut_off_at_a_line_is_found_by_the_head() throws Exception {
    for (int left = 0; left < 5; left++) {
      begin_again();
      List<String> cut = lines().subList(0, left);
      Files.writeString(file(), left == 0 ? "" : String.join("\n", cut) + "\n");
      assertEquals(Reason.LOG_TRUNCATED, refusal(), left + " lines left");
    }
    Files.delete(file());
    assertEquals(Reason.LOG_TRUNCATED, refusal());
  }

  @Test
  void a_half_written_last_line_is_dropped() throws Exception {
    Files.writeString(file(), "{\"number\":5,\"prev", StandardOpenOption.APPEND);
    try (CustodyLog log = open()) {
      assertEquals(5, log.entries().size());
      log.append("import", details(3));
      log.commit(List.of());
    }
    try (CustodyLog log = open()) {
      assertEquals(6, log.entries().size());
      assertEquals(1, log.unsigned());
    }
  }

  @Test
  void a_head_that_lags_behind_is_no_alarm() throws Exception {
    byte[] old = Files.readAllBytes(directory.resolve("head"));
    try (CustodyLog log = open()) {
      log.append("import", details(3));
      log.commit(List.of());
    }
    Files.write(directory.resolve("head"), old);
    try (CustodyLog log = open()) {
      assertEquals(6, log.entries().size());
    }
  }

  @Test
  void a_rewritten_chain_fails_at_its_signatures() throws Exception {
    byte[] signatures = lines().get(4).getBytes(StandardCharsets.UTF_8);
    Files.delete(file());
    Files.delete(directory.resolve("head"));
    try (CustodyLog log = open()) {
      log.append("import", details(1));
      log.append("import", details(9));
      log.append("open", details(1));
      log.append(
          "signatures",
          LogEntry.details()
              .set("signatures", LogEntry.parse(signatures).fields().get("signatures")));
      log.commit(List.of());
    }
    assertEquals(Reason.LOG_SIGNATURE_INVALID, refusal());
  }

  @Test
  void a_signature_by_a_stranger_is_refused() throws Exception {
    try (CustodyLog log =
        CustodyLog.open(directory, INSTANCE, DAY, key -> true, new SecureRandom())) {
      log.append("import", details(4));
      log.commit(List.of(key(3)));
    }
    assertEquals(Reason.LOG_UNKNOWN_SIGNER, refusal());
  }

  @Test
  void a_clock_behind_the_last_entry_is_named() {
    VaultException refused =
        assertThrows(VaultException.class, () -> open(DAY.minusYears(1)).close());
    assertEquals(Reason.CLOCK_BEHIND_LOG, refused.reason());
  }

  @Test
  void a_log_of_another_instance_is_refused() {
    byte[] other = new byte[32];
    other[0] = 1;
    VaultException refused =
        assertThrows(
            VaultException.class,
            () -> CustodyLog.open(directory, other, DAY, key -> true, new SecureRandom()).close());
    assertTrue(
        refused.reason() == Reason.LOG_ALTERED || refused.reason() == Reason.LOG_SIGNATURE_INVALID);
  }
}
