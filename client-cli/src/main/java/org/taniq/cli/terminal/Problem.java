package org.taniq.cli.terminal;

import java.util.Locale;

/**
 * One named way in which a command can fail. Each area of the program has an enum of its own; every
 * constant has a text {@code error.KEY} and a text {@code hint.KEY} in all catalogues.
 */
public interface Problem {
  /** The constant's name. */
  String name();

  /** The catalogue that holds the texts. */
  String area();

  /** How the process ends. */
  ExitCode exit();

  /** Key of the texts, {@code area.name-in-lower-case}. */
  default String key() {
    return area() + "." + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
