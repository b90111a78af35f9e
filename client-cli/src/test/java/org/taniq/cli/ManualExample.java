package org.taniq.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Code that a manual shows.
 *
 * @param line where it stands, from 1
 * @param whole whether it is meant to be typed as it stands: a line of a block, without "…"; what
 *     stands within a sentence may leave out what follows
 * @param words without comment and what a shell takes for itself
 */
record ManualExample(int line, boolean whole, List<String> words) {
  private static final Pattern INLINE = Pattern.compile("`([^`]+)`");

  ManualExample {
    words = List.copyOf(words);
  }

  /** Everything in a Markdown file that is set as code: blocks, fenced or indented, and inline. */
  static List<ManualExample> of(Path manual) throws IOException {
    List<ManualExample> examples = new ArrayList<>();
    List<String> lines = Files.readAllLines(manual);
    String fence = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```")) {
        fence = fence.isEmpty() ? line : "";
      } else if (fence.equals("```console") && !line.startsWith("$ ")) {
        continue; // What the program says.
      } else if (!fence.isEmpty() || line.startsWith("    ")) {
        examples.add(of(i + 1, true, line.strip()));
      } else {
        Matcher inline = INLINE.matcher(line);
        while (inline.find()) {
          examples.add(of(i + 1, false, inline.group(1)));
        }
      }
    }
    return examples;
  }

  private static ManualExample of(int line, boolean block, String code) {
    String command = code.replaceFirst("^\\$ ", "").replaceFirst(" +[#>|].*", "");
    List<String> words = new ArrayList<>(List.of(command.split(" +")));
    boolean whole = block && !words.remove("…");
    words.remove("…");
    return new ManualExample(line, whole, words);
  }

  String first() {
    return words.get(0);
  }

  List<String> afterFirst() {
    return words.subList(1, words.size());
  }
}
