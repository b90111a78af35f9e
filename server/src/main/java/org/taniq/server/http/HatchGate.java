package org.taniq.server.http;

import io.javalin.http.Context;
import java.time.Clock;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.hatch.ContentDigest;
import org.taniq.protocol.hatch.HatchException;
import org.taniq.protocol.hatch.HatchGuard;
import org.taniq.protocol.hatch.HatchRequest;
import org.taniq.protocol.hatch.HatchSignature;
import org.taniq.protocol.signed.SignerId;

/** Holds a request against its signature, before its body is read. SPEC §5. */
final class HatchGate {
  private final HatchGuard guard;
  private final Clock clock;

  HatchGate(HatchGuard guard, Clock clock) {
    this.guard = guard;
    this.clock = clock;
  }

  /**
   * A request that was let in.
   *
   * @param digest what its body must hash to
   */
  record Admitted(SignerId courier, ContentDigest digest) {}

  /**
   * Lets a courier's request in, once.
   *
   * @throws HatchException for every other request
   */
  Admitted admit(Context ctx) throws HatchException {
    ContentDigest digest = ContentDigest.parse(single(ctx, ContentDigest.FIELD));
    @Nullable String host = single(ctx, "Host");
    HatchRequest request =
        HatchRequest.of(
            ctx.req().getMethod(),
            host == null ? "" : host,
            ctx.req().getRequestURI(),
            ctx.req().getQueryString(),
            digest);
    SignerId courier =
        guard.admit(
            request,
            single(ctx, HatchSignature.INPUT_FIELD),
            single(ctx, HatchSignature.SIGNATURE_FIELD),
            clock.instant());
    return new Admitted(courier, digest);
  }

  /** The value of a field that came once; null otherwise. */
  private static @Nullable String single(Context ctx, String name) {
    Enumeration<String> values = ctx.req().getHeaders(name);
    if (!values.hasMoreElements()) {
      return null;
    }
    String first = values.nextElement();
    return values.hasMoreElements() ? null : first;
  }
}
