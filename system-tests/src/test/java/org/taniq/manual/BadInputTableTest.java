package org.taniq.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/BAD-INPUT.md says nothing that is not so: its tests are written, its texts are ours. */
class BadInputTableTest {
  private static final Path ROOT = Path.of(System.getProperty("taniq.root", "..")).toAbsolutePath();
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)\\.([a-z0-9_]+)`");
  private static final Pattern TEXT = Pattern.compile("\"([^\"]+)\"");

  private static List<String[]> rows() throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/BAD-INPUT.md")).stream()
        .filter(line -> line.startsWith("| "))
        .skip(1)
        .map(line -> line.split(" \\| "))
        .toList();
  }

  private static List<Path> below(String end) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().contains("/src/") && file.toString().endsWith(end))
          .toList();
    }
  }

  @Test
  void every_row_names_tests_that_are_written() throws IOException {
    List<Path> sources = below(".java");
    List<String> missing = new ArrayList<>();
    for (String[] row : rows()) {
      assertEquals(4, row.length, String.join("|", row));
      Matcher tests = TEST.matcher(row[3]);
      int found = 0;
      for (; tests.find(); found++) {
        String file = "/" + tests.group(1) + ".java";
        Pattern method =
            Pattern.compile(
                "@(Test|ParameterizedTest)\\b[^{;]*?(\\{[^}]*}[^{;]*?)?void "
                    + tests.group(2)
                    + "\\(",
                Pattern.DOTALL);
        boolean written = false;
        for (Path source : sources) {
          written |=
              source.toString().endsWith(file) && method.matcher(Files.readString(source)).find();
        }
        if (!written) {
          missing.add(tests.group());
        }
      }
      assertTrue(found > 0, "no test: " + row[0]);
    }
    assertEquals(List.of(), missing);
    assertTrue(rows().size() > 20, "the table was read");
  }

  @Test
  void every_text_is_one_that_the_programs_say() throws IOException {
    String catalogue = "";
    for (Path file : below("_en.properties")) {
      catalogue +=
          Files.readAllLines(file).stream()
              .map(line -> line.replace("''", "'"))
              .collect(Collectors.joining("\n"));
    }
    List<String> unknown = new ArrayList<>();
    for (String[] row : rows()) {
      Matcher texts = TEXT.matcher(row[1]);
      while (texts.find()) {
        if (!catalogue.contains(" = " + texts.group(1) + "\n")) {
          unknown.add(texts.group(1));
        }
      }
    }
    assertEquals(List.of(), unknown);
  }
}
