package org.taniq.server.retention;

import org.taniq.server.store.SizeClass;
import org.taniq.server.store.Usage;

/**
 * The flood rules, DESIGN §6: texts are the last thing refused. Half of the store is kept for
 * envelopes up to 1 MiB, and a fifth for those of floor size (which lies within that half); space
 * counts by bytes received, not by lengths declared; unfinished uploads are capped per class. Pure.
 *
 * @param maxFloorPartials most unfinished uploads of class FLOOR at one time
 * @param maxSmallPartials the same of class SMALL
 * @param maxLargePartials the same of class LARGE
 */
public record SpacePolicy(int maxFloorPartials, int maxSmallPartials, int maxLargePartials) {

  /**
   * Caps that a small machine bears: an unfinished upload costs some hundred bytes of memory and an
   * inode. At the cap, the least advanced idle one gives way to a new one.
   */
  public static final SpacePolicy DEFAULT = new SpacePolicy(65536, 4096, 2048);

  public SpacePolicy {
    if (maxFloorPartials < 1 || maxSmallPartials < 1 || maxLargePartials < 1) {
      throw new IllegalArgumentException("a cap is less than 1");
    }
  }

  /**
   * Whether a new upload may begin: there is room for a byte of it, and its class is below its cap.
   * How long it says it will be does not matter.
   *
   * @param length declared, bytes; chooses the class
   */
  public boolean mayBegin(Usage usage, long length) {
    SizeClass sizeClass = SizeClass.of(length);
    return usage.of(sizeClass).partials() < cap(sizeClass) && room(usage, sizeClass) > 0;
  }

  /**
   * Whether an upload may take more bytes. If not, what it has is kept and it may try later.
   *
   * @param length declared, bytes; chooses the class
   * @param count bytes that would come
   */
  public boolean mayAppend(Usage usage, long length, long count) {
    return count <= room(usage, SizeClass.of(length));
  }

  /** Bytes that a class may still take, never negative. */
  public static long room(Usage usage, SizeClass sizeClass) {
    long floor = usage.of(SizeClass.FLOOR).bytes();
    long small = usage.of(SizeClass.SMALL).bytes();
    long large = usage.of(SizeClass.LARGE).bytes();
    long floorKept = Math.max(floor, usage.capacity() / 5);
    long smallKept = Math.max(small + floorKept, usage.capacity() / 2);
    long taken =
        switch (sizeClass) {
          case FLOOR -> floor + small + large;
          case SMALL -> floorKept + small + large;
          case LARGE -> smallKept + large;
        };
    return Math.max(0, usage.capacity() - taken);
  }

  /** Most unfinished uploads of a class at one time. */
  public int cap(SizeClass sizeClass) {
    return switch (sizeClass) {
      case FLOOR -> maxFloorPartials;
      case SMALL -> maxSmallPartials;
      case LARGE -> maxLargePartials;
    };
  }
}
