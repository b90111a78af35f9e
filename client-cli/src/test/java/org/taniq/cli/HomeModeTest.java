package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeModeTest {
  private @TempDir Path directory;

  @Test
  void a_home_that_others_can_look_into_is_closed_with_a_word() throws Exception {
    Organisation org = new Organisation(directory);
    for (String rights : List.of("rwxr-xr-x", "rwx--x---", "rwx----w-")) {
      Files.setPosixFilePermissions(org.home, PosixFilePermissions.fromString(rights));
      org.ok(List.of(), "inbox", "list");
      assertTrue(org.stderr.contains("could look into " + org.home), org.stderr);
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(org.home)));
    }
    org.ok(List.of(), "inbox", "list");
    assertEquals("", org.stderr);
  }
}
