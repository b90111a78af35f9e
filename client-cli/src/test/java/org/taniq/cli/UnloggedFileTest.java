package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An envelope whose import was cut off between its name and the log's line. */
final class UnloggedFileTest {
  @TempDir private Path directory;

  private static int opened(Organisation org) throws Exception {
    String json = org.ok(Organisation.passphrases(2), "--json", "inbox", "open", "--all");
    JsonNode result = new ObjectMapper().readTree(json);
    return result.get("opened").size();
  }

  @Test
  void it_is_opened_once_and_exported() throws Exception {
    Organisation org = new Organisation(directory);
    Path text = Files.writeString(directory.resolve("text"), "seen");
    Path sealed = directory.resolve("sealed.tnq");
    String[] seal = {"seal", "--no-confirm", "--text", text.toString(), "--out", sealed.toString()};
    org.ok(List.of(), seal);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(sealed));
    Path inbox = Files.createDirectories(org.home.resolve("inbox"));
    Files.copy(sealed, inbox.resolve(HexFormat.of().formatHex(hash) + ".tnq"));
    assertEquals(1, opened(org));
    assertEquals(0, opened(org));
    String out = directory.resolve("out").toString();
    org.ok(Organisation.passphrases(2), "export", "--all", "--out", out);
  }
}
