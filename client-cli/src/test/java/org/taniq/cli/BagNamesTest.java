package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody who sends can steer the names of a bag's directories. */
class BagNamesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private @TempDir Path directory;

  @Test
  void directories_are_named_by_the_item_that_this_laptop_drew_and_files_json_says_which()
      throws Exception {
    Organisation org = new Organisation(directory);
    for (String each : List.of("one", "two")) {
      Path text = Files.writeString(directory.resolve(each + ".txt"), each);
      String sealed = directory.resolve(each + ".tnq").toString();
      org.ok(List.of(), "seal", "--no-confirm", "--text", text.toString(), "--out", sealed);
      org.ok(List.of(), "inbox", "import", sealed);
    }
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    Map<String, String> items = new HashMap<>();
    JSON.readTree(org.ok(List.of(), "inbox", "list", "--json"))
        .get("envelopes")
        .forEach(each -> items.put(each.get("sha256").asText(), each.get("item").asText()));

    Path out = directory.resolve("out");
    String[] export = {"export", "--all", "--json", "--out", out.toString()};
    JsonNode files = JSON.readTree(org.ok(Organisation.passphrases(2), export)).get("files");
    Set<String> names = new HashSet<>();
    for (JsonNode file : files) {
      String item = items.get(file.get("envelope").asText());
      assertEquals(item, file.get("item").asText());
      String path = file.get("path").asText();
      assertTrue(path.startsWith("data/part-" + item + "/"), path);
      assertTrue(Files.isRegularFile(out.resolve(path)), path);
      names.add(item);
    }
    assertEquals(2, names.size());
  }
}
