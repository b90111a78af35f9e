package org.taniq.road;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.parcel.Sha256;
import org.taniq.road.ManualBlocks.Line;
import org.taniq.road.Program.Run;

/**
 * An organisation follows the manuals from its founding to the day on which its laptop is lost: the
 * very lines of the blocks, in the order of the manuals, with the programs as they are handed out.
 */
class ManualIT {
  private static final String CUSTODIAN = "docs/CUSTODIAN.md";
  private static final String COURIER = "docs/COURIER.md";
  private static final String SUBMITTER = "docs/SUBMITTER.md";
  private static final String PROGRAMS = "The programs, once";
  private static final String MONTH = "Every month: the keys of the weeks";
  private static final String WEEK = "Every week: the bulletin";
  private static final String OWN = "Signing on a laptop of your own";
  private static final String WITHDRAWING = "Withdrawing a custodian";
  private static final String LOST = "The custodians' laptop is lost";

  /** A bulletin so many days later: the keys of the founding's week are over by its date. */
  private static final int LATER_DAYS = 92;

  /** Lines of blocks that are not run, with the reason. */
  private static final Map<String, String> NOT_RUN =
      Map.of(
          "mvn -q -B -DskipTests -pl server,client-cli -am package",
          "the build that this test belongs to has made the programs",
          "sudo apt-get install openjdk-17-jre-headless",
          "needs root, and changes the machine",
          "sudo tar -C /opt -xf programs.tar",
          "needs root; the lawyer unpacks the same file",
          "sudo ln -sf /opt/taniq/bin/taniq /usr/local/bin/",
          "needs root",
          "sudo ln -sf /opt/taniq-courier/bin/taniq-courier /usr/local/bin/",
          "needs root",
          "sudo install -D -o debian-tor -g debian-tor -m 600 hatch.auth_private"
              + " /var/lib/tor/onion-auth/hatch.auth_private",
          "needs root and a Tor of the system",
          "echo 'ClientOnionAuthDir /var/lib/tor/onion-auth' | sudo tee -a /etc/tor/torrc",
          "needs root and a Tor of the system; TorRoadIT runs one with this setting",
          "sudo chown debian-tor: /var/lib/tor/onion-auth && sudo systemctl restart tor",
          "needs root, systemd and a Tor of the system");

  /** Blocks that are compared with the programs by CustodianPictureTest, CarrierPicturesTest. */
  private static final Set<String> PICTURES = Set.of("opening", "carrying", "sending");

  @TempDir Path work;
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
  private final ManualMachine.Table table = new ManualMachine.Table();
  private final Set<Line> ran = new HashSet<>();
  private ManualBlocks manuals;
  private ManualMachine laptop;
  private ManualMachine courier;
  private ManualMachine lawyer;
  private @Nullable HouseServer server;

