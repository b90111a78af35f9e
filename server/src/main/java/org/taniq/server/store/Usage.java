package org.taniq.server.store;

import java.util.EnumMap;
import java.util.Map;

/**
 * What fills the store. Space counts by bytes received, not by lengths declared.
 *
 * @param capacity bytes that envelopes and partial uploads may take together
 * @param classes one entry for each size class
 */
public record Usage(long capacity, Map<SizeClass, OfClass> classes) {

  /**
   * One size class.
   *
   * @param envelopes how many are stored
   * @param envelopeBytes bytes of them
   * @param partials unfinished uploads whose declared length is of this class
   * @param partialBytes bytes received of those
   */
  public record OfClass(long envelopes, long envelopeBytes, long partials, long partialBytes) {

    /** Bytes of envelopes and partial uploads. */
    public long bytes() {
      return envelopeBytes + partialBytes;
    }
  }

  public Usage {
    EnumMap<SizeClass, OfClass> all = new EnumMap<>(SizeClass.class);
    for (SizeClass c : SizeClass.values()) {
      all.put(c, classes.getOrDefault(c, new OfClass(0, 0, 0, 0)));
    }
    classes = Map.copyOf(all);
  }

  /** One class. */
  public OfClass of(SizeClass c) {
    return classes.getOrDefault(c, new OfClass(0, 0, 0, 0));
  }

  /** Envelopes of all classes. */
  public long envelopes() {
    return classes.values().stream().mapToLong(OfClass::envelopes).sum();
  }

  /** Bytes of all classes. */
  public long bytes() {
    return classes.values().stream().mapToLong(OfClass::bytes).sum();
  }

  /** Bytes that are left. */
  public long free() {
    return Math.max(0, capacity - bytes());
  }
}
