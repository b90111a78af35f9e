package org.taniq.courier.key;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.taniq.protocol.hatch.ContentDigest;
import org.taniq.protocol.hatch.HatchRequest;
import org.taniq.protocol.hatch.HatchSignature;
import org.taniq.protocol.signed.SigningKey;

/** Signs by the courier's key, with a fresh nonce for each request. RFC 9421; SPEC §5. */
public final class SignedRequests implements RequestSigner {
  private final SigningKey key;
  private final SecureRandom random;

  /**
   * @param key stays the caller's to close
   */
  public SignedRequests(SigningKey key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  @Override
  public Map<String, String> fields(
      String method, String authority, String target, String bodySha256, Instant created) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? null : target.substring(mark + 1);
    ContentDigest digest = ContentDigest.of(HexFormat.of().parseHex(bodySha256));
    HatchRequest request = HatchRequest.of(method, authority, path, query, digest);
    byte[] nonce = new byte[HatchSignature.NONCE_BYTES];
    random.nextBytes(nonce);
    HatchSignature signature = HatchSignature.sign(request, key, created, nonce);
    return Map.of(
        ContentDigest.FIELD, digest.value(),
        HatchSignature.INPUT_FIELD, signature.input(),
        HatchSignature.SIGNATURE_FIELD, signature.value());
  }
}
