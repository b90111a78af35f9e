package org.taniq.courier.key;

import java.time.Instant;
import java.util.Map;

/** Signs the courier's requests. SPEC §5. */
@FunctionalInterface
public interface RequestSigner {
  /**
   * The header fields to send along: the body's digest and the signature.
   *
   * @param target path and query as they are sent
   * @param bodySha256 64 hex digits; that of no bytes for an empty body
   */
  Map<String, String> fields(
      String method, String authority, String target, String bodySha256, Instant created);
}
