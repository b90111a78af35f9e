package org.taniq.cli.keyring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old bytes of a keyring are found again wherever the power goes, and the one in use is not. */
class OverwritingTest {
  private static final byte[] OLD = {1, 2, 3, 4, 5};
  private static final byte[] NEW = {6, 7, 8};

  private @TempDir Path base;
  private Path directory;
  private Path file;

  @BeforeEach
  void begin() throws Exception {
    directory = Files.createDirectory(base.resolve("keyrings"));
    file = Files.write(directory.resolve("leyla.keyring"), OLD);
  }

  private List<Path> leftovers() throws Exception {
    return Overwriting.leftovers(directory);
  }

  @Test
  void the_old_file_has_another_name_before_the_new_one_takes_its_place() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "needs events in their order");
    Path watched = Files.createLink(base.resolve("watched"), file);
    List<String> names = new ArrayList<>();
    try (WatchService events = directory.getFileSystem().newWatchService()) {
      directory.register(events, StandardWatchEventKinds.ENTRY_CREATE);
      assertTrue(Overwriting.replaced(file, NEW, directory));
      while (!names.contains("leyla.keyring")) {
        WatchKey key = events.poll(20, TimeUnit.SECONDS);
        assertTrue(key != null, "the new file came");
        for (WatchEvent<?> event : key.pollEvents()) {
          names.add(String.valueOf(event.context()));
        }
        key.reset();
      }
    }
    assertTrue(names.get(0).startsWith(".taniq-old-"), names.toString());
    assertArrayEquals(NEW, Files.readAllBytes(file));
    assertArrayEquals(new byte[OLD.length], Files.readAllBytes(watched));
    assertEquals(List.of(), leftovers());
  }

  @Test
  void cut_off_before_the_new_file_is_in_place_the_old_one_is_whole() throws Exception {
    Files.createLink(directory.resolve(".taniq-old-1-1.tmp"), file);
    Files.write(directory.resolve(".taniq-1-2.tmp"), NEW);
    assertTrue(Overwriting.gone(leftovers(), directory));
    assertArrayEquals(OLD, Files.readAllBytes(file));
    assertEquals(List.of(), leftovers());
  }

  @Test
  void cut_off_after_the_new_file_is_in_place_the_old_bytes_are_overwritten() throws Exception {
    Path left = directory.resolve(".taniq-old-1-1.tmp");
    Files.move(file, left);
    Path watched = Files.createLink(base.resolve("watched"), left);
    Files.write(file, NEW);
    assertTrue(Overwriting.gone(leftovers(), directory));
    assertArrayEquals(new byte[OLD.length], Files.readAllBytes(watched));
    assertArrayEquals(NEW, Files.readAllBytes(file));
  }

  @Test
  void what_points_nowhere_keeps_no_old_bytes() throws Exception {
    Files.createSymbolicLink(directory.resolve("gone.keyring"), base.resolve("nowhere"));
    Path old = Files.write(directory.resolve(".taniq-1-1.tmp"), OLD);
    Path watched = Files.createLink(base.resolve("watched"), old);
    Path pointing = directory.resolve(".taniq-1-0.tmp");
    Files.createSymbolicLink(pointing, base.resolve("nowhere"));
    assertFalse(Overwriting.gone(leftovers(), directory));
    assertEquals(List.of(pointing), leftovers());
    assertArrayEquals(new byte[OLD.length], Files.readAllBytes(watched));
    Files.delete(pointing);
    Files.write(old, OLD);
    assertTrue(Overwriting.gone(leftovers(), directory));
  }

  @Test
  void what_cannot_be_overwritten_is_told_and_stays() throws Exception {
    Files.createDirectory(directory.resolve(".taniq-1-1.tmp"));
    assertFalse(Overwriting.gone(leftovers(), directory));
    assertFalse(Overwriting.replaced(file, NEW, directory));
    assertArrayEquals(NEW, Files.readAllBytes(file));
    assertEquals(1, leftovers().size());
  }
}
