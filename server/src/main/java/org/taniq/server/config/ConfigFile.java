package org.taniq.server.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * The lines of a configuration file: {@code key = value}, {@code # comment} on a line of its own,
 * empty lines. Nothing else: no quotes, no continuation, no sections.
 */
final class ConfigFile {
  static final int MAX_BYTES = 65536;

  /** A value as written; line 0 says that it is the default. */
  record Value(int line, String text) {}

  private final Map<ConfigKey, Value> values = new EnumMap<>(ConfigKey.class);

  private ConfigFile() {}

  /**
   * Splits a file into values; keys that it does not name get their default.
   *
   * @throws ConfigException with the line number: no "=", unknown key (with the nearest known one),
   *     a key twice, no value where one is needed, not UTF-8
   */
  static ConfigFile parse(byte[] bytes) throws ConfigException {
    ConfigFile file = new ConfigFile();
    int number = 0;
    for (String line : decode(bytes).split("\n", -1)) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        file.add(number, text);
      }
    }
    for (ConfigKey key : ConfigKey.values()) {
      if (!file.values.containsKey(key)) {
        if (key.byDefault == null) {
          throw new ConfigException(
              "\"" + key.key + "\" is missing; add a line \"" + key.key + " = …\"");
        }
        file.values.put(key, new Value(0, key.byDefault));
      }
    }
    return file;
  }

  Value value(ConfigKey key) {
    Value value = values.get(key);
    if (value == null) {
      throw new IllegalStateException("parse() fills every key");
    }
    return value;
  }

  private void add(int number, String text) throws ConfigException {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw ConfigException.at(
          number, "not \"key = value\"; write one setting per line, and \"#\" before a comment");
    }
    String name = text.substring(0, equals).strip();
    ConfigKey key = ConfigKey.of(name);
    if (key == null) {
      throw ConfigException.at(number, unknown(name));
    }
    String value = text.substring(equals + 1).strip();
    if (value.startsWith("\"") || value.startsWith("'")) {
      throw ConfigException.at(number, "\"" + key.key + "\" takes its value without quotes");
    }
    if (value.isEmpty() && (key.byDefault == null || !key.byDefault.isEmpty())) {
      throw ConfigException.at(
          number, "\"" + key.key + "\" has no value; write one, or put \"#\" before the line");
    }
    Value before = values.putIfAbsent(key, new Value(number, value));
    if (before != null) {
      throw ConfigException.at(
          number,
          "\"" + key.key + "\" was set on line " + before.line() + " already; remove one of them");
    }
  }

  private static String unknown(String name) {
    boolean printable = name.matches("[A-Za-z0-9_.-]{1,40}");
    ConfigKey nearest = printable ? ConfigKey.nearest(name) : null;
    String said =
        printable ? "\"" + name + "\" is no setting" : "what stands before \"=\" is no setting";
    return nearest == null
        ? said + "; \"taniq-server --print-default-config\" shows all of them"
        : said + "; did you mean \"" + nearest.key + "\"?";
  }

  private static String decode(byte[] bytes) throws ConfigException {
    if (bytes.length > MAX_BYTES) {
      throw new ConfigException("longer than " + MAX_BYTES + " bytes; this is not a configuration");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ConfigException("not UTF-8 text; save the file as UTF-8");
    }
  }
}
