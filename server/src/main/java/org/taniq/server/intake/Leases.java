package org.taniq.server.intake;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.taniq.server.store.EnvelopeStore;
import org.taniq.server.store.SizeClass;
import org.taniq.server.store.StoreException;
import org.taniq.server.store.Upload;
import org.taniq.server.store.UploadToken;

/**
 * Which unfinished uploads give way when their class is at its cap: bytes buy an upload time, a
 * second for every {@link #BYTES_PER_SECOND}, a day at most; when it is over and the place is
 * needed, the upload is ended, least advanced and oldest first, but never one that somebody writes
 * to. Kept in memory: what another server or an earlier run began counts from when it is first
 * seen. Thread-safe.
 */
final class Leases {
  static final long BYTES_PER_SECOND = 64;
  static final long MOST_MILLIS = 24 * 60 * 60 * 1000L;

  /** A class that is more than half full is looked at so often, to see who goes on. */
  private static final long ROUND_MILLIS = 60_000;

  /** Any class, to forget those that are gone. */
  private static final long SWEEP_MILLIS = 60 * 60 * 1000L;

  /** Of the cap, how many may be ended together, so that a flood does not look for each. */
  private static final int SHARE = 64;

  private static final int MOST_TOGETHER = 128;

  private static final long AFTER_FAILURE_MILLIS = 1_000;

  /**
   * Leases beyond twice those found at the last look: so many of uploads that are gone are kept.
   */
  private static final int GONE = 4096;

  /** Before any time of this run. */
  private static final long NEVER = Long.MIN_VALUE / 2;

  private record Lease(long offset, long until) {

    /** Longer by what came since. */
    Lease at(long offset, long now) {
      long bought = Math.min(MOST_MILLIS, (offset - this.offset) * 1000 / BYTES_PER_SECOND);
      return bought <= 0
          ? this
          : new Lease(offset, Math.min(now + MOST_MILLIS, Math.max(until, now) + bought));
    }
  }

  private static final class Group {
    private Map<UploadToken, Lease> leases = new HashMap<>();
    private int found;
    private long looked = NEVER;
    private long nextTry = NEVER;
  }

  private final EnvelopeStore store;
  private final LongSupplier nanoTime;
  private final Map<SizeClass, Group> groups = new EnumMap<>(SizeClass.class);

  /**
   * @param nanoTime {@link System#nanoTime}: a clock that is put right ends nobody's time
   */
  Leases(EnvelopeStore store, LongSupplier nanoTime) {
    this.store = store;
    this.nanoTime = nanoTime;
  }

  /** A new upload; it must earn its time. */
  synchronized void begun(Upload upload) throws StoreException {
    group(upload.length()).leases.put(upload.token(), new Lease(0, now()));
    forgetGone(SizeClass.of(upload.length()));
  }

  /**
   * Bytes came.
   *
   * @param upload as it was before them
   * @param offset after them
   */
  synchronized void moved(Upload upload, long offset) throws StoreException {
    long now = now();
    group(upload.length())
        .leases
        .compute(
            upload.token(),
            (token, lease) ->
                (lease == null ? new Lease(upload.offset(), now) : lease).at(offset, now));
    forgetGone(SizeClass.of(upload.length()));
  }

  /** An upload that is finished or was ended. */
  synchronized void ended(UploadToken token, long length) {
    group(length).leases.remove(token);
  }

  /** Looks at a class if it is time to. */
  synchronized void watch(SizeClass sizeClass, boolean halfFull) throws StoreException {
    long since = now() - group(sizeClass).looked;
    if (since >= (halfFull ? ROUND_MILLIS : SWEEP_MILLIS)) {
      look(sizeClass);
    }
  }

  /**
   * Ends uploads of a class whose time is over.
   *
   * @param cap of the class
   */
  synchronized void makeRoom(SizeClass sizeClass, int cap) throws StoreException {
    Group group = group(sizeClass);
    long now = now();
    // Asked again: whoever waited for this lock finds the room that another made.
    if (now < group.nextTry || store.usage().of(sizeClass).partials() < cap) {
      return;
    }
    int most = Math.min(MOST_TOGETHER, Math.max(1, cap / SHARE));
    List<Upload> over =
        look(sizeClass).stream()
            .filter(upload -> until(group, upload) <= now)
            .sorted(
                Comparator.comparingLong(Upload::offset)
                    .thenComparing(Upload::active)
                    .thenComparingLong(upload -> until(group, upload)))
            .toList();
    int ended = 0;
    for (Upload upload : over) {
      if (ended < most && end(upload)) {
        group.leases.remove(upload.token());
        ended++;
      }
    }
    group.nextTry = ended == 0 ? now + AFTER_FAILURE_MILLIS : now;
  }

  /** How many uploads of a length's class are remembered. */
  synchronized int remembered(long length) {
    return group(length).leases.size();
  }

  /** Uploads end in many places; what they leave here must not grow without bound. */
  private void forgetGone(SizeClass sizeClass) throws StoreException {
    Group group = group(sizeClass);
    if (group.leases.size() > 2 * group.found + GONE) {
      look(sizeClass);
    }
  }

  /** Brings the leases of a class to what the store has now. */
  private List<Upload> look(SizeClass sizeClass) throws StoreException {
    Group group = group(sizeClass);
    long now = now();
    List<Upload> uploads = store.unfinished(sizeClass);
    Map<UploadToken, Lease> leases = new HashMap<>();
    for (Upload upload : uploads) {
      Lease before = group.leases.getOrDefault(upload.token(), new Lease(upload.offset(), now));
      leases.put(upload.token(), before.at(upload.offset(), now));
    }
    group.leases = leases;
    group.found = uploads.size();
    group.looked = now;
    return uploads;
  }

  private boolean end(Upload upload) throws StoreException {
    try {
      store.abandon(upload.token());
      return true;
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.STORE_FAILED) {
        throw e;
      }
      return false; // written to, finished or gone meanwhile
    }
  }

  private long now() {
    return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
  }

  private static long until(Group group, Upload upload) {
    Lease lease = group.leases.get(upload.token());
    return lease == null ? Long.MAX_VALUE : lease.until();
  }

  private Group group(long length) {
    return group(SizeClass.of(length));
  }

  private Group group(SizeClass sizeClass) {
    return groups.computeIfAbsent(sizeClass, any -> new Group());
  }
}
