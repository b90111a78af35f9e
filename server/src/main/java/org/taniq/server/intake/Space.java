package org.taniq.server.intake;

import org.taniq.server.retention.SpacePolicy;
import org.taniq.server.store.EnvelopeStore;
import org.taniq.server.store.SizeClass;
import org.taniq.server.store.StoreException;
import org.taniq.server.store.Usage;

/** Asks the flood rules, DESIGN §6, before bytes are taken. Thread-safe. */
final class Space {
  /** Asked for at once, so that a large body does not ask for each piece. */
  private static final long STEP_BYTES = 1L << 20;

  private final EnvelopeStore store;
  private final SpacePolicy policy;
  private final Leases leases;

  Space(EnvelopeStore store, SpacePolicy policy, Leases leases) {
    this.store = store;
    this.policy = policy;
    this.leases = leases;
  }

  /**
   * Passes an upload that may begin; an idle one may have to give way to it.
   *
   * @param length declared, bytes
   * @throws IntakeException TRY_LATER
   */
  void begin(long length) throws IntakeException, StoreException {
    SizeClass sizeClass = SizeClass.of(length);
    int cap = policy.cap(sizeClass);
    long partials = store.usage().of(sizeClass).partials();
    leases.watch(sizeClass, partials > cap / 2);
    if (partials >= cap) {
      leases.makeRoom(sizeClass, cap);
    }
    require(policy.mayBegin(store.usage(), length));
  }

  /** What one body of an upload may still take. */
  Grant grant(long length) {
    return new Grant(length);
  }

  /** Not thread-safe. */
  final class Grant {
    private final long length;
    private long left;

    private Grant(long length) {
      this.length = length;
    }

    /**
     * Passes so many bytes more.
     *
     * @throws IntakeException TRY_LATER
     */
    void take(long count) throws IntakeException, StoreException {
      if (left < count) {
        Usage usage = store.usage();
        left = Math.max(count, Math.min(STEP_BYTES, length));
        if (!policy.mayAppend(usage, length, left)) {
          left = count;
          require(policy.mayAppend(usage, length, count));
        }
      }
      left -= count;
    }
  }

  private static void require(boolean room) throws IntakeException {
    if (!room) {
      throw new IntakeException(Refusal.TRY_LATER);
    }
  }
}
