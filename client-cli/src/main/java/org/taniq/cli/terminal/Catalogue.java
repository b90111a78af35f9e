package org.taniq.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one language: {@code messages/AREA_LANG.properties}, UTF-8, {@code {0}} for
 * arguments. A test keeps all languages complete.
 */
public final class Catalogue {
  /** The languages there are; the first is the fallback. */
  public static final List<String> LANGUAGES = List.of("en", "az", "ru");

  /** One file for each area and language. */
  public static final List<String> AREAS =
      List.of(
          "terminal",
          "envelope",
          "signed",
          "keyring",
          "ceremony",
          "courier",
          "vault",
          "inbox",
          "seal");

  private final Map<String, String> texts = new HashMap<>();

  private Catalogue(String language) {
    for (String area : AREAS) {
      texts.putAll(file(area, language));
    }
  }

  /**
   * The catalogue for a locale as {@code LC_ALL} or {@code LANG} spells it ({@code az_AZ.UTF-8}),
   * or for a bare language; English for every other.
   */
  public static Catalogue of(@Nullable String locale) {
    String language = locale == null ? "" : locale.toLowerCase(Locale.ROOT).split("[_.@-]", -1)[0];
    return new Catalogue(LANGUAGES.contains(language) ? language : LANGUAGES.get(0));
  }

  /** The texts of one file. */
  static Map<String, String> file(String area, String language) {
    String name = "/org/taniq/cli/messages/" + area + "_" + language + ".properties";
    try (InputStream in = Catalogue.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no catalogue " + name);
      }
      Properties properties = new Properties();
      try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
        properties.load(reader);
      }
      Map<String, String> texts = new HashMap<>();
      properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text with its arguments in place; an argument's unprintable characters are escaped. */
  public String text(String key, List<?> arguments) {
    String pattern = texts.get(key);
    if (pattern == null) {
      throw new IllegalStateException("no text " + key);
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < pattern.length()) {
      int end = pattern.charAt(at) == '{' ? pattern.indexOf('}', at) : -1;
      if (end < 0) {
        out.append(pattern.charAt(at++));
      } else {
        out.append(safe(arguments.get(Integer.parseInt(pattern.substring(at + 1, end)))));
        at = end + 1;
      }
    }
    return out.toString();
  }

  /** Whether a text has places for arguments. */
  boolean takesArguments(String key) {
    String pattern = texts.get(key);
    return pattern != null && pattern.contains("{");
  }

  static String safe(Object argument) {
    return argument instanceof Path path ? SafeText.of(path) : SafeText.of(argument.toString());
  }
}
