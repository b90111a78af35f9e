package org.taniq.courier.key;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.taniq.protocol.signed.SigningKey;

/** Signs by the courier's key. */
public final class SignedRequests implements RequestSigner {
  public SignedRequests(SigningKey key, SecureRandom random) {}

  @Override
  public Map<String, String> fields(
      String method, String authority, String target, String bodySha256, Instant created) {
    throw new UnsupportedOperationException();
  }
}
