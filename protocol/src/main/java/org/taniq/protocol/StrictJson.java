package org.taniq.protocol;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON as all of Taniq's formats take and write it. SPEC §3, §4: UTF-8 without BOM, one object,
 * each name once, at most 32 levels, strings of whole Unicode characters, whole numbers alone,
 * nothing after the end. The writer's bytes depend on the value alone. Thread-safe.
 */
public final class StrictJson {

  private static final int MAX_LEVELS = 32;

  /**
   * Bounds the memory of a parsed document: a name, a value, a bracket and a brace are one each.
   */
  private static final long MAX_TOKENS = 250_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_LEVELS)
                          .maxTokenCount(MAX_TOKENS)
                          .maxNameLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private StrictJson() {}

  /**
   * Reads one object.
   *
   * @param maxBytes limit of the format, checked before anything is read
   */
  public static ObjectNode parse(byte[] bytes, int maxBytes) throws MalformedException {
    if (bytes.length > maxBytes) {
      throw new MalformedException("JSON over its size limit");
    }
    String text = Spelling.parseUtf8(bytes);
    if (text.startsWith("\uFEFF")) {
      throw new MalformedException("JSON with a byte order mark");
    }
    JsonNode node = read(text);
    if (!(node instanceof ObjectNode object)) {
      throw new MalformedException("JSON that is not one object");
    }
    requireWholeCharacters(object);
    return object;
  }

  /** Two spaces of indentation, fields in the order they were put, a line feed at the end. */
  public static byte[] pretty(ObjectNode node) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      MAPPER.writer(printer()).writeValue(out, node);
    } catch (IOException e) {
      // Only a string with half a surrogate pair: parse refuses it, text() replaces it.
      throw new IllegalArgumentException("a value that JSON cannot hold", e);
    }
    out.write('\n');
    return out.toByteArray();
  }

  /** A fresh, empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The text with every unpaired surrogate replaced by U+FFFD, as all writers do. */
  public static String text(String text) {
    if (isWhole(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private static JsonNode read(String text) throws MalformedException {
    try (JsonParser parser = new WholeNumbers(MAPPER.createParser(text))) {
      JsonNode node = MAPPER.readTree(parser);
      if (node == null || parser.nextToken() != null) {
        throw new MalformedException("JSON that is not one object");
      }
      return node;
    } catch (JacksonException e) {
      // The library's text quotes the input: dropped.
      throw new MalformedException("not JSON, a name twice, too deep, or too much");
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  private static void requireWholeCharacters(JsonNode node) throws MalformedException {
    if (node.isTextual() && !isWhole(node.textValue())) {
      throw new MalformedException("half a surrogate pair");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!isWhole(field.getKey())) {
        throw new MalformedException("half a surrogate pair");
      }
    }
    for (JsonNode child : node) {
      requireWholeCharacters(child);
    }
  }

  private static boolean isWhole(String text) {
    return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }

  /** Refuses numbers that another reader may not hold exactly, or spell again in the same way. */
  private static final class WholeNumbers extends JsonParserDelegate {

    private static final Pattern SPELLING = Pattern.compile("0|-?[1-9][0-9]{0,15}");

    WholeNumbers(JsonParser parser) {
      super(parser);
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
      JsonToken token = super.nextToken();
      if (token != null && token.isNumeric() && !isWhole(getText())) {
        throw new JsonParseException(this, "not a whole number");
      }
      return token;
    }

    private static boolean isWhole(String text) {
      return SPELLING.matcher(text).matches()
          && Math.abs(Long.parseLong(text)) <= JsonFields.MAX_INTEGER;
    }
  }

  private static PrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    return new DefaultPrettyPrinter(separators)
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }
}
