package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a stranger sent and nobody ever opens does not keep keys, and nothing else goes with it. */
class LosingTest extends LaptopTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDate OVER = LocalDate.of(2027, 2, 22);
  private static final int KEYSET_OFFSET = 16;

  /** Seals a text and imports it; gives its SHA-256. */
  private String imported(String content, boolean strange) throws Exception {
    Path sealed = sealed(content);
    if (strange) {
      byte[] bytes = Files.readAllBytes(sealed);
      Arrays.fill(bytes, KEYSET_OFFSET, KEYSET_OFFSET + 16, (byte) 7);
      Files.write(sealed, bytes);
    }
    org.ok(List.of(), "inbox", "import", sealed.toString());
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(sealed));
    return HexFormat.of().formatHex(sha256);
  }

  private void publish(LocalDate day) throws Exception {
    org.day = day;
    org.publishToday("");
  }

  private byte[] keyring() throws Exception {
    return Files.readAllBytes(org.home.resolve("keyrings/aysel.keyring"));
  }

  @Override
  int destroy(String name, String... options) {
    List<String> words = new ArrayList<>(List.of(options));
    words.add("--destroy-is-right");
    return super.destroy(name, words.toArray(String[]::new));
  }

  private List<String> logged() throws Exception {
    List<String> lost = new ArrayList<>();
    for (String line : Files.readAllLines(org.home.resolve("custody/log"))) {
      JSON.readTree(line).path("lost").forEach(id -> lost.add(id.asText()));
    }
    return lost;
  }

  @Test
  void one_is_given_up_alone_and_what_else_is_listed_still_keeps_the_keys() throws Exception {
    String strange = imported("strange", true);
    String honest = imported("honest", false);
    publish(OVER);
    byte[] before = keyring();
    assertEquals(1, destroy("aysel", "--lose", strange.substring(0, 8)), org.stderr);
    assertTrue(org.stderr.contains("that would be lost: 1\n"), org.stderr);
    assertTrue(org.stderr.contains("destroy-epochs --as aysel --lose ID"), org.stderr);
    assertArrayEquals(before, keyring());
    assertEquals(List.of(), logged());
    String[] both = {"--lose", strange, "--lose", honest.substring(0, 16)};
    assertEquals(0, destroy("aysel", both), org.stderr);
    assertFalse(Arrays.equals(before, keyring()));
    assertEquals(List.of(strange, honest), logged());
    org.ok(List.of(), "log", "verify");
  }

  @Test
  void what_is_not_meant_for_certain_is_refused_by_name() throws Exception {
    String strange = imported("strange", true);
    publish(OVER);
    byte[] before = keyring();
    assertEquals(2, destroy("aysel", "--lose", strange.substring(0, 7)), org.stderr);
    assertTrue(org.stderr.contains("at least 8 digits"), org.stderr);
    assertEquals(2, destroy("aysel", "--lose", ""), org.stderr);
    String[] second = {"--lose", strange, "--lose", "0".repeat(9)};
    assertEquals(1, destroy("aysel", second), org.stderr);
    assertTrue(org.stderr.contains("--lose number 2: none, or more than one"), org.stderr);
    assertFalse(org.stderr.contains("0".repeat(9)), org.stderr);
    assertEquals(1, destroy("aysel", "--lose-unopened", "2"), org.stderr);
    assertTrue(org.stderr.contains("--lose-unopened 1"), org.stderr);
    assertEquals(2, destroy("aysel", "--lose-unopened"), org.stderr);
    assertArrayEquals(before, keyring());
    assertEquals(List.of(), logged());
    assertEquals(0, destroy("aysel", "--lose-unopened", "1"), org.stderr);
    assertEquals(List.of(strange), logged());
  }

  @Test
  void what_was_given_up_is_shown_and_asked_for_once_of_each_custodian() throws Exception {
    String strange = imported("strange", true);
    publish(OVER);
    assertEquals(0, destroy("aysel", "--lose", strange.substring(0, 8)), org.stderr);
    String list = org.ok(List.of(), "inbox", "list");
    assertTrue(list.contains("given up by custodian " + Organisation.hex(org.signerId(0))), list);
    JsonNode json = JSON.readTree(org.ok(List.of(), "inbox", "list", "--json"));
    assertEquals(Organisation.hex(org.signerId(0)), json.at("/envelopes/0/given_up_by/0").asText());
    publish(OVER.plusWeeks(1));
    assertEquals(0, destroy("aysel"), org.stderr);
    assertTrue(org.stderr.contains("gave them up before: 1\n"), org.stderr);
    assertEquals(1, destroy("bayram"), org.stderr);
    assertEquals(List.of(strange), logged());
  }
}
