package org.taniq.cli.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.cli.vault.CustodyLog;
import org.taniq.cli.vault.LogEntry;
import org.taniq.protocol.StrictJson;
import org.taniq.protocol.signed.SigningKey;

class CustodyTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

  private @TempDir Path directory;

  private CustodyLog open() throws Exception {
    return CustodyLog.open(directory, new byte[32], DAY, key -> true, new SecureRandom());
  }

  /** As an export by sixteen custodians writes it. */
  private static ObjectNode details(List<String> items) {
    ObjectNode details = StrictJson.object().put("vault", "f".repeat(32));
    items.forEach(details.putArray("items")::add);
    details.put("level", 1);
    for (int i = 0; i < 16; i++) {
      details.withArray("by").add("a".repeat(64));
    }
    return details.put("bag", "b".repeat(64));
  }

  @Test
  void many_items_take_several_lines_of_a_size_that_every_reader_takes() throws Exception {
    List<String> ids = IntStream.range(0, 2_001).mapToObj(i -> String.format("%032x", i)).toList();
    try (CustodyLog log = open()) {
      Custody.append(log, "export", ids, CustodyTest::details);
      log.commit(List.of(new SigningKey(new byte[32])));
    }
    List<String> lines = Files.readAllLines(directory.resolve("log"));
    assertEquals(1 + 3 + 1, lines.size());
    for (String line : lines) {
      assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= 65_536, line.substring(0, 99));
    }
    List<String> told = new ArrayList<>();
    try (CustodyLog log = open()) {
      for (LogEntry entry : log.entries()) {
        entry.fields().path("items").forEach(id -> told.add(id.asText()));
      }
    }
    assertEquals(ids, told);
  }

  @Test
  void a_line_that_no_reader_has_to_take_is_never_written() throws Exception {
    try (CustodyLog log = open()) {
      ObjectNode details = StrictJson.object().put("reason", "x".repeat(65_536));
      assertThrows(IllegalArgumentException.class, () -> log.append("failure", details));
      log.append("failure", StrictJson.object().put("reason", "x".repeat(65_000)));
      log.commit(List.of(new SigningKey(new byte[32])));
    }
    open().close();
  }
}
