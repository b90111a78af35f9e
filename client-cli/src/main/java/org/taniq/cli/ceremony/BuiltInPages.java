package org.taniq.cli.ceremony;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.taniq.protocol.signed.Charter.Organisation;

/**
 * Plain pages for an organisation that has no form yet: what this is, a field for an envelope made
 * with {@code taniq seal}, and every answer of {@code POST /send/LANG}. No script, no inline style.
 */
final class BuiltInPages {
  static final List<String> LANGUAGES = List.of("az", "ru", "en", "fr", "tr", "fa");

  /**
   * The reasons of SPEC §2.1, §4.5 and §5 that a page load can meet, by the text that tells them.
   */
  private static final Map<String, List<String>> REASONS =
      Map.of(
          "damaged",
          List.of(
              "not-an-envelope",
              "unknown-version",
              "unknown-suite",
              "bad-quorum",
              "bad-segment-size",
              "unknown-kind",
              "wrong-kind",
              "reserved-not-zero",
              "quorum-mismatch",
              "truncated",
              "bad-length",
              "bad-request",
              "unsupported-type"),
          "large",
          List.of("too-large"),
          "later",
          List.of("try-later", "store-failed", "busy"),
          "keys",
          List.of(
              "wrong-keyset",
              "keyset-not-listed",
              "keyset-withdrawn",
              "custodian-withdrawn",
              "keyset-not-yet",
              "keyset-expired",
              "expired",
              "not-yet-valid"));

  private BuiltInPages() {}

  /** All files by their path on the server. */
  static SortedMap<String, byte[]> files(Organisation organisation) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put("/style.css", resource("style.css").getBytes(StandardCharsets.UTF_8));
    StringBuilder list = new StringBuilder("<ul class=\"languages\">\n");
    StringBuilder lost = new StringBuilder();
    for (String language : LANGUAGES) {
      Pages pages = new Pages(language, organisation);
      pages.put(files);
      list.append(
          "<li><a href=\"/%s/index.html\" lang=\"%s\" dir=\"%s\">%s</a></li>%n"
              .formatted(language, language, pages.direction(), pages.text("language"))
              .replace("\r", ""));
      lost.append(
          "<p lang=\"%s\" dir=\"%s\">%s</p>\n"
              .formatted(language, pages.direction(), pages.text("notfound")));
    }
    Pages english = new Pages("en", organisation);
    String name = escaped(organisation.name());
    files.put("/index.html", english.page(name, list.append("</ul>\n").toString()));
    files.put("/404.html", english.page(name, lost.toString() + list));
    return files;
  }

  /** The pages of one language. */
  private static final class Pages {
    private final String language;
    private final Organisation organisation;
    private final Properties texts = new Properties();

    Pages(String language, Organisation organisation) throws IOException {
      this.language = language;
      this.organisation = organisation;
      try (InputStream in = open("pages_" + language + ".properties");
          Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
        texts.load(reader);
      }
    }

    String direction() {
      return language.equals("fa") ? "rtl" : "ltr";
    }

    String text(String key) {
      String text = texts.getProperty(key);
      if (text == null) {
        throw new IllegalStateException("no text " + key + " in " + language);
      }
      return escaped(text);
    }

    void put(SortedMap<String, byte[]> files) throws IOException {
      String folder = "/" + language + "/";
      files.put(
          folder + "index.html",
          page(
              text("title"),
              resource("send.html")
                  .replace("{lang}", language)
                  .replace("{intro}", text("intro"))
                  .replace("{how}", text("how"))
                  .replace("{choose}", text("choose"))
                  .replace("{send}", text("send"))
                  .replace("{contact}", escaped(organisation.contact()))));
      files.put(folder + "sent.html", page(text("sent.title"), paragraph("sent")));
      files.put(folder + "refused.html", page(text("refused.title"), paragraph("refused")));
      for (Map.Entry<String, List<String>> each : REASONS.entrySet()) {
        byte[] page = page(text("refused.title"), paragraph("refused." + each.getKey()));
        each.getValue().forEach(reason -> files.put(folder + "refused-" + reason + ".html", page));
      }
    }

    private String paragraph(String key) {
      return "<p>"
          + text(key)
          + "</p>\n<p><a href=\"/"
          + language
          + "/index.html\">"
          + text("back")
          + "</a></p>\n";
    }

    byte[] page(String title, String body) throws IOException {
      return resource("page.html")
          .replace("{lang}", language)
          .replace("{dir}", direction())
          .replace("{title}", title)
          .replace("{organisation}", escaped(organisation.name()))
          .replace("{body}", body)
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replace("{", "&#123;");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream open(String name) {
    InputStream in = BuiltInPages.class.getResourceAsStream("/org/taniq/cli/site/" + name);
    if (in == null) {
      throw new IllegalStateException("no resource " + name);
    }
    return in;
  }
}
