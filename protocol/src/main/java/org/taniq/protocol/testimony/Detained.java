package org.taniq.protocol.testimony;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;

/** A person who is detained, as far as it was told. SPEC §3.2. */
public record Detained(@Nullable String name, @Nullable AboutDate born, @Nullable String notes) {

  static Detained read(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    return new Detained(
        fields.optionalText("name"),
        fields.has("born") ? AboutDate.read(fields.objectNode("born")) : null,
        fields.optionalText("notes"));
  }

  ObjectNode node() {
    ObjectNode node = StrictJson.object();
    putText(node, "name", name);
    putDate(node, "born", born);
    putText(node, "notes", notes);
    return node;
  }

  static void putText(ObjectNode node, String field, @Nullable String text) {
    if (text != null) {
      node.put(field, StrictJson.text(text));
    }
  }

  static void putDate(ObjectNode node, String field, @Nullable AboutDate date) {
    if (date != null) {
      node.set(field, date.node());
    }
  }
}
