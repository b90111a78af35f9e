package org.taniq.cli.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.taniq.protocol.Labels;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.StrictJson;

/**
 * One line of the custody log. SPEC §8.4.
 *
 * @param number 0 for the first
 * @param previous hash of the entry before, 64 hex digits; zeros for the first
 * @param day UTC day on which it was written
 * @param what kind of the entry
 * @param fields everything that the line says
 * @param digest of the line, 64 hex digits: what is shown of it where the line itself is not
 * @param hash of the entry and everything before it, 64 hex digits
 */
public record LogEntry(
    long number,
    String previous,
    LocalDate day,
    String what,
    ObjectNode fields,
    String digest,
    String hash) {
  /** What the first entry has for the hash of the one before. */
  static final String NO_PREVIOUS = "0".repeat(64);

  /** As long as a line may be, without its line feed. */
  private static final int MAX_BYTES = 1 << 16;

  /** Bytes of what makes a line's digest tell nothing of a line that could be guessed. */
  static final int SALT_BYTES = 16;

  /** What every line says first, in this order. */
  private static final List<String> FIRST = List.of("number", "previous", "day", "what", "salt");

  private static final Pattern SALT = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The entry that follows another. The line's fields stand in the order of SPEC §8.4.
   *
   * @param salt fresh random
   * @throws IllegalArgumentException details with a name that every line has: it would take the
   *     place of the line's own; more than a line takes: who has many things to tell writes many
   *     lines
   */
  static byte[] line(
      long number, String previous, LocalDate day, String what, byte[] salt, ObjectNode details) {
    ObjectNode line = JSON.createObjectNode();
    line.put("number", number);
    line.put("previous", previous);
    line.put("day", day.toString());
    line.put("what", what);
    line.put("salt", HexFormat.of().formatHex(salt));
    details
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (line.has(name)) {
                throw new IllegalArgumentException("a name that every line has");
              }
            });
    line.setAll(details);
    byte[] bytes = bytes(line);
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("more than a line of the custody log takes");
    }
    return bytes;
  }

  private static byte[] bytes(ObjectNode line) {
    try {
      return JSON.writeValueAsBytes(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers is always written", e);
    }
  }

  /**
   * Reads a line, without its line feed. It has one spelling, which is ours: whoever writes it
   * again gets the bytes that its digest was made of.
   *
   * @throws VaultException LOG_ALTERED: not JSON, without its fields, or spelt in another way
   */
  static LogEntry parse(byte[] line) throws VaultException {
    try {
      ObjectNode fields = StrictJson.parse(line, MAX_BYTES);
      List<String> names = new ArrayList<>();
      fields.fieldNames().forEachRemaining(names::add);
      String previous = text(fields, "previous");
      boolean formed =
          names.size() >= FIRST.size()
              && names.subList(0, FIRST.size()).equals(FIRST)
              && fields.path("number").isIntegralNumber()
              && HASH.matcher(previous).matches()
              && SALT.matcher(text(fields, "salt")).matches();
      if (!formed || !Arrays.equals(bytes(fields), line)) {
        throw new VaultException(VaultException.Reason.LOG_ALTERED);
      }
      String digest = hex(Labels.of("log-line"), line);
      return new LogEntry(
          fields.path("number").longValue(),
          previous,
          Spelling.parseDate(text(fields, "day")),
          text(fields, "what"),
          fields,
          digest,
          hash(previous, digest));
    } catch (MalformedException e) {
      throw new VaultException(VaultException.Reason.LOG_ALTERED, e);
    }
  }

  private static String text(ObjectNode fields, String name) throws VaultException {
    JsonNode value = fields.path(name);
    if (!value.isTextual()) {
      throw new VaultException(VaultException.Reason.LOG_ALTERED);
    }
    return value.textValue();
  }

  static ObjectNode details() {
    return JSON.createObjectNode();
  }

  /** SHA-256(L("log-entry") ‖ hash of the entry before ‖ digest of this line). */
  private static String hash(String previous, String digest) {
    HexFormat hex = HexFormat.of();
    return hex(Labels.of("log-entry"), hex.parseHex(previous), hex.parseHex(digest));
  }

  private static String hex(byte[]... parts) {
    MessageDigest digest = sha256();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The line as it stands in the log, without its line feed. */
  public String line() {
    byte[] line = bytes(fields);
    if (!hex(Labels.of("log-line"), line).equals(digest)) {
      throw new IllegalStateException("no line is spelt in another way");
    }
    return new String(line, StandardCharsets.UTF_8);
  }

  /** Whether it tells of one nested part of an envelope, not of the envelope. SPEC §8.4. */
  public boolean isOfPart() {
    return fields.has("place");
  }

  /** The text of a field, or an empty text where there is none. */
  public String field(String name) {
    return fields.path(name).asText("");
  }
}
