package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.taniq.cli.terminal.Environment;
import org.taniq.cli.terminal.TaniqCommand;
import org.taniq.courier.CourierMain;
import org.taniq.courier.Waiting;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;

/** What the manuals tell people to type is understood by the programs. */
class ManualExamplesTest {
  private static final Path ROOT = Path.of(System.getProperty("taniq.root", "..")).toAbsolutePath();

  private final CommandLine taniq = TaniqMain.assemble(Environment.ofThisProcess()).commandLine();
  private final CommandLine courier =
      CourierMain.assemble(Environment.ofThisProcess(), Waiting.real()).commandLine();

  @ParameterizedTest
  @CsvSource({
    "README.md, 0",
    "SECURITY.md, 0",
    "docs/CUSTODIAN.md, 60",
    "docs/COURIER.md, 8",
    "docs/SUBMITTER.md, 12",
    "docs/OPERATOR.md, 1",
    "docs/THREAT-MODEL.md, 0",
  })
  void every_command_and_option_in_the_manual_is_known(String manual, int atLeast)
      throws Exception {
    List<String> faults = new ArrayList<>();
    int checked = 0;
    for (ManualExample example : ManualExample.of(ROOT.resolve(manual))) {
      CommandLine program = program(example);
      if (program != null) {
        checked++;
        faults(program, example)
            .forEach(fault -> faults.add("\n" + manual + ":" + example.line() + " " + fault));
      } else if (example.first().startsWith("--") && !manual.equals("docs/OPERATOR.md")) {
        checked++;
        if (!options().contains(example.first())) {
          faults.add("\n" + manual + ":" + example.line() + " no command has " + example.first());
        }
      }
    }
    assertEquals(List.of(), faults);
    assertTrue(checked >= atLeast, "only " + checked + " examples were found");
  }

  /** Which program is to understand this; null for none. */
  private CommandLine program(ManualExample example) {
    return switch (example.first()) {
      case "taniq" -> taniq;
      case "taniq-courier" -> courier;
      default -> {
        boolean sentence = !example.whole() && example.words().size() > 1;
        for (CommandLine each : List.of(taniq, courier)) {
          if (sentence && each.getSubcommands().containsKey(example.first())) {
            yield each;
          }
        }
        yield null;
      }
    };
  }

  /** What is wrong with the line, in the program's words. */
  private static List<String> faults(CommandLine program, ManualExample example) {
    boolean named = program.getCommandName().equals(example.first());
    List<String> words = named ? example.afterFirst() : example.words();
    collectErrors(program);
    CommandLine.ParseResult parsed = program.parseArgs(words.toArray(String[]::new));
    while (parsed.hasSubcommand() && parsed.errors().isEmpty()) {
      parsed = parsed.subcommand();
    }
    List<String> faults = new ArrayList<>();
    for (Exception error : parsed.errors()) {
      if (example.whole() || !(error instanceof MissingParameterException)) {
        faults.add(String.join(" ", example.words()) + ": " + error.getMessage());
      }
    }
    if (example.whole() && !(parsed.commandSpec().userObject() instanceof TaniqCommand)) {
      faults.add(String.join(" ", example.words()) + ": no command");
    }
    return faults;
  }

  private static void collectErrors(CommandLine line) {
    line.getCommandSpec().parser().collectErrors(true);
    line.getSubcommands().values().forEach(ManualExamplesTest::collectErrors);
  }

  private Set<String> options() {
    Set<String> names = new HashSet<>();
    options(taniq, names);
    options(courier, names);
    return names;
  }

  private static void options(CommandLine line, Set<String> names) {
    CommandSpec spec = line.getCommandSpec();
    names.addAll(spec.optionsMap().keySet());
    line.getSubcommands().values().forEach(each -> options(each, names));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "taniq inbox open --al",
        "taniq inbox opens --all",
        "taniq inbox",
        "taniq export --all --out",
        "taniq pin",
        "taniq outbox ONE TWO",
        "taniq-courier pull --hatch http://HATCH.onion",
      })
  void a_line_that_the_program_would_refuse_is_a_fault(String line) {
    ManualExample example = new ManualExample(1, true, List.of(line.split(" ")));
    assertFalse(faults(program(example), example).isEmpty(), line);
  }

  @Test
  void a_sentence_may_leave_out_what_follows_but_names_nothing_unknown() {
    assertEquals(List.of(), faults(taniq, sentence("taniq keyset build")));
    assertEquals(List.of(), faults(courier, sentence("pull --again")));
    assertEquals(1, faults(taniq, sentence("keyring destroy")).size());
    assertEquals(List.of(), faults(taniq, sentence("log verify --head")));
    assertEquals(1, faults(taniq, sentence("export --every")).size());
  }

  private static ManualExample sentence(String code) {
    return new ManualExample(1, false, List.of(code.split(" ")));
  }
}
