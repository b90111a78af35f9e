package org.taniq.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * SPEC's reasons and the vectors' are the same. That the product reaches each is the vectors' own
 * tests, that the third opener does is bin/checks/third-opener.
 */
class ReasonVectorsTest {

  private static final Pattern REASON = Pattern.compile("`(?!YYYY`)([A-Z][A-Z_]{3,})`");
  private static final List<String> FOLDERS =
      List.of(
          "envelope",
          "tar",
          "testimony",
          "nested",
          "charter",
          "document",
          "current",
          "files",
          "receipt",
          "hatch");

  /** In tables: tables/recipient-keys.tsv, lengths/padded.tsv. */
  private static final Set<String> NOT_IN_VECTORS = Set.of("BAD_RECIPIENT_KEY", "TOO_LARGE");

  @Test
  void every_reason_that_a_vector_expects_stands_in_spec() throws IOException {
    Set<String> strange = expected();
    strange.removeAll(reasons(spec()));
    assertEquals(Set.of("OK"), strange);
  }

  @Test
  void every_reason_of_envelopes_documents_and_codes_has_a_vector() throws IOException {
    String spec = spec();
    Set<String> missing = reasons(between(spec, "\n## 2 ", "\n## 5 "));
    missing.addAll(reasons(between(spec, "\n## 6 ", "\n## 7 ")));
    assertTrue(missing.size() > 50, () -> "found only " + missing);
    missing.removeAll(expected());
    assertEquals(NOT_IN_VECTORS, missing);
  }

  private static String spec() throws IOException {
    return Files.readString(Path.of(System.getProperty("taniq.root"), "docs", "SPEC.md"));
  }

  private static String between(String text, String from, String to) {
    return text.substring(text.indexOf(from), text.indexOf(to));
  }

  private static Set<String> reasons(String text) {
    return REASON
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> expected() {
    return FOLDERS.stream()
        .flatMap(folder -> VectorFile.folder(folder).stream())
        .map(VectorFile::expect)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
