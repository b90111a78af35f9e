package org.taniq.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path directory;

  @Test
  void a_file_that_was_not_finished_leaves_the_old_one_and_no_other() throws Exception {
    Path target = directory.resolve("x");
    Files.writeString(target, "old");
    try (AtomicFile file = AtomicFile.replace(target)) {
      file.write("new".getBytes());
    }
    assertEquals("old", Files.readString(target));
    assertEquals(List.of(target), Files.list(directory).toList());
  }

  @Test
  void a_finished_file_is_whole_and_its_owner_s_alone() throws Exception {
    Path target = directory.resolve("x");
    AtomicFile.write(target, "new".getBytes());
    assertEquals("new", Files.readString(target));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    assertEquals(List.of(target), Files.list(directory).toList());
  }

  @Test
  void a_new_file_takes_nobody_s_place_not_even_one_made_meanwhile() throws Exception {
    Path target = directory.resolve("x");
    try (AtomicFile file = AtomicFile.create(target)) {
      file.write(1);
      Files.writeString(target, "other");
      assertThrows(FileAlreadyExistsException.class, file::commit);
    }
    assertEquals("other", Files.readString(target));
    assertThrows(FileAlreadyExistsException.class, () -> AtomicFile.create(target));
    assertEquals(List.of(target), Files.list(directory).toList());
  }
}
