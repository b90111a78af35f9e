package org.taniq.protocol.signed;

import java.util.Set;
import java.util.regex.Pattern;
import org.taniq.protocol.MalformedException;

/**
 * Absolute paths that the server serves. SPEC §4.3: segments of {@code [A-Za-z0-9._-]}, none
 * starting with a dot but {@code .well-known}, at most 94 bytes.
 */
final class SitePath {

  static final int MAX_BYTES = 94; // "files" + path fits a tar name of 100 with its zero

  private static final Pattern SHAPE =
      Pattern.compile("(/(\\.well-known|[A-Za-z0-9_-][A-Za-z0-9._-]*))+");
  private static final Set<String> RESERVED = Set.of("taniq", "uploads", "send", "courier");

  private SitePath() {}

  /** A path of the site: none of the server's own. */
  static String site(String path) throws MalformedException {
    String first = shape(path).substring(1).split("/", 2)[0];
    if (RESERVED.contains(first)) {
      throw new MalformedException("a reserved path");
    }
    return path;
  }

  /** A path under a folder of the server's own, such as {@code /taniq/acks/}. */
  static String under(String folder, String path) throws MalformedException {
    if (!shape(path).startsWith(folder)) {
      throw new MalformedException("a path outside of " + folder);
    }
    return path;
  }

  private static String shape(String path) throws MalformedException {
    if (path.length() > MAX_BYTES || !SHAPE.matcher(path).matches()) {
      throw new MalformedException("not a path");
    }
    return path;
  }
}
