package org.taniq.server.http;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.taniq.server.site.ContentPolicy;

/**
 * The headers that every response of every listener carries, identical everywhere, and the few
 * others that a response may have. Whatever else a library would add (Server, Date, Link, Refresh,
 * cookies) is dropped, so that a new version of it cannot begin to tell something.
 */
final class FixedHeaders {
  static final Map<String, String> ALWAYS =
      Map.of(
          "Content-Security-Policy", ContentPolicy.CSP,
          "Cache-Control", "no-store",
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Embedder-Policy", "require-corp",
          "Cross-Origin-Resource-Policy", "same-origin");

  /** Lower case. */
  static final Set<String> SOMETIMES =
      Set.of(
          "connection",
          "content-disposition",
          "content-length",
          "content-range",
          "content-type",
          "location",
          "retry-after",
          "transfer-encoding",
          "tus-extension",
          "tus-max-size",
          "tus-resumable",
          "tus-version",
          "upload-expires",
          "upload-length",
          "upload-offset");

  private FixedHeaders() {}

  /** What is sent instead of {@code given}: always the same names first, in one order. */
  static HttpFields rewrite(HttpFields given) {
    HttpFields.Mutable out = HttpFields.build();
    new TreeMap<>(ALWAYS).forEach(out::add);
    for (HttpField field : given) {
      if (SOMETIMES.contains(field.getLowerCaseName())) {
        out.add(field);
      }
    }
    return out.asImmutable();
  }
}