  @BeforeEach
  void begin() throws Exception {
    manuals = ManualBlocks.of(CUSTODIAN, COURIER, SUBMITTER);
    laptop = machine("laptop");
    courier = machine("courier");
    lawyer = machine("lawyer");
    table.put("/media/stick", Files.createDirectories(work.resolve("stick")).toString());
    table.put("/media/stick2", Files.createDirectories(work.resolve("stick2")).toString());
    table.put("DATE", today.toString());
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private ManualMachine machine(String name) throws IOException {
    return new ManualMachine(work.resolve(name), table, ran);
  }

  private List<Line> block(String manual, String heading, int number) {
    return manuals.block(manual, heading, number);
  }

  /** The block with one custodian in the place of another. */
  private void as(String name, String insteadOf, ManualMachine where, List<Line> block)
      throws Exception {
    table.put(insteadOf, name);
    where.run(block);
    table.put(insteadOf, insteadOf);
  }

  @Test
  void an_organisation_lives_by_the_manuals() throws Exception {
    handOutPrograms();
    found();
    startServer();
    send();
    carryAndOpen();
    delete();
    signElsewhere();
    mendTheVault();
    withdrawNigar();
    endOldKeys();
    loseTheLaptop();
    requireEveryLine();
  }

  /** Everybody gets the same file, and the programs in it start. */
  private void handOutPrograms() throws Exception {
    Path built = laptop.home.resolve("client-cli");
    Files.createSymbolicLink(built, Distribution.ROOT.resolve("client-cli"));
    List<Line> pack = block(CUSTODIAN, PROGRAMS, 1);
    String hash = laptop.run(pack.subList(1, pack.size())).get(1).out();
    Files.delete(built);
    for (ManualMachine each : List.of(courier, lawyer)) {
      Files.copy(laptop.home.resolve("programs.tar"), each.home.resolve("programs.tar"));
    }
    assertEquals(hash, laptop.run(block(CUSTODIAN, PROGRAMS, 2).get(1), 0).out());
    assertEquals(hash, courier.run(block(COURIER, "Once", 1).get(0), 0).out());
    assertEquals(hash, lawyer.run(block(SUBMITTER, "Before you begin", 1)).get(1).out());
    for (String program : List.of("taniq", "taniq-courier")) {
      Path unpacked = lawyer.home.resolve(Path.of(program, "bin", program));
      Program.run(List.of(unpacked.toString(), "--version")).expect(0);
    }
  }

  private void found() throws Exception {
    List<Line> keyring = block(CUSTODIAN, "The ceremony, once", 1);
    laptop.run(keyring);
    as("rashad", "leyla", laptop, keyring);
    as("nigar", "leyla", laptop, keyring);
    laptop.run(block(CUSTODIAN, "The ceremony, once", 2));
    fillIn();
    Run charter = laptop.run(block(CUSTODIAN, "The ceremony, once", 3)).get(0);
    String instance = Sha256.hex(Files.readAllBytes(laptop.home.resolve("charter-0.json")));
    String shown = charter.out().replaceAll("\\s", "");
    assertTrue(shown.contains(instance), "the fingerprint is shown: " + charter.out());
    table.put("FINGERPRINT", instance);
    laptop.run(block(CUSTODIAN, "The ceremony, once", 4));
    laptop.run(block(CUSTODIAN, "The ceremony, once", 5));
    laptop.run(block(CUSTODIAN, MONTH, 1));
    List<Line> week = block(CUSTODIAN, WEEK, 1);
    laptop.run(week.subList(1, week.size()));
  }

  /** The template as the manual says, with the line for a person that the manual shows. */
  private void fillIn() throws IOException {
    String manual = Files.readString(Distribution.ROOT.resolve(CUSTODIAN));
    Matcher shown = Pattern.compile("`(person = [^`]+)`").matcher(manual);
    assertTrue(shown.find(), "the manual shows a line for a person");
    String people =
        Stream.of("Leyla", "Rashad", "Nigar")
            .map(name -> person(shown.group(1), name))
            .collect(Collectors.joining("\n"));
    Path file = laptop.home.resolve("charter.txt");
    String filled =
        Files.readString(file)
            .replace("= NAME\n", "= An invented organisation\n")
            .replace("= HOW TO REACH IT", "= nobody: this is a test")
            .replaceAll("person = NAME 1.*\nperson = NAME 2.*", people);
    Files.writeString(file, filled);
  }

  private static String person(String line, String name) {
    return line.replace("NAME", name).replace("leyla", name.toLowerCase(Locale.ROOT));
  }

  private void startServer() throws Exception {
    String line = courier.run(block(COURIER, "Once", 2)).get(0).out();
    String key = line.substring(line.indexOf("courier_keys = ") + 15).strip();
    String access = courier.run(block(COURIER, "Once", 3)).get(1).out();
    assertTrue(access.matches("descriptor:x25519:[A-Z2-7]{52}\n"), access);
    table.put("HATCH", "h".repeat(56));
    List<Line> forTor = block(COURIER, "Once", 4);
    courier.run(forTor.get(0), 0);
    String secret = Files.readString(courier.home.resolve("hatch.auth_private"));
    assertTrue(secret.matches("h{56}:descriptor:x25519:[A-Z2-7]{52}\n"), "what Tor reads");
    courier.run(forTor.get(forTor.size() - 1), 0);
    HouseServer started = new HouseServer(work.resolve("server"), table.fill("FINGERPRINT"), key);
    server = started;
    started.start();
    table.put("http://HATCH.onion", started.hatch());
    table.put("http://ADDRESS.onion", started.address());
    List<Run> runs = courier.run(block(COURIER, "Each time", 1));
    assertTrue(runs.get(1).out().contains("the server serves the new site"), runs.toString());
  }

  private void send() throws Exception {
    Files.writeString(lawyer.home.resolve("account.txt"), "They came at six.\n");
    for (String file : List.of("photo.jpg", "scan.pdf", "verdict.pdf")) {
      Files.writeString(lawyer.home.resolve(file), "The content of " + file);
    }
    List<Run> runs = lawyer.run(block(SUBMITTER, "Send", 1));
    Matcher code = Pattern.compile("receipt code: ([0-9 -]+)").matcher(runs.get(1).err());
    assertTrue(code.find(), runs.toString());
    lawyer.typing(code.group(1).strip());
    lawyer.run(block(SUBMITTER, "The receipt code", 1));
  }

  private void carryAndOpen() throws Exception {
    courier.run(block(COURIER, "Each time", 1));
    List<Run> runs = laptop.run(block(CUSTODIAN, "Custodians open", 1));
    assertTrue(runs.get(2).out().contains("2 opened, 0 not"), runs.toString());
    laptop.run(block(CUSTODIAN, "The custody log", 1));
    laptop.run(block(CUSTODIAN, "Export", 1));
    assertEquals(3, exported("The content of"));
    courier.run(block(COURIER, "Each time", 3));
    assertEquals(2, files(work.resolve("stick2"), ".envelope").size());
  }

  /** How many files of the exported bag begin so. */
  private long exported(String text) throws IOException {
    long found = 0;
    for (Path file : files(work.resolve("stick/case-17"), "")) {
      String content = new String(Files.readAllBytes(file), ISO_8859_1);
      found += content.startsWith(text) ? 1 : 0;
    }
    return found;
  }

  private static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
          .toList();
    }
  }

  private void delete() throws Exception {
    laptop.run(block(CUSTODIAN, "Deleting on the server", 1));
    assertEquals(2, Files.readAllLines(laptop.home.resolve("archived.txt")).size());
    List<Line> carry = block(COURIER, "Each time", 1);
    String told = courier.run(carry.get(1), 1).out();
    assertTrue(told.contains("kept, not seven days old yet: 2"), told);
  }

  /** The week's bulletin is signed by Nigar, on her own laptop. */
  private void signElsewhere() throws Exception {
    courier.run(block(COURIER, "Each time", 2));
    List<Line> week = block(CUSTODIAN, WEEK, 1);
    int signs = signing(week);
    laptop.run(week.subList(0, signs));
    laptop.run(block(CUSTODIAN, OWN, 1));
    machine("own").run(block(CUSTODIAN, OWN, 2));
    laptop.run(block(CUSTODIAN, OWN, 3));
    laptop.run(week.subList(signs + 1, week.size()));
  }

  private static int signing(List<Line> block) {
    for (int i = 0; i < block.size(); i++) {
      if (block.get(i).text().startsWith("taniq sign ")) {
        return i;
      }
    }
    throw new AssertionError("nobody signs: " + block);
  }

  private void mendTheVault() throws Exception {
    Path largest =
        files(laptop.home.resolve(".taniq/vault"), "").stream()
            .max(Comparator.comparingLong(file -> file.toFile().length()))
            .orElseThrow();
    Files.delete(largest);
    Line open = block(CUSTODIAN, "Custodians open", 1).get(2);
    String told = laptop.run(open, 8).err();
    assertTrue(told.contains("a file of the vault is missing or damaged"), told);
    List<Run> runs = laptop.run(block(CUSTODIAN, "The vault is damaged", 1));
    assertTrue(runs.get(5).out().contains("2 opened, 0 not"), runs.toString());
    Program.run(List.of("rm", "-r", work + "/stick/case-17")).expect(0);
    laptop.run(block(CUSTODIAN, "Export", 1));
    assertEquals(3, exported("The content of"));
  }

  private void withdrawNigar() throws Exception {
    laptop.run(block(CUSTODIAN, WITHDRAWING, 1));
    Line push = block(COURIER, "Each time", 1).get(1);
    courier.run(push, 1);
    as("orhan", "leyla", laptop, block(CUSTODIAN, "The ceremony, once", 1));
    Path file = laptop.home.resolve("charter.txt");
    String before = Files.readString(file);
    Files.writeString(file, before.replace("Nigar", "Orhan").replace("nigar", "orhan"));
    laptop.run(block(CUSTODIAN, WITHDRAWING, 2));
    table.put("DATE", today + "-again");
    as("orhan", "nigar", laptop, block(CUSTODIAN, MONTH, 1));
    List<Line> week = block(CUSTODIAN, WEEK, 1);
    as("orhan", "nigar", laptop, week.subList(1, week.size()));
    laptop.run(block(CUSTODIAN, WITHDRAWING, 3));
    String told = courier.run(push, 1).out();
    assertTrue(told.contains("the server serves the new site"), told);
  }

  /** Another testimony goes the whole road, and opens at a laptop, where others may not. */
  private void roadTo(ManualMachine where, int exit, String told) throws Exception {
    Program.run(List.of("rm", lawyer.home + "/case.tnq")).expect(0);
    lawyer.run(block(SUBMITTER, "Send", 1));
    courier.run(block(COURIER, "Each time", 1).get(0), 0);
    List<Line> open = block(CUSTODIAN, "Custodians open", 1);
    where.run(open.subList(0, 2));
    Run opened = where.run(open.get(3), exit);
    assertTrue(opened.out().contains(told), opened.toString());
  }

  private void endOldKeys() throws Exception {
    roadTo(laptop, 0, "1 opened, 0 not");
    Program.run(List.of("rm", "-r", work + "/stick/case-17")).expect(0);
    laptop.run(block(CUSTODIAN, "Export", 1));
    List<Line> destroy = block(CUSTODIAN, "The end of a week's keys", 1);
    assertTrue(laptop.run(destroy.get(0), 0).out().contains("nothing was destroyed"));
    laptop.with("--date " + today.plusDays(LATER_DAYS));
    List<Line> week = block(CUSTODIAN, WEEK, 1);
    table.put("nigar", "orhan");
    laptop.run(week.subList(1, week.size() - 1));
    // Nobody types the word here.
    Line asked = destroy.get(0);
    String sure = asked.text().replace("--as leyla", "--as leyla --destroy-is-right");
    String told = laptop.run(new Line(asked.manual(), asked.number(), sure), 0).out();
    assertTrue(told.contains("destroyed: "), told);
    table.put("nigar", "nigar");
  }

  private void loseTheLaptop() throws Exception {
    courier.run(block(COURIER, "Each time", 2));
    ManualMachine other = machine("other");
    List<Line> lost = block(CUSTODIAN, LOST, 1);
    other.run(lost.get(0), 0);
    for (String name : List.of("rashad", "orhan")) {
      as(name, "leyla", other, lost.subList(0, 1));
    }
    String shown = other.run(lost.subList(1, 4)).get(2).out();
    List<String> withdrawn = new ArrayList<>();
    Matcher keyset = Pattern.compile("(?m)^  ([0-9a-f]{64})$").matcher(shown);
    while (keyset.find()) {
      withdrawn.add("--withdraw-keyset " + keyset.group(1));
    }
    assertTrue(withdrawn.size() > 8, shown);
    table.put("--withdraw-keyset SHA256 --withdraw-keyset SHA256", String.join(" ", withdrawn));
    other.run(lost.subList(4, lost.size()));
    table.put("DATE", today.toString());
    as("orhan", "nigar", other, block(CUSTODIAN, MONTH, 1));
    List<Line> week = block(CUSTODIAN, WEEK, 1);
    as("orhan", "nigar", other, week.subList(1, week.size()));
    courier.run(block(COURIER, "Each time", 1).get(1), 1);
    roadTo(other, 1, "1 opened, 3 not");
  }

  /** A line is run, or stands in {@link #NOT_RUN} with its reason. */
  private void requireEveryLine() {
    List<Line> forgotten =
        manuals.lines().stream()
            .filter(line -> !ran.contains(line) && !NOT_RUN.containsKey(line.text()))
            .toList();
    assertEquals(List.of(), forgotten, "neither run nor listed with a reason");
    assertEquals(PICTURES, Set.copyOf(manuals.pictures()));
  }
}
