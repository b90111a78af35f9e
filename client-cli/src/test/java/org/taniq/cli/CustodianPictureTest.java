package org.taniq.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/CUSTODIAN.md shows of the laptop's screen. */
class CustodianPictureTest {
  private @TempDir Path directory;
  private Organisation org;
  private Picture picture;

  @BeforeEach
  void begin() throws Exception {
    org = new Organisation(directory, Picture.steady());
    Clock noon = Clock.fixed(org.day.atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    picture = new Picture(directory, noon);
  }

  private void type(int exit, String command) {
    List<String> home = List.of("--home", org.home.toString());
    picture.type(exit, TaniqMain::assemble, home, seen -> Organisation.PASSPHRASE, command);
  }

  @Test
  void one_custodian_opens_nothing_and_two_open_all() throws Exception {
    Path stick = Files.createDirectories(directory.resolve("media/stick"));
    Path text = Files.writeString(directory.resolve("account.txt"), "What happened.\n");
    String sealed = stick.resolve("case.tnq").toString();
    org.ok(List.of(), "seal", "--no-confirm", "--text", text.toString(), "--out", sealed);

    type(0, "taniq inbox import @/media/stick/case.tnq");
    type(4, "taniq inbox open --all --as aysel");
    type(0, "taniq inbox open --all --as aysel --as bayram");
    picture.requireIn("docs/CUSTODIAN.md", "opening");
  }
}
