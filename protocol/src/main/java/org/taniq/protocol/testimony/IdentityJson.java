package org.taniq.protocol.testimony;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;

/** identity.json: who the submitter is, if she says. SPEC §3.4. Unknown fields are kept. */
public final class IdentityJson {

  /** The largest identity.json, so that its tar always fits into 8192 bytes. */
  public static final int MAX_JSON_BYTES = 6656;

  static final String FORMAT = "identity";

  /** The submitter; every text may be absent. */
  public record Submitter(
      @Nullable String name,
      @Nullable String relation,
      @Nullable String contact,
      @Nullable String safeContact) {}

  private final ObjectNode node;
  private final @Nullable Submitter submitter;

  private IdentityJson(ObjectNode node) throws MalformedException {
    this.node = node;
    JsonFields fields = JsonFields.of(node).format(FORMAT);
    this.submitter = fields.isNull("submitter") ? null : read(fields.object("submitter"));
  }

  public static IdentityJson parse(byte[] bytes) throws MalformedException {
    return new IdentityJson(StrictJson.parse(bytes, MAX_JSON_BYTES));
  }

  /** Nobody: what stands in an envelope whose submitter says no name. */
  public static IdentityJson anonymous() {
    return of(StrictJson.object().put("format", Labels.format(FORMAT)).putNull("submitter"));
  }

  /**
   * What the submitter says about herself.
   *
   * @throws MalformedException if it is more than {@link #MAX_JSON_BYTES} as JSON
   */
  public static IdentityJson of(Submitter submitter) throws MalformedException {
    ObjectNode node = StrictJson.object().put("format", Labels.format(FORMAT));
    ObjectNode inner = node.putObject("submitter");
    Detained.putText(inner, "name", submitter.name());
    Detained.putText(inner, "relation", submitter.relation());
    Detained.putText(inner, "contact", submitter.contact());
    Detained.putText(inner, "safe_contact", submitter.safeContact());
    IdentityJson json = of(node);
    if (json.bytes().length > MAX_JSON_BYTES) {
      throw new MalformedException("an identity of more than " + MAX_JSON_BYTES + " bytes");
    }
    return json;
  }

  /** The submitter, or null for nobody. */
  public @Nullable Submitter submitter() {
    return submitter;
  }

  public byte[] bytes() {
    return StrictJson.pretty(node);
  }

  /** A copy of the whole JSON. */
  public ObjectNode node() {
    return node.deepCopy();
  }

  private static IdentityJson of(ObjectNode node) {
    try {
      return new IdentityJson(node);
    } catch (MalformedException e) {
      throw new IllegalStateException("our own JSON", e);
    }
  }

  private static Submitter read(JsonFields fields) throws MalformedException {
    return new Submitter(
        fields.optionalText("name"),
        fields.optionalText("relation"),
        fields.optionalText("contact"),
        fields.optionalText("safe_contact"));
  }
}
