package org.taniq.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.taniq.server.config.ConfigFile.Value;

/** Reads the values of a configuration file by their kind; each error says what to write. */
final class Units {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})(KiB|MiB|GiB)?");
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6})s");
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([0-9a-fA-F:]+)\\]|([0-9.]+|localhost)):([0-9]{1,5})");

  private final ConfigFile file;

  Units(ConfigFile file) {
    this.file = file;
  }

  String text(ConfigKey key) {
    return file.value(key).text();
  }

  /** Exactly {@code bytes} bytes in lower-case hexadecimal. */
  byte[] hex(ConfigKey key, int bytes) throws ConfigException {
    String text = text(key);
    if (!text.matches("[0-9a-f]{" + 2 * bytes + "}")) {
      throw wrong(key, "must be " + 2 * bytes + " hexadecimal digits, lower case");
    }
    return HexFormat.of().parseHex(text);
  }

  boolean flag(ConfigKey key) throws ConfigException {
    return switch (text(key)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(key, "must be true or false");
    };
  }

  /** A size in bytes, {@code least} to {@code most}. */
  long size(ConfigKey key, long least, long most, String range) throws ConfigException {
    Matcher matcher = SIZE.matcher(text(key));
    String say = "must be a size " + range + ", in bytes or like 500MiB or 20GiB";
    if (!matcher.matches()) {
      throw wrong(key, say);
    }
    String unit = matcher.group(2);
    int shift = unit == null ? 0 : unit.equals("KiB") ? 10 : unit.equals("MiB") ? 20 : 30;
    long number = Long.parseLong(matcher.group(1));
    if (number > Long.MAX_VALUE >> shift || number << shift < least || number << shift > most) {
      throw wrong(key, say);
    }
    return number << shift;
  }

  Duration seconds(ConfigKey key, int least, int most) throws ConfigException {
    Matcher matcher = SECONDS.matcher(text(key));
    if (!matcher.matches()
        || Long.parseLong(matcher.group(1)) < least
        || Long.parseLong(matcher.group(1)) > most) {
      throw wrong(key, "must be " + least + "s to " + most + "s, like 180s");
    }
    return Duration.ofSeconds(Long.parseLong(matcher.group(1)));
  }

  int count(ConfigKey key, int least, int most) throws ConfigException {
    String text = text(key);
    if (!text.matches("[0-9]{1,6}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw wrong(key, "must be a number from " + least + " to " + most);
    }
    return Integer.parseInt(text);
  }

  /** A numeric address (or localhost) and a port; no name is ever looked up. */
  InetSocketAddress address(ConfigKey key, boolean allowPublic) throws ConfigException {
    Matcher matcher = ADDRESS.matcher(text(key));
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65535) {
      throw wrong(key, "must be an address and a port, like 127.0.0.1:8080 or [::1]:8080");
    }
    String host = matcher.group(1) != null ? "[" + matcher.group(1) + "]" : matcher.group(2);
    InetAddress address;
    try {
      if (!host.equals("localhost")
          && !host.startsWith("[")
          && !host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
        throw new java.net.UnknownHostException();
      }
      address =
          host.equals("localhost") ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
    } catch (java.net.UnknownHostException e) {
      throw wrong(key, "must be an address and a port, like 127.0.0.1:8080 or [::1]:8080");
    }
    if (!address.isLoopbackAddress() && !allowPublic) {
      throw wrong(
          key,
          "is not a loopback address; write 127.0.0.1:PORT, or set allow_public_bind = true if the"
              + " server shall be reached without Tor");
    }
    return new InetSocketAddress(address, Integer.parseInt(matcher.group(3)));
  }

  /** Comma-separated items, none empty. */
  List<String> list(ConfigKey key) throws ConfigException {
    List<String> items = new ArrayList<>();
    if (!text(key).isEmpty()) {
      for (String item : text(key).split(",", -1)) {
        if (item.isBlank()) {
          throw wrong(key, "has an empty item; separate items by single commas");
        }
        items.add(item.strip());
      }
    }
    return items;
  }

  ConfigException wrong(ConfigKey key, String say) {
    Value value = file.value(key);
    String message = "\"" + key.key + "\" " + say;
    return value.line() == 0
        ? new ConfigException(message)
        : ConfigException.at(value.line(), message);
  }
}
