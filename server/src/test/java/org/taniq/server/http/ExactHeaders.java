package org.taniq.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Asserts that a response carries the fixed headers, the named ones, and not one more. */
public final class ExactHeaders {
  /** Written out here too, so that a change of the product's table is seen. */
  private static final Map<String, String> FIXED =
      Map.of(
          "content-security-policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src"
              + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src"
              + " 'none'; frame-src 'none'; worker-src 'none'; require-trusted-types-for 'script';"
              + " trusted-types 'none'",
          "cache-control",
          "no-store",
          "x-content-type-options",
          "nosniff",
          "referrer-policy",
          "no-referrer",
          "cross-origin-opener-policy",
          "same-origin",
          "cross-origin-embedder-policy",
          "require-corp",
          "cross-origin-resource-policy",
          "same-origin");

  private ExactHeaders() {}

  /** Connection and Content-Length are the protocol's; everything else must be named. */
  public static void assertExact(RawHttp.Reply reply, String... alsoNames) {
    Map<String, String> found = reply.without(Set.of("connection", "content-length"));
    Map<String, String> expected = new TreeMap<>(FIXED);
    for (String name : alsoNames) {
      expected.put(name, found.get(name) == null ? "(missing)" : found.get(name));
    }
    assertEquals(expected.toString(), found.toString());
  }
}
