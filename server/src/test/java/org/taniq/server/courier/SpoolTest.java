package org.taniq.server.courier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.signed.SignerId;
import org.taniq.server.retention.DiskShare;
import org.taniq.server.site.House;

class SpoolTest {
  private static final SignerId FIRST = House.key(1).id();
  private static final SignerId SECOND = House.key(2).id();
  private static final SignerId THIRD = House.key(3).id();

  @TempDir Path folder;

  private static InputStream bytes(int count) {
    return new ByteArrayInputStream(new byte[count]);
  }

  private void assertLeft(long count) throws IOException {
    try (var files = Files.list(folder)) {
      assertEquals(count, files.count());
    }
  }

  @Test
  void each_courier_has_one_delivery_at_a_time_and_hinders_no_other() throws Exception {
    Spool spool = Spool.open(folder, new Spool.Bounds(100, 1000, 0));
    try (var one = spool.receive(FIRST, bytes(100))) {
      assertThrows(Spool.BusyException.class, () -> spool.receive(FIRST, bytes(1)));
      assertEquals(100, Files.size(one.path()));
      try (var other = spool.receive(SECOND, bytes(1))) {
        assertLeft(2);
      }
    }
    spool.receive(FIRST, bytes(1)).close();
    assertLeft(0);
  }

  @Test
  void all_deliveries_together_are_bounded_and_refused_ones_leave_nothing() throws Exception {
    Spool spool = Spool.open(folder, new Spool.Bounds(100, 150, 0));
    for (int round = 0; round < 3; round++) {
      try (var one = spool.receive(FIRST, bytes(100))) {
        assertThrows(Spool.BusyException.class, () -> spool.receive(SECOND, bytes(51)));
        assertThrows(Spool.TooLongException.class, () -> spool.receive(THIRD, bytes(101)));
        spool.receive(SECOND, bytes(50)).close();
        assertLeft(1);
      }
      assertLeft(0);
    }
  }

  @Test
  void a_delivery_that_breaks_off_leaves_nothing_and_can_come_again() throws Exception {
    Spool spool = Spool.open(folder, new Spool.Bounds(100, 100, 0));
    InputStream broken =
        new FilterInputStream(bytes(90)) {
          @Override
          public int read(byte[] target, int from, int count) throws IOException {
            int n = super.read(target, from, Math.min(30, count));
            if (n < 0) {
              throw new IOException("cut");
            }
            return n;
          }
        };
    assertThrows(IOException.class, () -> spool.receive(FIRST, broken));
    assertLeft(0);
    spool.receive(FIRST, bytes(100)).close();
  }

  @Test
  void some_of_the_disk_is_left_free_by_all_but_small_deliveries() throws Exception {
    Spool spool = Spool.open(folder, new Spool.Bounds(1 << 25, 1 << 25, Long.MAX_VALUE >> 1));
    spool.receive(FIRST, bytes(8 << 20)).close();
    assertThrows(DiskShare.NoRoomException.class, () -> spool.receive(FIRST, bytes(9 << 20)));
    assertLeft(0);
  }
}
