package org.taniq.server.http;

import java.util.Locale;
import java.util.Set;

/**
 * The fields of a request that somebody here reads: those of HTTP/1.1's framing, SPEC §5's, and
 * what tells a page load. All others are dropped as they come: kept, a head of 8 kB in short lines
 * is 200 kB of objects for as long as its body drips.
 */
final class KnownFields {
  /** More lines than any honest request has of these. */
  static final int MOST = 32;

  private static final Set<String> NAMES =
      Set.of(
          "host",
          "connection",
          "content-length",
          "content-type",
          "expect",
          "transfer-encoding",
          "accept",
          "range",
          "sec-fetch-dest",
          "sec-fetch-site",
          "tus-resumable",
          "upload-concat",
          "upload-defer-length",
          "upload-length",
          "upload-metadata",
          "upload-offset",
          "x-http-method-override",
          "content-digest",
          "signature",
          "signature-input");

  private KnownFields() {}

  static boolean has(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT));
  }
}
