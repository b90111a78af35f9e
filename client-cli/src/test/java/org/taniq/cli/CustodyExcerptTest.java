package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.signed.Signatures;

/** What a bag's custody.json tells, and what it proves, to a reader who has SPEC §8.4. */
class CustodyExcerptTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private @TempDir Path directory;

  private static byte[] sha256(byte[]... parts) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  private static byte[] label(String purpose) {
    return ("taniq.org/v1/" + purpose + "\0").getBytes(StandardCharsets.US_ASCII);
  }

  /** The head that the lines give; each whole one stands where it says. */
  private static String head(List<String> lines) throws Exception {
    byte[] head = new byte[32];
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      byte[] digest;
      if (line.startsWith("{")) {
        JsonNode fields = JSON.readTree(line);
        assertEquals(i, fields.get("number").asInt());
        assertEquals(HexFormat.of().formatHex(head), fields.get("previous").asText());
        digest = sha256(label("log-line"), line.getBytes(StandardCharsets.UTF_8));
      } else {
        digest = HexFormat.of().parseHex(line);
      }
      head = sha256(label("log-entry"), head, digest);
    }
    return HexFormat.of().formatHex(head);
  }

  private static List<String> whole(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("{")).toList();
  }

  /** Exports what is named; gives the lines of its custody.json. */
  private List<String> exported(Organisation org, String... words) throws Exception {
    Path out = directory.resolve("bag" + System.nanoTime());
    List<String> command = new ArrayList<>(List.of("export", "--out", out.toString()));
    command.addAll(List.of(words));
    org.ok(Organisation.passphrases(2), command.toArray(String[]::new));
    JsonNode json = JSON.readTree(Files.readString(out.resolve("custody.json")));
    List<String> lines = new ArrayList<>();
    json.get("lines").forEach(line -> lines.add(line.asText()));
    assertEquals(json.get("head").asText(), head(lines));
    return lines;
  }

  private static void requireSigned(Organisation org, List<String> lines) throws Exception {
    JsonNode last = JSON.readTree(lines.get(lines.size() - 1));
    assertEquals("signatures", last.get("what").asText());
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(label("log"));
    message.writeBytes(org.instance);
    message.writeBytes(HexFormat.of().parseHex(last.get("previous").asText()));
    assertEquals(2, last.get("signatures").size());
    for (JsonNode each : last.get("signatures")) {
      Base64.Decoder b64u = Base64.getUrlDecoder();
      assertTrue(
          Signatures.verify(
              b64u.decode(each.get("key").asText()),
              message.toByteArray(),
              b64u.decode(each.get("signature").asText())));
    }
  }

  @Test
  void it_tells_of_its_own_testimony_alone_and_proves_the_whole_chain() throws Exception {
    Organisation org = new Organisation(directory);
    List<String> hashes = new ArrayList<>();
    for (String name : List.of("first", "second")) {
      Path text = Files.writeString(directory.resolve(name + ".txt"), name);
      String sealed = directory.resolve(name + ".tnq").toString();
      org.ok(List.of(), "seal", "--no-confirm", "--text", text.toString(), "--out", sealed);
      org.ok(List.of(), "inbox", "import", sealed);
      org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
      hashes.add(Organisation.hex(sha256(Files.readAllBytes(directory.resolve(name + ".tnq")))));
    }
    org.ok(Organisation.passphrases(2), "inbox", "open", "--stdout", directory + "/first.tnq");
    assertTrue(
        whole(exported(org, hashes.get(0), "--as", "bayram", "--as", "cemil")).stream()
            .anyMatch(line -> line.contains("stdout")));
    List<String> lines = exported(org, hashes.get(1), "--as", "aysel", "--as", "bayram");
    requireSigned(org, lines);
    List<String> kinds = new ArrayList<>();
    for (String line : whole(lines)) {
      assertFalse(line.contains(hashes.get(0)), line);
      kinds.add(JSON.readTree(line).get("what").asText());
    }
    assertEquals(
        List.of(
            "begin", "vault", "import", "open", "unlock", "signatures", "exporting", "signatures"),
        kinds);
    String cemil = Organisation.hex(org.signerId(2));
    assertFalse(String.join("\n", whole(lines)).contains(cemil));
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("{")) {
        List<String> forged = new ArrayList<>(lines);
        forged.set(i, "00".repeat(32));
        assertThrows(AssertionError.class, () -> head(forged));
      }
    }
    String log = org.ok(List.of(), "log", "show");
    for (String line : whole(lines)) {
      assertTrue(log.contains(JSON.readTree(line).get("salt").asText()), line);
    }
  }
}
