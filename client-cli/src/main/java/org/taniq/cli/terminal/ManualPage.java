package org.taniq.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * One command's manual page in roff, sections in the order of age(1): name, synopsis, description,
 * commands, options, exit status, examples, see also.
 */
final class ManualPage {
  private final StringBuilder out = new StringBuilder();
  private final CommandSpec spec;

  private ManualPage(CommandSpec spec) {
    this.spec = spec;
  }

  static String of(CommandLine command) {
    return new ManualPage(command.getCommandSpec()).page();
  }

  private String page() {
    String name = spec.qualifiedName("-");
    line(".TH \"" + name.toUpperCase(Locale.ROOT) + "\" \"1\" \"\" \"Taniq\" \"\"");
    section("NAME");
    line(escaped(name) + " \\- " + escaped(summary(spec)));
    section("SYNOPSIS");
    synopsis();
    section("DESCRIPTION");
    for (String paragraph : spec.usageMessage().description()) {
      line(".PP");
      line(escaped(paragraph));
    }
    commands();
    section("OPTIONS");
    for (PositionalParamSpec each : spec.positionalParameters()) {
      item(each.paramLabel(), each);
    }
    for (OptionSpec each : spec.options()) {
      if (!each.hidden()) {
        String label = each.arity().max() > 0 ? "=" + each.paramLabel() : "";
        item(String.join(", ", each.names()) + label, each);
      }
    }
    section("EXIT STATUS");
    for (Map.Entry<String, String> each : spec.usageMessage().exitCodeList().entrySet()) {
      line(".TP");
      line(".B " + each.getKey().strip());
      line(escaped(each.getValue()));
    }
    examples();
    seeAlso();
    return out.toString();
  }

  private void synopsis() {
    StringBuilder text = new StringBuilder("\\fB").append(escaped(spec.qualifiedName(" ")));
    text.append("\\fR [\\fIOPTION\\fR]...");
    if (!spec.subcommands().isEmpty()) {
      text.append(" \\fICOMMAND\\fR");
    }
    for (PositionalParamSpec each : spec.positionalParameters()) {
      String label = "\\fI" + escaped(each.paramLabel()) + "\\fR";
      String many = each.arity().max() > 1 ? label + "..." : label;
      text.append(' ').append(each.required() ? many : "[" + many + "]");
    }
    line(text.toString());
  }

  private void commands() {
    List<CommandLine> shown = new ArrayList<>();
    for (CommandLine each : spec.subcommands().values()) {
      if (!each.getCommandSpec().usageMessage().hidden() && !shown.contains(each)) {
        shown.add(each);
      }
    }
    if (!shown.isEmpty()) {
      section("COMMANDS");
    }
    for (CommandLine each : shown) {
      line(".TP");
      line("\\fB" + escaped(each.getCommandSpec().qualifiedName("-")) + "\\fR(1)");
      line(escaped(summary(each.getCommandSpec())));
    }
  }

  private void item(String label, ArgSpec argument) {
    line(".TP");
    line("\\fB" + escaped(label) + "\\fR");
    line(escaped(String.join(" ", argument.description())));
  }

  /** The footer of a command is its examples, indented commands after a headline. */
  private void examples() {
    List<String> lines = new ArrayList<>();
    for (String each : spec.usageMessage().footer()) {
      if (each.startsWith("  ")) {
        lines.add(each.strip());
      }
    }
    if (!lines.isEmpty()) {
      section("EXAMPLES");
      line(".nf");
      lines.forEach(each -> line(escaped(each)));
      line(".fi");
    }
  }

  private void seeAlso() {
    CommandSpec parent = spec.parent() == null ? null : spec.parent();
    if (parent != null) {
      section("SEE ALSO");
      line("\\fB" + escaped(parent.qualifiedName("-")) + "\\fR(1)");
    }
  }

  /** The first sentence of the description. */
  private static String summary(CommandSpec spec) {
    String[] description = spec.usageMessage().description();
    if (description.length == 0) {
      return "";
    }
    String first = description[0];
    int end = first.indexOf(". ");
    String sentence = end < 0 ? first : first.substring(0, end);
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private void section(String title) {
    line(".SH " + title);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  /** Text for roff: backslashes and dashes literal, no line a request by accident. */
  private static String escaped(String text) {
    String plain =
        text.replace("%n", " ").replace("%%", "%").replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
