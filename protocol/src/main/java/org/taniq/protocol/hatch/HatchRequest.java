package org.taniq.protocol.hatch;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.hatch.SignatureBase.Component;

/**
 * The parts of a request that a courier signs. SPEC §5; RFC 9421 §2.2.
 *
 * @param method as sent, upper case
 * @param authority host, and port where it is not 80, lower case
 * @param path raw as on the wire, at least a slash
 * @param query raw as on the wire with its question mark, or a question mark alone
 * @param digest of the body
 */
public record HatchRequest(
    String method, String authority, String path, String query, ContentDigest digest) {

  /** The one list of components, as in Signature-Input. */
  static final List<String> COMPONENTS =
      List.of("@method", "@authority", "@path", "@query", "content-digest");

  private static final Pattern METHOD = Pattern.compile("[A-Z]+");
  private static final String DEFAULT_PORT = ":80";

  /**
   * Takes the parts as a client or server has them.
   *
   * @param host the Host field
   * @param rawPath percent-encoded; may be empty
   * @param rawQuery percent-encoded without question mark; null if there is none
   */
  public static HatchRequest of(
      String method, String host, String rawPath, @Nullable String rawQuery, ContentDigest digest) {
    return new HatchRequest(
        method,
        authority(host),
        rawPath.isEmpty() ? "/" : rawPath,
        "?" + (rawQuery == null ? "" : rawQuery),
        digest);
  }

  /** The Host field in lower case, without port 80. */
  public static String authority(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(DEFAULT_PORT)
        ? lower.substring(0, lower.length() - DEFAULT_PORT.length())
        : lower;
  }

  /**
   * Whether it is a request that HTTP knows, in printable ASCII: so no value can pass for a line of
   * another component, and none has two spellings in bytes.
   */
  boolean isPlain() {
    return METHOD.matcher(method).matches()
        && path.startsWith("/")
        && authority.chars().allMatch(c -> c >= ' ' && c < 0x7f)
        && Stream.of(path, query).allMatch(raw -> raw.chars().allMatch(c -> c > ' ' && c < 0x7f));
  }

  List<Component> components() {
    List<String> values = List.of(method, authority, path, query, digest.value());
    return IntStream.range(0, values.size())
        .mapToObj(i -> new Component(COMPONENTS.get(i), values.get(i)))
        .toList();
  }
}
