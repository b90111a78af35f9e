package org.taniq.cli.terminal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How a command ended that was not refused as a whole.
 *
 * @param exit OK, or what the worst of several pieces calls for
 * @param json the object that {@code --json} writes
 */
public record Outcome(ExitCode exit, ObjectNode json) {
  /** Done, with this result. */
  public static Outcome ok(ObjectNode json) {
    return new Outcome(ExitCode.OK, json);
  }

  /** A new JSON object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
