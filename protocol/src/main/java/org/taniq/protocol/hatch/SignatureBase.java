package org.taniq.protocol.hatch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The bytes that a signature of RFC 9421 §2.5 covers. */
final class SignatureBase {

  /**
   * One covered component.
   *
   * @param name lower-case field name, or a derived one with its at sign
   * @param value one line
   */
  record Component(String name, String value) {}

  private SignatureBase() {}

  /** The inner list of names, as Signature-Input begins. */
  static String names(List<String> names) {
    return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(" ", "(", ")"));
  }

  /**
   * One line a component, the signature's parameters last, no line feed at the end.
   *
   * @param parameters the value of Signature-Input after its label: names and parameters
   */
  static byte[] of(List<Component> components, String parameters) {
    StringBuilder base = new StringBuilder();
    for (Component each : components) {
      base.append('"').append(each.name()).append("\": ").append(each.value()).append('\n');
    }
    base.append("\"@signature-params\": ").append(parameters);
    return base.toString().getBytes(StandardCharsets.UTF_8);
  }
}
