package org.taniq.server.config;

import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the server runs with, checked.
 *
 * @param instance SHA-256 of charter 0, hexadecimal, 64 digits
 * @param courierKeys Ed25519 public keys, base64url as written in the file, each of 32 bytes
 * @param courierAuthorities lower case, as in a Host header
 * @param storeUrl null for the embedded store
 * @param maxEnvelopeBytes of one envelope, header included
 */
public record ServerConfig(
    String instance,
    Path dataDir,
    InetSocketAddress listen,
    InetSocketAddress courierListen,
    List<String> courierKeys,
    List<String> courierAuthorities,
    @Nullable String storeUrl,
    String storeUser,
    @Nullable Path storePasswordFile,
    long storeLimitBytes,
    long maxEnvelopeBytes,
    int maxUploadsAtOnce,
    int maxConnections,
    Duration idleTimeout,
    Duration stopTimeout) {
  private static final long MIB = 1L << 20;

  public ServerConfig {
    courierKeys = List.copyOf(courierKeys);
    courierAuthorities = List.copyOf(courierAuthorities);
  }

  /**
   * Reads a whole configuration file.
   *
   * @throws ConfigException the first thing that is wrong, in file order of the keys
   */
  public static ServerConfig parse(byte[] bytes) throws ConfigException {
    Units units = new Units(ConfigFile.parse(bytes));
    units.hex(ConfigKey.INSTANCE, 32);
    boolean allowPublic = units.flag(ConfigKey.ALLOW_PUBLIC_BIND);
    InetSocketAddress listen = units.address(ConfigKey.LISTEN, allowPublic);
    InetSocketAddress courierListen = units.address(ConfigKey.COURIER_LISTEN, allowPublic);
    if (listen.equals(courierListen) && listen.getPort() != 0) {
      throw units.wrong(ConfigKey.COURIER_LISTEN, "must be another port than listen");
    }
    List<String> keys = courierKeys(units);
    long storeLimit = units.size(ConfigKey.STORE_LIMIT, 16 * MIB, 1L << 50, "from 16MiB");
    long maxEnvelope = units.size(ConfigKey.MAX_ENVELOPE, MIB, 8300 * MIB, "from 1MiB to 8300MiB");
    if (maxEnvelope > storeLimit) {
      throw units.wrong(ConfigKey.MAX_ENVELOPE, "must not be more than store_limit");
    }
    String storeUrl = storeUrl(units);
    return new ServerConfig(
        units.text(ConfigKey.INSTANCE),
        absolute(units, ConfigKey.DATA_DIR),
        listen,
        courierListen,
        keys,
        authorities(units, !keys.isEmpty()),
        storeUrl,
        units.text(ConfigKey.STORE_USER),
        units.text(ConfigKey.STORE_PASSWORD_FILE).isEmpty()
            ? null
            : absolute(units, ConfigKey.STORE_PASSWORD_FILE),
        storeLimit,
        maxEnvelope,
        units.count(ConfigKey.MAX_UPLOADS_AT_ONCE, 1, 1000),
        units.count(ConfigKey.MAX_CONNECTIONS, 16, 65536),
        units.seconds(ConfigKey.IDLE_TIMEOUT, 120, 3600),
        units.seconds(ConfigKey.STOP_TIMEOUT, 1, 600));
  }

  /** The commented file that has every key at its default. */
  public static String defaultFile() {
    StringBuilder out = new StringBuilder();
    out.append(
        "# Configuration of taniq-server. One \"key = value\" per line; \"#\" begins a comment.\n");
    out.append("# Lines that are commented out show the default.\n");
    for (ConfigKey key : ConfigKey.values()) {
      out.append('\n');
      key.comment.lines().forEach(line -> out.append("# ").append(line).append('\n'));
      out.append('#').append(key.key).append(" = ");
      out.append(key.byDefault == null ? "(needed)" : key.byDefault).append('\n');
    }
    return out.toString().replace("#instance = (needed)", "instance =").replaceAll(" +\n", "\n");
  }

  private static List<String> courierKeys(Units units) throws ConfigException {
    List<String> keys = units.list(ConfigKey.COURIER_KEYS);
    for (String key : keys) {
      if (!key.matches("[A-Za-z0-9_-]{43}") || !canonical(key)) {
        throw units.wrong(
            ConfigKey.COURIER_KEYS, "must be keys of 43 base64url characters, separated by commas");
      }
    }
    if (List.copyOf(new java.util.TreeSet<>(keys)).size() != keys.size()) {
      throw units.wrong(ConfigKey.COURIER_KEYS, "has one key twice; remove one of them");
    }
    return keys;
  }

  private static boolean canonical(String key) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(key);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(key);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static List<String> authorities(Units units, boolean needed) throws ConfigException {
    List<String> lower = new ArrayList<>();
    for (String authority : units.list(ConfigKey.COURIER_AUTHORITIES)) {
      if (!authority.matches(
          "[A-Za-z0-9.-]{1,255}(:[0-9]{1,5})?|\\[[0-9a-fA-F:]+\\](:[0-9]{1,5})?")) {
        throw units.wrong(
            ConfigKey.COURIER_AUTHORITIES,
            "must be names with an optional port, like abc.onion or 127.0.0.1:8081");
      }
      lower.add(authority.toLowerCase(Locale.ROOT));
    }
    if (needed && lower.isEmpty()) {
      throw units.wrong(
          ConfigKey.COURIER_AUTHORITIES,
          "is needed when courier_keys is set; write the onion address");
    }
    return lower;
  }

  private static @Nullable String storeUrl(Units units) throws ConfigException {
    String url = units.text(ConfigKey.STORE_URL);
    if (url.equals("embedded")) {
      for (ConfigKey key : List.of(ConfigKey.STORE_USER, ConfigKey.STORE_PASSWORD_FILE)) {
        if (!units.text(key).isEmpty()) {
          throw units.wrong(key, "is only for PostgreSQL; remove it, or set store_url");
        }
      }
      return null;
    }
    if (!url.startsWith("jdbc:postgresql:")) {
      throw units.wrong(
          ConfigKey.STORE_URL, "must be embedded, or jdbc:postgresql://HOST/DATABASE");
    }
    if (url.contains("password=")) {
      throw units.wrong(ConfigKey.STORE_URL, "must not hold a password; use store_password_file");
    }
    return url;
  }

  private static Path absolute(Units units, ConfigKey key) throws ConfigException {
    try {
      Path path = Path.of(units.text(key));
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException e) {
      throw units.wrong(key, "must be an absolute path");
    }
    throw units.wrong(key, "must be an absolute path");
  }
}
