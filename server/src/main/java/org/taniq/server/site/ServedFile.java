package org.taniq.server.site;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * A published file.
 *
 * @param file where its bytes are
 * @param size in bytes
 * @param type its Content-Type
 * @param download whether a browser shall save it rather than show it
 */
public record ServedFile(Path file, long size, String type, boolean download) {
  static final String JSON = "application/json";
  static final String BYTES = "application/octet-stream";
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html;charset=utf-8"),
          Map.entry("css", "text/css;charset=utf-8"),
          Map.entry("js", "text/javascript;charset=utf-8"),
          Map.entry("json", JSON),
          Map.entry("txt", "text/plain;charset=utf-8"),
          Map.entry("asc", "text/plain;charset=utf-8"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("pdf", "application/pdf"));

  /**
   * A file that publishers sign, not signers: whatever it is named, no browser may take it for a
   * page, a script or a style.
   */
  static ServedFile data(Path file, long size, String type) {
    return new ServedFile(file, size, type, false);
  }

  /** A file of the site; those under a folder {@code download} are for saving. */
  static ServedFile of(String urlPath, Path file, long size) {
    String name = urlPath.substring(urlPath.lastIndexOf('/') + 1);
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return new ServedFile(
        file, size, TYPES.getOrDefault(ending, BYTES), urlPath.contains("/download/"));
  }
}
