package org.taniq.cli.ceremony;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.taniq.protocol.signed.Charter.Organisation;

class BuiltInPagesTest {
  private final Organisation organisation = new Organisation("Şahid <b> & Co", "by \"letter\"");

  @Test
  void every_language_answers_every_upload() throws Exception {
    SortedMap<String, byte[]> files = BuiltInPages.files(organisation);
    for (String language : BuiltInPages.LANGUAGES) {
      for (String page :
          new String[] {
            "index",
            "sent",
            "refused",
            "refused-too-large",
            "refused-try-later",
            "refused-not-an-envelope",
            "refused-keyset-expired"
          }) {
        assertTrue(files.containsKey("/" + language + "/" + page + ".html"), language + page);
      }
    }
    assertTrue(files.containsKey("/index.html") && files.containsKey("/404.html"));
  }

  @Test
  void no_page_has_script_inline_style_or_anything_from_elsewhere() throws Exception {
    for (Map.Entry<String, byte[]> each : BuiltInPages.files(organisation).entrySet()) {
      String text = new String(each.getValue(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
      assertFalse(text.contains("<script"), each.getKey());
      assertFalse(text.contains("style="), each.getKey());
      assertFalse(text.contains("<style"), each.getKey());
      assertFalse(text.contains("http:") || text.contains("https:"), each.getKey());
      assertFalse(text.contains("<b>"), each.getKey() + ": the name is text");
      if (each.getKey().endsWith(".html")) {
        assertFalse(text.contains("{"), each.getKey() + ": a place was not filled");
        assertTrue(text.contains("<title>") && text.contains("lang=\""), each.getKey());
      }
    }
  }

  @Test
  void persian_reads_from_right_to_left() throws Exception {
    String page =
        new String(BuiltInPages.files(organisation).get("/fa/sent.html"), StandardCharsets.UTF_8);
    assertTrue(page.contains("<html lang=\"fa\" dir=\"rtl\">"));
  }
}
