package org.taniq.protocol.testimony;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;

/**
 * What happened, when, where and by whom, as far as it was told. SPEC §3.2.
 *
 * @param what a word such as {@code arrest}, or free text
 */
public record Event(
    @Nullable String what,
    @Nullable AboutDate from,
    @Nullable AboutDate to,
    @Nullable String where,
    @Nullable String byWhom) {

  static Event read(JsonNode node) throws MalformedException {
    JsonFields fields = JsonFields.of(node);
    return new Event(
        fields.optionalText("what"),
        fields.has("from") ? AboutDate.read(fields.objectNode("from")) : null,
        fields.has("to") ? AboutDate.read(fields.objectNode("to")) : null,
        fields.optionalText("where"),
        fields.optionalText("by_whom"));
  }

  ObjectNode node() {
    ObjectNode node = StrictJson.object();
    Detained.putText(node, "what", what);
    Detained.putDate(node, "from", from);
    Detained.putDate(node, "to", to);
    Detained.putText(node, "where", where);
    Detained.putText(node, "by_whom", byWhom);
    return node;
  }
}
