package org.taniq.cli.seal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Session;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;
import org.taniq.protocol.testimony.AboutDate;
import org.taniq.protocol.testimony.Consent;
import org.taniq.protocol.testimony.Detained;
import org.taniq.protocol.testimony.Event;
import org.taniq.protocol.testimony.IdentityJson;
import org.taniq.protocol.testimony.TestimonyJson;
import org.taniq.protocol.testimony.TestimonyJson.Told;
import org.taniq.protocol.testimony.ThreadJson;
import picocli.CommandLine.Option;

/** What is told: text, who, when, where, by whom, consent, and who tells it. */
final class Story {
  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "The text, UTF-8; - reads it from standard input.")
  private @Nullable Path text;

  @Option(
      names = "--json-in",
      paramLabel = "FILE",
      description =
          "A draft as testimony.json: language, narrative, detained, events, consent; all"
              + " optional.")
  private @Nullable Path draft;

  @Option(names = "--language", paramLabel = "TAG", description = "Language of the text: az, ru …")
  private @Nullable String language;

  @Option(
      names = "--detained",
      paramLabel = "NAME",
      description = "Who is detained; may be given again.")
  private List<String> detained = new ArrayList<>();

  @Option(names = "--event", paramLabel = "WHAT", description = "What happened, e.g. arrest.")
  private @Nullable String event;

  @Option(
      names = "--when",
      paramLabel = "DATE",
      description = "When: YYYY, YYYY-MM or YYYY-MM-DD; with a ~ in front: about.")
  private @Nullable String when;

  @Option(names = "--where", paramLabel = "PLACE", description = "Where.")
  private @Nullable String where;

  @Option(names = "--by-whom", paramLabel = "WHO", description = "By whom.")
  private @Nullable String byWhom;

  @Option(
      names = "--consent",
      paramLabel = "PERSON:PURPOSE=LEVEL",
      description = {
        "What may be done; may be given again. Without it: keep and analyse, nothing else.",
        "PERSON detainee, submitter, third; PURPOSE keep, lawyer, un_coe, government, court,"
            + " public_list, media; LEVEL no, without_name, initials, full_name, ask_first.",
        "A lawyer's name may follow: submitter:lawyer=full_name:NAME"
      })
  private List<String> consents = new ArrayList<>();

  @Option(
      names = "--identity-file",
      paramLabel = "FILE",
      description =
          "Who tells it: a JSON object with name, relation, contact, safe_contact, all optional."
              + " Opens apart, with its own quorum.")
  private @Nullable Path identity;

  /** The story of the options and the draft. */
  Told told(Session session) throws Refusal, IOException {
    Told base = draft();
    String narrative = text == null ? base.narrative() : text(session.in());
    String tag = language == null ? base.language() : language;
    if (!TestimonyJson.isLanguage(tag)) {
      throw new Refusal(SealProblem.BAD_LANGUAGE, tag);
    }
    List<Detained> people = new ArrayList<>(base.detained());
    detained.forEach(name -> people.add(new Detained(name, null, null)));
    List<Event> events = new ArrayList<>(base.events());
    if (event != null || when != null || where != null || byWhom != null) {
      events.add(new Event(event, date(), null, where, byWhom));
    }
    List<Consent> consent = new ArrayList<>(base.consent());
    consent.addAll(ConsentOption.parse(consents, session.today()));
    if (consent.isEmpty()) {
      consent.add(ConsentOption.keepOnly(session.today()));
    }
    return new Told(tag, narrative, people, events, consent);
  }

  /** Whether there is anything beside files. */
  boolean isTold() {
    return text != null || draft != null || !detained.isEmpty() || event != null;
  }

  private @Nullable AboutDate date() throws Refusal {
    if (when == null) {
      return null;
    }
    boolean about = when.startsWith("~");
    String date = about ? when.substring(1) : when;
    if (!AboutDate.isDate(date)) {
      throw new Refusal(SealProblem.BAD_DATE, date);
    }
    return new AboutDate(date, about);
  }

  private String text(InputStream standardInput) throws Refusal, IOException {
    Path path = text;
    byte[] bytes =
        path == null || path.toString().equals("-")
            ? standardInput.readNBytes(ThreadJson.MAX_JSON_BYTES + 1)
            : Files.readAllBytes(path);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Refusal(SealProblem.TEXT_NOT_UTF8);
    }
  }

  /** Reads the draft as a testimony whose other fields are filled with nothing. */
  private Told draft() throws Refusal, IOException {
    if (draft == null) {
      return new Told("az", "", List.of(), List.of(), List.of());
    }
    try {
      ObjectNode node = StrictJson.parse(Files.readAllBytes(draft), ThreadJson.MAX_JSON_BYTES);
      node.put("format", Labels.format("testimony"));
      node.put("instance", "0".repeat(64)).put("nonce", "A".repeat(43));
      node.put("thread", "A".repeat(43)).put("reply", "A".repeat(43));
      node.put("sitting", "0".repeat(32)).put("number", 0).put("follow", 0);
      node.putArray("files");
      if (!node.has("language")) {
        node.put("language", "az");
      }
      if (!node.has("narrative")) {
        node.put("narrative", "");
      }
      if (!node.has("consent")) {
        node.putArray("consent");
      }
      TestimonyJson json = TestimonyJson.parse(StrictJson.pretty(node));
      return new Told(
          json.language(), json.narrative(), json.detained(), json.events(), json.consent());
    } catch (MalformedException e) {
      throw new Refusal(SealProblem.BAD_DRAFT, draft);
    }
  }

  /** Who tells it, or nobody. */
  IdentityJson identity() throws Refusal, IOException {
    if (identity == null) {
      return IdentityJson.anonymous();
    }
    try {
      ObjectNode submitter =
          StrictJson.parse(Files.readAllBytes(identity), IdentityJson.MAX_JSON_BYTES);
      ObjectNode node = StrictJson.object().put("format", Labels.format("identity"));
      node.set("submitter", submitter);
      return IdentityJson.parse(StrictJson.pretty(node));
    } catch (MalformedException e) {
      throw new Refusal(SealProblem.BAD_IDENTITY, identity);
    }
  }
}
