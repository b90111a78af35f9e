package org.taniq.server.store;

import java.util.EnumMap;
import java.util.Map;

/** Counts what fills the store, per size class. Thread-safe. */
final class Ledger {

  private static final class Counts {
    long envelopes;
    long envelopeBytes;
    long partials;
    long partialBytes;
  }

  private final Map<SizeClass, Counts> classes = new EnumMap<>(SizeClass.class);

  Ledger() {
    for (SizeClass c : SizeClass.values()) {
      classes.put(c, new Counts());
    }
  }

  /** An envelope is there. */
  synchronized void stored(long size) {
    stored(SizeClass.of(size), 1, size);
  }

  /** Envelopes of one class are there. */
  synchronized void stored(SizeClass sizeClass, long envelopes, long bytes) {
    Counts counts = of(sizeClass);
    counts.envelopes += envelopes;
    counts.envelopeBytes += bytes;
  }

  /** An envelope was deleted. */
  synchronized void deleted(long size) {
    Counts counts = of(size);
    counts.envelopes--;
    counts.envelopeBytes -= size;
  }

  /** An upload is there, with so many bytes received. */
  synchronized void begun(long length, long offset) {
    Counts counts = of(length);
    counts.partials++;
    counts.partialBytes += offset;
  }

  /** An unfinished upload got more bytes, or lost some. */
  synchronized void received(long length, long count) {
    of(length).partialBytes += count;
  }

  /** An unfinished upload ended. */
  synchronized void ended(long length, long offset) {
    Counts counts = of(length);
    counts.partials--;
    counts.partialBytes -= offset;
  }

  /** The whole, given the bytes that all may take together. */
  synchronized Usage usage(long capacity) {
    Map<SizeClass, Usage.OfClass> all = new EnumMap<>(SizeClass.class);
    classes.forEach(
        (c, n) ->
            all.put(
                c, new Usage.OfClass(n.envelopes, n.envelopeBytes, n.partials, n.partialBytes)));
    return new Usage(capacity, all);
  }

  private Counts of(long length) {
    return of(SizeClass.of(length));
  }

  private Counts of(SizeClass sizeClass) {
    Counts counts = classes.get(sizeClass);
    if (counts == null) {
      throw new IllegalStateException("every class has its counts");
    }
    return counts;
  }
}
