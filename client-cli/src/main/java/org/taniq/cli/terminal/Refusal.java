package org.taniq.cli.terminal;

import java.util.List;

/**
 * A command's end for a named reason. The text comes from the catalogue; arguments are names, dates
 * and numbers, never content or secrets.
 */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient List<Object> arguments;

  /**
   * @param problem what is wrong
   * @param arguments for {@code {0}}, {@code {1}} … of the error and its hint; paths and texts are
   *     printed safely
   */
  public Refusal(Problem problem, Object... arguments) {
    super(problem.key());
    this.problem = problem;
    this.arguments = List.of(arguments);
  }

  public Problem problem() {
    return problem;
  }

  public List<Object> arguments() {
    return arguments;
  }
}
