package org.taniq.server.courier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.signed.SignerId;
import org.taniq.server.site.House;

class HorizonFileTest {
  private static final SignerId FIRST = House.key(1).id();
  private static final SignerId SECOND = House.key(2).id();

  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(parent.resolve("data"));
  }

  @Test
  void the_latest_of_each_key_binds_the_next_run_and_not_this_one() throws Exception {
    HorizonFile first = HorizonFile.open(folder);
    assertTrue(first.raise(FIRST, 2_000));
    assertTrue(first.raise(SECOND, 500));
    assertTrue(first.raise(FIRST, 1_000));
    assertEquals(Long.MIN_VALUE, first.before(FIRST));
    for (int run = 0; run < 2; run++) {
      HorizonFile next = HorizonFile.open(folder);
      assertEquals(2_000, next.before(FIRST));
      assertEquals(500, next.before(SECOND));
      assertEquals(Long.MIN_VALUE, next.before(House.key(3).id()));
      assertTrue(next.raise(SECOND, 400));
    }
  }

  @Test
  void only_a_later_date_is_written() throws Exception {
    HorizonFile file = HorizonFile.open(folder);
    assertTrue(file.raise(FIRST, 2_000));
    Files.delete(folder.resolve("couriers-ahead"));
    assertTrue(file.raise(FIRST, 2_000));
    assertFalse(Files.exists(folder.resolve("couriers-ahead")));
    assertTrue(file.raise(FIRST, 2_001));
    assertEquals(2_001, HorizonFile.open(folder).before(FIRST));
  }

  @Test
  void what_cannot_be_written_is_not_let_in() throws Exception {
    HorizonFile file = HorizonFile.open(folder);
    Files.delete(folder);
    assertFalse(file.raise(FIRST, 2_000));
    make();
    assertTrue(file.raise(FIRST, 2_000), "and was not taken for written");
    assertEquals(2_000, HorizonFile.open(folder).before(FIRST));
  }

  @Test
  void a_damaged_file_is_not_taken_for_an_empty_one() throws Exception {
    for (String damaged : new String[] {"x\n", FIRST.hex() + "\n", FIRST.hex() + " -1\n"}) {
      Files.writeString(folder.resolve("couriers-ahead"), damaged);
      assertThrows(IOException.class, () -> HorizonFile.open(folder));
    }
  }
}
