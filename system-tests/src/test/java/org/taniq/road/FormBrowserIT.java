package org.taniq.road;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.browser.Browser;
import org.taniq.browser.Level;
import org.taniq.protocol.receipt.ReceiptCode;

/**
 * The form's core and its uploads in real browsers, under the served policy: what is sealed in the
 * page comes out of {@code taniq} byte for byte, over connections that are cut.
 */
@Tag("browser")
@Timeout(300)
class FormBrowserIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NARRATIVE = "Mayın 17-də qardaşımı apardılar. \uD83D\uDE00";
  private static final int CUTS = 4;

  @TempDir Path work;

  @Test
  void chromium_seals_and_sends() throws Exception {
    try (Browser browser = Browser.chromium(Files.createDirectory(work.resolve("b")))) {
      road(browser);
    }
  }

  @Test
  void firefox_at_standard_seals_and_sends() throws Exception {
    Path home = Files.createDirectory(work.resolve("b"));
    try (Browser browser = Browser.firefox(home, Level.STANDARD, 0, Map.of())) {
      road(browser);
    }
  }

  @Test
  void firefox_at_safer_seals_and_sends() throws Exception {
    Path home = Files.createDirectory(work.resolve("b"));
    try (Browser browser = Browser.firefox(home, Level.SAFER, 0, Map.of())) {
      road(browser);
    }
  }

  private Map<String, Path> files() throws Exception {
    Random random = new Random(3);
    Map<String, Path> files = new LinkedHashMap<>();
    int[] sizes = {0, 70_000, 2_500_000};
    for (int i = 0; i < sizes.length; i++) {
      byte[] content = new byte[sizes[i]];
      random.nextBytes(content);
      String name = "çağırış № " + i + ".jpg";
      files.put(name, Files.write(work.resolve(name), content));
    }
    return files;
  }

  private void road(Browser browser) throws Exception {
    Map<String, Path> files = files();
    Path page =
        Files.writeString(
            work.resolve("page.html"),
            "<!doctype html><meta charset=utf-8><title>t</title><body><input id=files type=file"
                + " multiple><script type=module src=/driver.mjs></script>");
    try (Stage stage = new Stage(work).open();
        PageServer pages =
            new PageServer(stage.server.address(), CUTS)
                .file("/", page)
                .file("/driver.mjs", Distribution.ROOT.resolve("system-tests/form/driver.mjs"))
                .file("/parts.js", Distribution.ROOT.resolve("form/target/test-js/parts.js"))) {
      browser.open(pages.address() + "/");
      browser.await("#ready");
      browser.choose("#files", files.values().toArray(Path[]::new));
      String job =
          JSON.createObjectNode()
              .put("instance", stage.laptop.instance())
              .put("day", LocalDate.now(ZoneOffset.UTC).toString())
              .put("narrative", NARRATIVE)
              .toString();
      JsonNode done = browser.evaluate("window.taniq(" + job + ")");
      assertEquals("[\"done\",\"done\",\"done\",\"done\"]", done.path("ends").toString());
      assertTrue(done.path("told").toString().contains("waiting broken"), done.toString());
      assertEquals(0, pages.cutsLeft());
      assertEquals(List.of(), browser.complaints());
      ReceiptCode.parse(done.path("code").asText()).close();

      stage.pull("stick-in").expect(0);
      stage.inboxImport("stick-in").expect(0);
      stage.inboxOpen().expect(0);
      List<String> all = new ArrayList<>(List.of("inbox", "open", "--identity", "--all"));
      all.addAll(List.of("--as", "leyla", "--as", "rashad", "--as", "nigar"));
      stage.laptop.taniq(all.toArray(String[]::new)).expect(0);
      Path export = work.resolve("export");
      List<JsonNode> exported = stage.export(export, "--identity", "--as", "nigar");
      requireSame(files, exported, export);
    }
  }

  private static void requireSame(Map<String, Path> files, List<JsonNode> exported, Path export)
      throws Exception {
    Map<String, byte[]> came = new LinkedHashMap<>();
    for (JsonNode file : exported) {
      Path path = export.resolve(file.get("path").asText());
      if (file.get("role").asText().equals("attachment")) {
        came.put(file.get("name").asText(), Files.readAllBytes(path));
      } else if (file.get("role").asText().equals("narrative")) {
        assertEquals(NARRATIVE, Files.readString(path));
      }
    }
    assertEquals(files.keySet(), new java.util.TreeSet<>(came.keySet()));
    for (Map.Entry<String, Path> file : files.entrySet()) {
      assertArrayEquals(Files.readAllBytes(file.getValue()), came.get(file.getKey()));
    }
  }
}
