package org.taniq.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final Pattern PLACE = Pattern.compile("\\{[0-9]+}");

  /** What there may be one of; a quorum that is too low is of two at least. */
  private static final Pattern COUNTED =
      Pattern.compile(
          "\\{[0-9]} (new |opened |identity )?(envelopes|parts|items|entries|files|keys|keysets"
              + "|signatures|testimonies|weeks|days|custodians(?!, but))");

  @Test
  void every_language_has_the_same_texts() {
    for (String area : Catalogue.AREAS) {
      Map<String, String> english = Catalogue.file(area, "en");
      for (String language : Catalogue.LANGUAGES) {
        assertEquals(
            new TreeSet<>(english.keySet()),
            new TreeSet<>(Catalogue.file(area, language).keySet()),
            area + " " + language);
      }
    }
  }

  @Test
  void every_translation_names_no_argument_that_the_english_text_does_not() {
    for (String area : Catalogue.AREAS) {
      Map<String, String> english = Catalogue.file(area, "en");
      for (String language : Catalogue.LANGUAGES) {
        Catalogue.file(area, language)
            .forEach((key, text) -> assertEquals(places(english.get(key)), places(text), key));
      }
    }
  }

  /** One of something is not "1 envelopes": the number stands after the word. */
  @Test
  void no_number_of_things_stands_before_their_plural() {
    for (String area : Catalogue.AREAS) {
      Catalogue.file(area, "en")
          .forEach((key, text) -> assertFalse(COUNTED.matcher(text).find(), key + ": " + text));
    }
    assertTrue(COUNTED.matcher("{0} new envelopes, {1} known before").find());
    assertTrue(COUNTED.matcher("sitting {1}: {2} parts, nothing is missing").find());
  }

  private static TreeSet<String> places(String text) {
    TreeSet<String> places = new TreeSet<>();
    PLACE.matcher(text).results().forEach(result -> places.add(result.group()));
    return places;
  }

  @Test
  void every_problem_has_its_error_and_its_hint() {
    for (Problem problem : Problems.all()) {
      Map<String, String> texts = Catalogue.file(problem.area(), "en");
      assertTrue(texts.containsKey("error." + problem.key()), problem.key());
      assertTrue(texts.containsKey("hint." + problem.key()), problem.key());
    }
    assertFalse(Problems.all().isEmpty());
  }

  @Test
  void errors_start_in_lower_case_and_end_without_a_full_stop() {
    for (String area : Catalogue.AREAS) {
      for (String language : Catalogue.LANGUAGES) {
        Catalogue.file(area, language)
            .forEach(
                (key, text) -> {
                  assertFalse(text.endsWith(".") && !text.endsWith("..."), key + ": " + text);
                  assertFalse(text.isBlank(), key);
                });
      }
    }
  }

  @Test
  void the_locale_chooses_the_language() {
    assertEquals("the same again", Catalogue.of(null).text("terminal.again", List.of()));
    assertEquals("the same again", Catalogue.of("C.UTF-8").text("terminal.again", List.of()));
    assertEquals(
        "ещё раз то же самое", Catalogue.of("ru_RU.UTF-8").text("terminal.again", List.of()));
    assertEquals("eynisini bir daha", Catalogue.of("az").text("terminal.again", List.of()));
  }

  @Test
  void arguments_cannot_carry_control_characters_or_bidirectional_marks() {
    String text =
        Catalogue.of("en").text("error.terminal.file-missing", List.of("a\u001b[2J\u202egpj"));
    assertEquals("no such file: a\\u{1b}[2J\\u{202e}gpj", text);
  }
}
