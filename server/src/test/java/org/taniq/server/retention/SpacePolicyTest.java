package org.taniq.server.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.taniq.server.store.SizeClass;
import org.taniq.server.store.Usage;

class SpacePolicyTest {
  private static final SpacePolicy POLICY = new SpacePolicy(4, 3, 2);
  private static final long CAPACITY = 1000;

  private static Usage usage(long floor, long small, long large) {
    return new Usage(
        CAPACITY,
        Map.of(
            SizeClass.FLOOR, new Usage.OfClass(1, floor, 0, 0),
            SizeClass.SMALL, new Usage.OfClass(1, small, 0, 0),
            SizeClass.LARGE, new Usage.OfClass(0, 0, 0, large)));
  }

  private static void room(long floor, long small, long large, Usage usage) {
    assertEquals(floor, SpacePolicy.room(usage, SizeClass.FLOOR));
    assertEquals(small, SpacePolicy.room(usage, SizeClass.SMALL));
    assertEquals(large, SpacePolicy.room(usage, SizeClass.LARGE));
  }

  @Test
  void an_empty_store_keeps_half_for_small_and_a_fifth_for_texts() {
    room(1000, 800, 500, usage(0, 0, 0));
  }

  @Test
  void large_ones_never_take_the_half_that_is_kept() {
    room(500, 300, 0, usage(0, 0, 500));
    room(400, 300, 0, usage(100, 0, 500));
    room(300, 300, 0, usage(200, 0, 500));
  }

  @Test
  void small_ones_never_take_the_fifth_that_is_kept() {
    room(200, 0, 0, usage(0, 800, 0));
    room(200, 0, 0, usage(0, 300, 500));
    room(50, 0, 0, usage(150, 300, 500));
  }

  @Test
  void texts_take_all() {
    room(0, 0, 0, usage(1000, 0, 0));
    room(1, 1, 1, usage(999, 0, 0));
    room(0, 0, 0, usage(1200, 0, 0));
  }

  @Test
  void whatever_the_order_of_arrivals_the_kept_parts_stay() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      long[] used = new long[3];
      for (int i = 0; i < 400; i++) {
        int c = random.nextInt(3);
        long count = 1 + random.nextInt(40);
        Usage now = usage(used[0], used[1], used[2]);
        if (SpacePolicy.room(now, SizeClass.values()[c]) >= count) {
          used[c] += count;
        }
        assertTrue(used[2] <= 500);
        assertTrue(used[1] + used[2] <= 800);
        assertTrue(used[0] + used[1] + used[2] <= 1000);
      }
    }
  }

  @Test
  void declared_length_takes_no_space_and_received_bytes_do() {
    Usage declared = new Usage(CAPACITY, Map.of(SizeClass.LARGE, new Usage.OfClass(0, 0, 1, 0)));
    assertTrue(POLICY.mayBegin(declared, 1L << 33));
    assertTrue(POLICY.mayAppend(declared, 1L << 33, 500));
    assertFalse(POLICY.mayAppend(declared, 1L << 33, 501));
  }

  @Test
  void unfinished_uploads_are_capped_per_class() {
    Usage usage =
        new Usage(
            CAPACITY,
            Map.of(
                SizeClass.FLOOR, new Usage.OfClass(0, 0, 3, 0),
                SizeClass.SMALL, new Usage.OfClass(0, 0, 3, 0),
                SizeClass.LARGE, new Usage.OfClass(0, 0, 2, 0)));
    assertTrue(POLICY.mayBegin(usage, SizeClass.FLOOR_MAX_BYTES));
    assertFalse(POLICY.mayBegin(usage, SizeClass.FLOOR_MAX_BYTES + 1));
    assertFalse(POLICY.mayBegin(usage, SizeClass.SMALL_MAX_BYTES + 1));
    assertThrows(IllegalArgumentException.class, () -> new SpacePolicy(0, 1, 1));
  }

  @Test
  void a_full_class_begins_nothing() {
    assertFalse(POLICY.mayBegin(usage(0, 0, 500), SizeClass.SMALL_MAX_BYTES + 1));
    assertTrue(POLICY.mayBegin(usage(0, 0, 500), SizeClass.SMALL_MAX_BYTES));
    assertFalse(POLICY.mayBegin(usage(0, 800, 0), SizeClass.SMALL_MAX_BYTES));
    assertTrue(POLICY.mayBegin(usage(0, 800, 0), 100));
    assertFalse(POLICY.mayBegin(usage(1000, 0, 0), 100));
  }
}
