package org.taniq.courier;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.cli.Organisation;
import org.taniq.cli.Picture;
import org.taniq.cli.TaniqMain;
import org.taniq.courier.transport.TestSocks;

/** What docs/SUBMITTER.md and docs/COURIER.md show of the screen of a machine online. */
class CarrierPicturesTest {
  /** Within the week of {@link Organisation}'s keyset. */
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);

  private @TempDir Path directory;
  private Picture picture;
  private Path machine;

  @BeforeEach
  void begin() {
    picture = new Picture(directory, NOON);
    machine = directory.resolve("machine");
  }

  private static String nobody(String seen) {
    throw new AssertionError("nobody answers: " + seen);
  }

  /** Reads the group that is asked for off the screen. */
  private static String group(String seen) {
    Matcher code = Pattern.compile("receipt code: ([0-9 ]+)").matcher(seen);
    Matcher asked = Pattern.compile("type group ([0-9]+) of it: $").matcher(seen);
    if (!code.find() || !asked.find()) {
      throw new AssertionError(seen);
    }
    return code.group(1).split(" ")[Integer.parseInt(asked.group(1)) - 1];
  }

  @Test
  void a_lawyer_seals_writes_the_code_down_and_hands_in() throws Exception {
    Organisation org = new Organisation(directory, Picture.steady());
    Files.copy(org.home().resolve("documents/current.json"), directory.resolve("current.json"));
    Files.writeString(directory.resolve("account.txt"), "What happened.\n");
    Files.write(directory.resolve("photo.jpg"), new byte[48_000]);
    String onion = "http://" + "b".repeat(56) + ".onion";
    picture.showing("FINGERPRINT", Files.readString(org.home().resolve("instance")).strip());
    picture.showing("http://ADDRESS.onion", onion);
    try (StubTus server = new StubTus();
        TestSocks socks = new TestSocks(server.port())) {
      picture.type(
          0,
          TaniqMain::assemble,
          List.of("--home", machine.toString()),
          CarrierPicturesTest::group,
          "taniq seal --current @current.json --instance FINGERPRINT"
              + " --text @account.txt --out @case.tnq @photo.jpg");
      courier(socks, "taniq-courier submit --server http://ADDRESS.onion @case.tnq");
    }
    picture.requireIn("docs/SUBMITTER.md", "sending");
  }

  @Test
  void a_courier_pulls_and_hears_when_the_stick_may_go() throws Exception {
    picture.showing("http://HATCH.onion", HatchTest.ONION);
    try (StubHatch hatch = new StubHatch();
        TestSocks socks = new TestSocks(hatch.port())) {
      hatch.clock = NOON;
      hatch.guard = HatchTest.guard(HatchTest.key(machine.toString()));
      for (int size : new int[] {71_000, 71_000, 1_200_000}) {
        hatch.add(ByteBuffer.allocate(size).putInt(hatch.envelopes.size()).array());
      }
      for (int i = 0; i < 2; i++) {
        courier(socks, "taniq-courier pull --hatch http://HATCH.onion @/media/stick/in");
      }
    }
    picture.requireIn("docs/COURIER.md", "carrying");
  }

  private void courier(TestSocks socks, String command) {
    picture.type(
        0,
        environment -> CourierMain.assemble(environment, time -> {}),
        List.of("--home", machine.toString(), "--proxy", socks.address(), "--timeout", "5"),
        CarrierPicturesTest::nobody,
        command);
  }
}
