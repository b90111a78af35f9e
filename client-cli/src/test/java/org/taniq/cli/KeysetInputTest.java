package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.taniq.protocol.StrictJson;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.protocol.envelope.Header;

/** Envelopes and keysets that do not fit together are named by the program. */
class KeysetInputTest extends LaptopTest {
  private static final int SLOTS_OFFSET = 11;
  private static final int KIND_OFFSET = 13;
  private static final byte ARCHIVE = 3;

  private int seal(String name) throws Exception {
    Path text = Files.writeString(directory.resolve(name + ".txt"), "what happened");
    String out = directory.resolve(name + ".tnq").toString();
    return org.run(List.of(), "seal", "--no-confirm", "--text", text.toString(), "--out", out);
  }

  /** The envelope as if it were sealed to the first two of the keyset's three custodians. */
  private static byte[] withoutThirdSlot(byte[] whole) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int slots = FixedHeader.BYTES;
    int commitments = slots + 3 * Header.SLOT_BYTES;
    int rest = commitments + 3 * Header.HASH_BYTES;
    out.write(whole, 0, slots + 2 * Header.SLOT_BYTES);
    out.write(whole, commitments, 2 * Header.HASH_BYTES);
    out.write(whole, rest, whole.length - rest);
    byte[] made = out.toByteArray();
    made[SLOTS_OFFSET] = 2;
    return made;
  }

  @Test
  void an_envelope_of_another_number_of_custodians_than_its_keyset_is_named_and_others_go_on()
      throws Exception {
    assertEquals(0, seal("good"), org.stderr);
    Path good = directory.resolve("good.tnq");
    Path fewer = directory.resolve("fewer.tnq");
    Files.write(fewer, withoutThirdSlot(Files.readAllBytes(good)));
    String shown = org.ok(List.of(), "inspect", fewer.toString());
    assertTrue(shown.contains("custodians who open it: 2 of 2"), shown);
    org.ok(List.of(), "inbox", "import", fewer.toString(), good.toString());
    assertEquals(1, org.run(Organisation.passphrases(2), "inbox", "open", "--all"), org.stderr);
    assertTrue(org.stderr.contains("cannot be opened by anybody: QUORUM_MISMATCH"), org.stderr);
    assertTrue(new String(org.stdout, StandardCharsets.UTF_8).contains("1 opened, 1 not"));
    String[] plain = {"inbox", "open", "--stdout", fewer.toString()};
    assertEquals(1, org.run(Organisation.passphrases(2), plain), org.stderr);
    assertTrue(org.stderr.contains("error: the envelope's quorum is not its keyset's"));
  }

  @Test
  void nobody_signs_a_keyset_of_a_lower_quorum_than_its_custodians_agreed_to() throws Exception {
    String papers = directory.toString();
    Path outbox = org.home.resolve("outbox");
    org.ok(Organisation.passphrases(1), "keyring", "epochs", "--as", "bayram");
    List<String> build = new ArrayList<>(List.of("keyset", "build", "--epoch", "2026-W49"));
    build.addAll(List.of("--out", papers));
    try (var files = Files.newDirectoryStream(outbox, "epochs-*.json")) {
      files.forEach(file -> build.add(file.toString()));
    }
    org.ok(List.of(), build.toArray(String[]::new));
    Path keyset = directory.resolve("keyset-2026-W49.json");
    ObjectNode json = StrictJson.parse(Files.readAllBytes(keyset), 1 << 20);
    json.putObject("quorum").put("testimony", 1).put("identity", 3);
    Files.write(keyset, StrictJson.pretty(json));
    String[] sign = {"--yes", "sign", "--as", "aysel", keyset.toString()};
    assertEquals(1, org.run(Organisation.passphrases(1), sign), org.stderr);
    assertTrue(org.stderr.contains("signed the key for a higher quorum"), org.stderr);
    assertFalse(Files.exists(directory.resolve("keyset-2026-W49.json.sig")));
  }

  @Test
  void keys_are_not_signed_for_less_than_a_keyset_in_use_by_leaving_a_word_out() throws Exception {
    Path outbox = org.home.resolve("outbox");
    for (String name : Organisation.NAMES) {
      String[] high = {"keyring", "epochs", "--testimony", "3", "--identity", "3", "--as", name};
      org.ok(Organisation.passphrases(1), high);
    }
    List<String> build = new ArrayList<>(List.of("keyset", "build", "--epoch", "2026-W49"));
    build.addAll(List.of("--testimony", "3", "--identity", "3"));
    try (var files = Files.newDirectoryStream(outbox, "epochs-*.json")) {
      files.forEach(file -> build.add(file.toString()));
    }
    org.ok(List.of(), build.toArray(String[]::new));
    String keyset = outbox.resolve("keyset-2026-W49.json").toString();
    org.ok(Organisation.passphrases(1), "--yes", "sign", "--as", "aysel", keyset);
    org.ok(Organisation.passphrases(1), "--yes", "sign", "--as", "bayram", keyset);
    org.ok(List.of(), "combine", keyset);
    String shown = org.ok(Organisation.passphrases(1), "keyring", "epochs", "--as", "aysel");
    assertTrue(shown.contains("so many custodians open: 3, and see who wrote it: 3"), shown);
  }

  @Test
  void keys_are_signed_for_what_the_options_say_or_what_fits_the_charter() throws Exception {
    Files.delete(org.home.resolve("documents/charter-00000.json"));
    String[] epochs = {"keyring", "epochs", "--as", "aysel"};
    assertEquals(1, org.run(Organisation.passphrases(1), epochs), org.stderr);
    assertTrue(org.stderr.contains("hint: take it in: taniq import"), org.stderr);
    org.importCurrent();
    String shown = org.ok(Organisation.passphrases(1), epochs);
    assertTrue(shown.contains("so many custodians open: 2, and see who wrote it: 3"), shown);
  }

  @Test
  void an_envelope_of_another_kind_is_not_imported_and_its_kind_is_judged_before_its_length()
      throws Exception {
    assertEquals(0, seal("kind"), org.stderr);
    byte[] bytes = Files.readAllBytes(directory.resolve("kind.tnq"));
    bytes[KIND_OFFSET] = ARCHIVE;
    for (byte[] each : List.of(bytes, Arrays.copyOf(bytes, bytes.length + 1))) {
      Path other = Files.write(directory.resolve("other.tnq"), each);
      assertEquals(1, org.run(List.of(), "inbox", "import", other.toString()), org.stderr);
      assertTrue(org.stderr.contains("error: an envelope of another kind"), org.stderr);
    }
  }

  @Test
  void nothing_is_sealed_where_the_only_keyset_is_of_a_later_week() throws Exception {
    String withdrawn = "";
    try (var files = Files.newDirectoryStream(org.home.resolve("documents"), "keyset-*.json")) {
      for (Path file : files) {
        withdrawn = file.getFileName().toString().replaceAll("keyset-|[.]json", "");
      }
    }
    org.publishToday("2026-W49", "--withdraw-keyset", withdrawn);
    assertEquals(1, seal("early"), org.stderr);
    assertTrue(org.stderr.contains("error: the keyset is for a later day"), org.stderr);
    assertTrue(org.stderr.contains("hint: check the clock"), org.stderr);
    assertFalse(Files.exists(directory.resolve("early.tnq")));
    org.day = org.day.plusDays(7);
    assertEquals(0, seal("later"), org.stderr);
  }
}
