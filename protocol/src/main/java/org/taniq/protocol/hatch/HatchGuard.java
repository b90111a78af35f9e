package org.taniq.protocol.hatch;

import static org.taniq.protocol.hatch.HatchException.Reason.STALE;
import static org.taniq.protocol.hatch.HatchException.Reason.UNAUTHORISED;
import static org.taniq.protocol.hatch.HatchException.Reason.WRONG_AUTHORITY;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.signed.SignerId;

/**
 * Lets in the couriers that a server knows, and each request once. SPEC §5. Thread-safe. The body
 * is judged afterwards, by {@link ContentDigest#require}, when it has been read.
 */
public final class HatchGuard {

  /** How far a courier's clock may be from the server's, either way. */
  public static final Duration WINDOW = Duration.ofMinutes(5);

  private final Map<SignerId, Bytes> couriers;
  private final Set<String> authorities;
  private final ReplayMemory memory;

  /**
   * A guard for one listener.
   *
   * @param couriers Ed25519 public keys
   * @param authorities Host values under which the hatch is reached
   */
  public HatchGuard(Map<SignerId, Bytes> couriers, Set<String> authorities, ReplayMemory memory) {
    this.couriers = Map.copyOf(couriers);
    this.authorities =
        authorities.stream().map(HatchRequest::authority).collect(Collectors.toUnmodifiableSet());
    this.memory = memory;
  }

  /**
   * Judges a request before its body is read.
   *
   * @param input the field Signature-Input, several lines joined by comma; null if absent
   * @param signature the field Signature, likewise
   * @param now the server's clock
   * @return the courier
   * @throws HatchException UNAUTHORISED, WRONG_AUTHORITY, STALE, REPLAYED, TRY_LATER, in this order
   */
  public SignerId admit(
      HatchRequest request, @Nullable String input, @Nullable String signature, Instant now)
      throws HatchException {
    HatchSignature parsed = HatchSignature.parse(input, signature);
    Bytes key = couriers.get(parsed.keyId());
    if (key == null || !parsed.verify(request, key)) {
      throw new HatchException(UNAUTHORISED);
    }
    if (!authorities.contains(request.authority())) {
      throw new HatchException(WRONG_AUTHORITY);
    }
    long age = now.getEpochSecond() - parsed.created();
    if (Math.abs(age) > WINDOW.toSeconds()) {
      throw new HatchException(STALE);
    }
    // Nonces are remembered only now: a stranger cannot fill the memory.
    memory.remember(parsed, now);
    return parsed.keyId();
  }
}
