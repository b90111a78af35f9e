package org.taniq.cli.vault;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.taniq.protocol.Labels;

/**
 * One line of the custody log. SPEC §8.4.
 *
 * @param number 0 for the first
 * @param previous hash of the entry before, 64 hex digits; zeros for the first
 * @param day UTC day on which it was written
 * @param what kind of the entry
 * @param fields everything that the line says
 * @param hash SHA-256(L("log-entry") ‖ line), 64 hex digits
 */
public record LogEntry(
    long number, String previous, LocalDate day, String what, ObjectNode fields, String hash) {
  /** What the first entry has for the hash of the one before. */
  static final String NO_PREVIOUS = "0".repeat(64);

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * The entry that follows another. The line's fields stand in the order of SPEC §8.4.
   *
   * @throws IllegalArgumentException details with a name that every line has: it would take the
   *     place of the line's own
   */
  static byte[] line(long number, String previous, LocalDate day, String what, ObjectNode details) {
    ObjectNode line = JSON.createObjectNode();
    line.put("number", number);
    line.put("previous", previous);
    line.put("day", day.toString());
    line.put("what", what);
    details
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (line.has(name)) {
                throw new IllegalArgumentException("a name that every line has");
              }
            });
    line.setAll(details);
    try {
      return JSON.writeValueAsBytes(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers is always written", e);
    }
  }

  /**
   * Reads a line, without its line feed.
   *
   * @throws VaultException LOG_ALTERED: not JSON, or without its fields
   */
  static LogEntry parse(byte[] line) throws VaultException {
    try {
      if (!(JSON.readTree(line) instanceof ObjectNode fields)
          || !fields.path("number").isIntegralNumber()) {
        throw new VaultException(VaultException.Reason.LOG_ALTERED);
      }
      String previous = text(fields, "previous");
      if (!HASH.matcher(previous).matches()) {
        throw new VaultException(VaultException.Reason.LOG_ALTERED);
      }
      return new LogEntry(
          fields.path("number").longValue(),
          previous,
          LocalDate.parse(text(fields, "day")),
          text(fields, "what"),
          fields,
          hash(line));
    } catch (JacksonException | DateTimeException e) {
      throw new VaultException(VaultException.Reason.LOG_ALTERED, e);
    } catch (IOException e) {
      throw new IllegalStateException("no stream is read", e);
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

  private static String hash(byte[] line) {
    MessageDigest digest = sha256();
    digest.update(Labels.of("log-entry"));
    return HexFormat.of().formatHex(digest.digest(line));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The text of a field, or an empty text where there is none. */
  public String field(String name) {
    return fields.path(name).asText("");
  }
}
