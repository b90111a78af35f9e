package org.taniq.protocol.testimony;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

/** testimony.json, schema version 1. SPEC §3.2; for people: docs/TESTIMONY.md. */
public final class TestimonyJson extends ThreadJson {

  static final String FORMAT = "testimony";
  static final int MAX_ENTRIES = 1000;
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}");

  private final int follow;
  private final byte[] reply;
  private final String language;
  private final String narrative;
  private final List<Detained> detained;
  private final List<Event> events;
  private final List<Consent> consent;

  TestimonyJson(ObjectNode node) throws MalformedException {
    super(node, FORMAT, 0, 0);
    JsonFields fields = JsonFields.of(node);
    this.follow = (int) fields.integer("follow", 0, MAX_NUMBER);
    this.reply = fields.b64u("reply", KEY_BYTES);
    this.language = fields.text("language");
    this.narrative = fields.text("narrative");
    this.detained =
        fields.has("detained") ? fields.list("detained", MAX_ENTRIES, Detained::read) : List.of();
    this.events =
        fields.has("events") ? fields.list("events", MAX_ENTRIES, Event::read) : List.of();
    this.consent = fields.list("consent", MAX_ENTRIES, Consent::read);
  }

  public static TestimonyJson parse(byte[] bytes) throws MalformedException {
    return new TestimonyJson(StrictJson.parse(bytes, MAX_JSON_BYTES));
  }

  /** Whether this has the shape of a BCP 47 tag. For writers: readers take any text. SPEC §3.2. */
  public static boolean isLanguage(String text) {
    return LANGUAGE.matcher(text).matches();
  }

  /** How many parts are meant to come after it in its sitting, 0..5000. */
  public int follow() {
    return follow;
  }

  /** The reply key, 32 bytes: a secret of the submitter and the custodians. */
  public byte[] reply() {
    return reply.clone();
  }

  public String language() {
    return language;
  }

  public String narrative() {
    return narrative;
  }

  public List<Detained> detained() {
    return detained;
  }

  public List<Event> events() {
    return events;
  }

  public List<Consent> consent() {
    return consent;
  }

  /**
   * What a submitter tells, before it has keys and files.
   *
   * @param language BCP 47
   * @param narrative free text, may be empty
   */
  public record Told(
      String language,
      String narrative,
      List<Detained> detained,
      List<Event> events,
      List<Consent> consent) {

    public Told {
      detained = List.copyOf(detained);
      events = List.copyOf(events);
      consent = List.copyOf(consent);
    }
  }

  /**
   * A new testimony.
   *
   * @param instance 32 bytes
   * @param nonce 32 fresh random bytes
   * @param thread public key of the thread, 32 bytes
   * @param sitting 16 fresh random bytes
   * @param follow 0..5000 parts that come after it
   * @param reply reply key, 32 bytes
   * @throws IllegalArgumentException a value out of its range, or no language tag
   */
  public static TestimonyJson of(
      byte[] instance,
      byte[] nonce,
      byte[] thread,
      byte[] sitting,
      int follow,
      byte[] reply,
      Told told,
      List<FileEntry> files) {
    if (!isLanguage(told.language())) {
      throw new IllegalArgumentException("not a language tag");
    }
    ObjectNode node =
        head(FORMAT, instance, nonce, thread, sitting, 0)
            .put("follow", follow)
            .put("reply", Spelling.b64u(reply))
            .put("language", told.language())
            .put("narrative", StrictJson.text(told.narrative()));
    if (!told.detained().isEmpty()) {
      var array = node.putArray("detained");
      told.detained().forEach(each -> array.add(each.node()));
    }
    if (!told.events().isEmpty()) {
      var array = node.putArray("events");
      told.events().forEach(each -> array.add(each.node()));
    }
    var consents = node.putArray("consent");
    told.consent().forEach(each -> consents.add(each.node()));
    putFiles(node, files);
    try {
      return new TestimonyJson(node);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
