package org.taniq.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Manual pages in man(7)'s language, from what the commands say of themselves: one page for the
 * program and one for each command. The same bytes at each build.
 */
final class ManPage {
  private final CommandLine line;
  private final StringBuilder out = new StringBuilder();

  private ManPage(CommandLine line) {
    this.line = line;
  }

  /** File name to page, for a program and all its commands. */
  static Map<String, String> all(CommandLine program) {
    Map<String, String> pages = new TreeMap<>();
    collect(program, pages);
    return pages;
  }

  private static void collect(CommandLine line, Map<String, String> pages) {
    if (!line.getCommandSpec().usageMessage().hidden()) {
      pages.put(title(line.getCommandSpec()) + ".1", new ManPage(line).write());
      line.getSubcommands().values().forEach(each -> collect(each, pages));
    }
  }

  private static String title(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  private String write() {
    CommandSpec spec = line.getCommandSpec();
    List<String> description = List.of(spec.usageMessage().description());
    String title = title(spec);
    out.append(".TH ").append(title.toUpperCase(java.util.Locale.ROOT)).append(" 1\n");
    section("NAME");
    text(title + " - " + summary(description));
    section("SYNOPSIS");
    text(line.getHelp().synopsis(0).strip().replaceAll("\\s+", " "));
    section("DESCRIPTION");
    description.forEach(this::paragraph);
    commands();
    parameters(spec);
    options(spec);
    exitStatus(spec);
    footer(spec);
    seeAlso(spec);
    return out.toString();
  }

  private void commands() {
    if (line.getSubcommands().isEmpty()) {
      return;
    }
    section("COMMANDS");
    line.getSubcommands()
        .forEach(
            (name, command) -> {
              String[] said = command.getCommandSpec().usageMessage().description();
              item(name, said.length == 0 ? List.of() : List.of(said[0]));
            });
  }

  private void parameters(CommandSpec spec) {
    if (spec.positionalParameters().isEmpty()) {
      return;
    }
    section("ARGUMENTS");
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      item(parameter.paramLabel(), List.of(parameter.description()));
    }
  }

  private void options(CommandSpec spec) {
    section("OPTIONS");
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        String names = String.join(", ", option.names());
        boolean flag = option.arity().max() == 0;
        item(flag ? names : names + "=" + option.paramLabel(), List.of(option.description()));
      }
    }
  }

  private void exitStatus(CommandSpec spec) {
    Map<String, String> codes = spec.root().usageMessage().exitCodeList();
    if (!codes.isEmpty()) {
      section("EXIT STATUS");
      codes.forEach((code, means) -> item(code.strip(), List.of(means)));
    }
  }

  /** Examples: verbatim, under the heading that the help has too. */
  private void footer(CommandSpec spec) {
    List<String> lines = new ArrayList<>(Arrays.asList(spec.usageMessage().footer()));
    lines.removeIf(each -> each.isBlank() || each.strip().matches("Examples?:"));
    if (!lines.isEmpty()) {
      section("EXAMPLES");
      out.append(".nf\n");
      lines.forEach(each -> out.append(escaped(each)).append('\n'));
      out.append(".fi\n");
    }
  }

  private void seeAlso(CommandSpec spec) {
    List<String> others = new ArrayList<>();
    if (spec.parent() != null) {
      others.add(title(spec.parent()) + "(1)");
    }
    line.getSubcommands().values().forEach(c -> others.add(title(c.getCommandSpec()) + "(1)"));
    if (!others.isEmpty()) {
      section("SEE ALSO");
      text(String.join(", ", others));
    }
  }

  private void section(String name) {
    out.append(".SH ").append(name).append('\n');
  }

  private void item(String name, List<String> said) {
    out.append(".TP\n.B ").append(escaped(name)).append('\n');
    said.forEach(this::plain);
  }

  /** The first sentence, without its full stop. */
  private static String summary(List<String> description) {
    String first = description.isEmpty() ? "" : description.get(0);
    return first.replaceFirst("[.](?: .*)?$", "");
  }

  private void paragraph(String said) {
    if (!said.isBlank()) {
      out.append(".PP\n");
      plain(said);
    }
  }

  private void text(String paragraph) {
    plain(paragraph);
  }

  private void plain(String paragraph) {
    out.append(escaped(paragraph)).append('\n');
  }

  /** No colours, and nothing that man(7) would take for a request. */
  private static String escaped(String styled) {
    String plain = Ansi.OFF.string(styled).replace("%n", " ");
    String safe = plain.replace("\\", "\\e").replace("-", "\\-");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }
}
