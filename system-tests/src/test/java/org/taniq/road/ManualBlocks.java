package org.taniq.road;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of shell lines that stand in manuals, as their reader finds them. */
final class ManualBlocks {
  /** A block that is compared with the programs by a test of its own. */
  private static final Pattern PICTURE = Pattern.compile("<!-- picture: (\\w+) -->");

  /**
   * A line of a block.
   *
   * @param manual its path in the repository
   * @param number where it stands, from 1
   * @param text as it stands, without the block's indentation
   */
  record Line(String manual, int number, String text) {
    @Override
    public String toString() {
      return manual + ":" + number + " " + text;
    }
  }

  private final Map<String, List<List<Line>>> blocks = new LinkedHashMap<>();
  private final List<String> pictures = new ArrayList<>();

  /** Reads manuals, by their paths in the repository. */
  static ManualBlocks of(String... manuals) throws IOException {
    ManualBlocks all = new ManualBlocks();
    for (String manual : manuals) {
      all.read(manual, Files.readAllLines(Distribution.ROOT.resolve(manual)));
    }
    return all;
  }

  /** Blocks are indented by four spaces, or fenced; each belongs to the heading above it. */
  void read(String manual, List<String> lines) {
    String heading = "";
    String fence = "";
    String above = "";
    List<Line> block = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean indented = line.startsWith("    ");
      if (line.startsWith("```")) {
        Matcher picture = PICTURE.matcher(above);
        fence = !fence.isEmpty() ? "" : picture.matches() ? "picture" : "shell";
        if (fence.equals("picture")) {
          pictures.add(picture.group(1));
        }
      } else if (fence.equals("shell") || (fence.isEmpty() && indented)) {
        block.add(new Line(manual, i + 1, line.strip()));
      } else if (fence.isEmpty() && line.startsWith("#")) {
        heading = line.replaceFirst("#+ ", "");
      }
      boolean ends = fence.isEmpty() && !indented;
      if (ends && !block.isEmpty()) {
        blocks.computeIfAbsent(manual + "#" + heading, key -> new ArrayList<>()).add(block);
        block = new ArrayList<>();
      }
      above = line;
    }
    if (!block.isEmpty()) {
      blocks.computeIfAbsent(manual + "#" + heading, key -> new ArrayList<>()).add(block);
    }
  }

  /** The block of a section, counted from 1. */
  List<Line> block(String manual, String heading, int number) {
    List<List<Line>> section = blocks.getOrDefault(manual + "#" + heading, List.of());
    if (section.size() < number) {
      throw new AssertionError(manual + " has no block " + number + " under: " + heading);
    }
    return List.copyOf(section.get(number - 1));
  }

  /** Every line of every block but the pictures. */
  List<Line> lines() {
    return blocks.values().stream().flatMap(List::stream).flatMap(List::stream).toList();
  }

  /** Names of the blocks that are pictures. */
  List<String> pictures() {
    return List.copyOf(pictures);
  }
}
