package org.taniq.road;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.road.ManualBlocks.Line;

/**
 * An operator follows docs/OPERATOR.md: sets a server up, makes a copy, loses the machine, restores
 * it and brings in another version. What was stored before is read by the custodians after.
 */
class OperatorIT {
  private static final String MANUAL = "docs/OPERATOR.md";
  private static final String INSTALL = "Install (Debian 12 or later)";
  private static final String BACKUP = "Backup and restore";
  private static final String UPGRADE = "Upgrade";
  private static final String PROGRAM = "/opt/taniq-server/bin/taniq-server";

  /** Beginnings of lines that are not run, with the reason. */
  private static final Map<String, String> NOT_RUN =
      Map.of(
          "sudo apt-get install ", "needs root, and changes the machine",
          "mvn ", "the build that this test belongs to has made the programs",
          "sudo useradd ", "needs root, and changes the machine",
          "sudo -u debian-tor tor --verify-config", "TorRoadIT starts a Tor with these settings",
          "sudo nano ", "an editor",
          "sudo chown debian-tor: ", "needs root, and Debian's Tor",
          "sudo systemctl reload tor", "needs systemd, and Debian's Tor",
          "[Service]", "a line of a file",
          "Environment=", "a line of a file");

  @TempDir Path work;
  private ManualBlocks manual;
  private OperatorMachine machine;
  private Stage stage;

  @BeforeEach
  void begin() throws Exception {
    manual = ManualBlocks.of(MANUAL);
    machine = new OperatorMachine(work.resolve("machine"));
    stage = new Stage(work);
  }

  @AfterEach
  void stop() throws Exception {
    machine.close();
    stage.close();
  }

  private List<Line> block(String heading, int number) {
    return manual.block(MANUAL, heading, number);
  }

  private static boolean isRun(Line line) {
    return NOT_RUN.keySet().stream().noneMatch(line.text()::startsWith);
  }

  private void follow(String heading, int number) throws Exception {
    machine.run(block(heading, number).stream().filter(OperatorIT::isRun).toList());
  }

  @Test
  void what_was_stored_is_read_after_a_loss_and_after_an_upgrade() throws Exception {
    setUp();
    Path kept = stage.seal("kept.tnq", text("kept.txt").toString());
    stage.submit(kept).expect(0);
    follow(BACKUP, 1);
    String addresses = addresses();
    requireSecret(machine.at("/media/backup/taniq.tar"));
    Path after = afterTheCopy();

    machine.lose();
    follow(INSTALL, 1);
    restore();
    assertEquals(addresses, addresses(), "the onion services are the same");
    fetch();
    assertEquals(1, HatchList.idsBySha256(stage).size(), "what came after the copy is lost");
    stage.submit(after).expect(0);
    restore();
    assertEquals(2, HatchList.idsBySha256(stage).size(), "on the old machine nothing goes");

    upgrade();
    fetch();
    assertEquals(Set.of("kept.txt", "after.txt"), readByCustodians());
    requireEveryLine();
  }

  private void setUp() throws Exception {
    follow(INSTALL, 1);
    follow(INSTALL, 2);
    fillIn();
    follow(INSTALL, 3);
    // The parcel lies where the manual has it.
    stage.publish("machine/media/stick/out").expect(0);
    fetch();
  }

  /** The file of the defaults, with what the manual's table asks for, and this test's ports. */
  private void fillIn() throws Exception {
    Path config = machine.at("/etc/taniq-server.conf");
    Map<String, String> settings = new TreeMap<>();
    for (String line : Files.readAllLines(work.resolve("server/server.conf"))) {
      if (!line.isEmpty()) {
        settings.put(line.substring(0, line.indexOf(" =")), line);
      }
    }
    settings.put("data_dir", "data_dir = " + machine.at("/var/lib/taniq-server"));
    List<String> filled = new ArrayList<>();
    for (String line : Files.readAllLines(config)) {
      String key = line.replaceFirst("^#?([a-z_]+) =.*", "$1");
      filled.add(settings.containsKey(key) ? settings.remove(key) : line);
    }
    assertEquals(Map.of(), settings, "the file of the defaults has every setting");
    Files.write(config, filled);
  }

  /** A lawyer looks at what the server shows; an older bulletin than before would be an alarm. */
  private void fetch() throws Exception {
    String instance = stage.laptop.instance();
    stage.courier("fetch", "--server", stage.server.address(), "--instance", instance).expect(0);
  }

  private Path text(String name) throws Exception {
    return Files.writeString(work.resolve(name), "The text of " + name);
  }

  private String addresses() throws Exception {
    List<Line> block = block(INSTALL, 2);
    return machine.run(block.get(block.size() - 1)).expect(0).out();
  }

  private static void requireSecret(Path copy) throws Exception {
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(copy));
    assertEquals("rw-------", mode, "the copy holds the keys of the addresses");
  }

  /** An envelope and a bulletin that the copy does not have. */
  private Path afterTheCopy() throws Exception {
    Path after = stage.seal("after.tnq", text("after.txt").toString());
    stage.submit(after).expect(0);
    stage.laptop.bulletin(stage.papers, "bulletin-1.json");
    stage.publish("machine/media/stick/out").expect(0);
    fetch();
    return after;
  }

  private void restore() throws Exception {
    List<Line> lines = block(BACKUP, 2);
    for (Line line : lines) {
      String told = machine.run(line).expect(0).out();
      boolean installs = line.text().contains(" install /tmp/");
      assertTrue(!installs || told.contains("published: bulletin 1"), told);
      assertFalse(machine.serves(), "nobody sees the old bulletin");
    }
    follow(BACKUP, 3);
    assertTrue(machine.serves());
  }

  /** The new version is this one again, and then one that does not start. */
  private void upgrade() throws Exception {
    Path marked = Files.writeString(machine.at("/opt/taniq-server/of-the-old-one"), "");
    follow(UPGRADE, 1);
    assertFalse(Files.exists(marked), "the new version is there");
    assertTrue(Files.exists(machine.at("/opt/taniq-server.old/of-the-old-one")));
    assertTrue(machine.serves());

    Files.writeString(marked, "");
    List<Line> lines = block(UPGRADE, 1);
    machine.run(lines.subList(0, 3));
    Files.writeString(machine.at(PROGRAM), "#!/bin/sh\nexit 1\n");
    Line start = lines.get(lines.size() - 1);
    assertNotEquals(0, machine.run(start).exit(), "a version that does not start");
    follow(UPGRADE, 2);
    assertTrue(Files.exists(marked), "the old one is back");
    assertTrue(machine.serves());
  }

  /** Names of the texts that come out at the end of the road. */
  private Set<String> readByCustodians() throws Exception {
    stage.pull("stick-in").expect(0);
    stage.inboxImport("stick-in").expect(0);
    stage.inboxOpen().expect(0);
    Map<String, String> texts = new TreeMap<>();
    Path bag = work.resolve("export");
    for (JsonNode file : stage.export(bag)) {
      if (file.get("role").asText().equals("attachment")) {
        Path path = bag.resolve(file.get("path").asText());
        texts.put(Files.readString(path, UTF_8).replace("The text of ", ""), path.toString());
      }
    }
    return texts.keySet();
  }

  /** A line is run, or {@link #NOT_RUN} has the reason. */
  private void requireEveryLine() {
    List<Line> forgotten =
        manual.lines().stream()
            .filter(line -> isRun(line) && !machine.ran().contains(line))
            .toList();
    assertEquals(List.of(), forgotten, "neither run nor listed with a reason");
    for (String beginning : NOT_RUN.keySet()) {
      boolean there = manual.lines().stream().anyMatch(line -> line.text().startsWith(beginning));
      assertTrue(there, "the manual has no line any more that begins so: " + beginning);
    }
  }
}
