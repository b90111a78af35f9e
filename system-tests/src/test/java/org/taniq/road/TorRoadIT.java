package org.taniq.road;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.road.Program.Run;

/** The road over a real Tor network: onion services, client authorization, and a cut circuit. */
@Tag("tor")
@Timeout(value = 9, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TorRoadIT {
  /** What tor warns of in any test network, and where the tests are run as root. */
  private static final Pattern OF_A_TEST =
      Pattern.compile("DirAuthority|TestingTorNetwork|running Tor as root");

  private static final int UPLOAD_BYTES = 40 << 20;

  /** By now at least one chunk is confirmed. */
  private static final long CUT_AFTER_BYTES = 12 << 20;

  @TempDir static Path work;
  private Stage stage;
  private TorNetwork tor;
  private Path noHosts;

  @BeforeAll
  void start() throws Exception {
    noHosts = Files.createFile(work.resolve("no-hosts"));
    Laptop laptop = Stage.preparedLaptop().copiedTo(work.resolve("laptop"));
    stage = new Stage(work, laptop);
    tor = new TorNetwork(work.resolve("tor"), stage.server);
    stage.server.alsoCalled(tor.hatchName()).start();
    tor.awaitServices();
    publish().expect(0);
  }

  @AfterAll
  void stop() throws Exception {
    if (tor != null) {
      tor.close();
    }
    stage.close();
  }

  /** Runs the courier through a Tor; no name can be looked up on this machine. */
  private Run courier(int socksPort, String command, String... arguments) throws Exception {
    return courier(List.of(), socksPort, command, arguments);
  }

  private Run courier(List<String> before, int socksPort, String command, String... arguments)
      throws Exception {
    List<String> all = new ArrayList<>(before);
    all.addAll(List.of(Distribution.COURIER.path(), command, "--home", work + "/courier"));
    all.addAll(List.of("--demo", "--proxy", "socks5://127.0.0.1:" + socksPort));
    all.addAll(Arrays.asList(arguments));
    return Program.run(nothingLookedUp(), "", all);
  }

  private Map<String, String> nothingLookedUp() {
    return Map.of("TANIQ_JAVA_OPTS", "-Djdk.net.hosts.file=" + noHosts);
  }

  private Run publish() throws Exception {
    stage.laptop.taniq("outbox", work + "/stick-out").expect(0);
    return courier(tor.couriersPort(), "push", "--hatch", hatch(), work + "/stick-out");
  }

  private Run fetch(List<String> before) throws Exception {
    Path out = work.resolve("current.json");
    String instance = stage.laptop.instance();
    return courier(
        before,
        tor.anybodysPort(),
        "fetch",
        "--server",
        server(),
        "--instance",
        instance,
        "--out",
        out.toString());
  }

  private String server() {
    return "http://" + tor.publicName();
  }

  private String hatch() {
    return "http://" + tor.hatchName();
  }

  @Test
  void a_file_travels_the_road_over_tor_and_a_cut_in_the_middle() throws Exception {
    fetch(List.of()).expect(0);
    byte[] content = new byte[UPLOAD_BYTES];
    new Random(3).nextBytes(content);
    Path recording = Files.write(work.resolve("recording.ogg"), content);
    Path envelope = stage.seal("case.tnq", recording.toString());

    UploadWatch watch = new UploadWatch(stage.server.data.resolve("store/uploads"));
    CompletableFuture<Run> submitting =
        CompletableFuture.supplyAsync(() -> submitted(envelope.toString()));
    while (watch.look() < CUT_AFTER_BYTES) {
      assertFalse(submitting.isDone(), "through before it was cut");
      Thread.sleep(20);
    }
    tor.restartAnybodys();
    while (!submitting.isDone()) {
      watch.look();
      Thread.sleep(20);
    }
    Run submit = submitting.get().expect(0);
    assertTrue(submit.err().contains("the connection was cut"), submit.err());
    assertEquals(1, watch.uploads(), "the upload went on, and did not begin anew");

    Path stick = work.resolve("stick-in");
    courier(tor.couriersPort(), "pull", "--hatch", hatch(), stick.toString()).expect(0);
    stage.inboxImport("stick-in").expect(0);
    stage.inboxOpen().expect(0);
    List<JsonNode> exported = stage.export(work.resolve("export"));
    List<JsonNode> attached =
        exported.stream().filter(f -> f.get("role").asText().equals("attachment")).toList();
    assertEquals(1, attached.size());
    Path came = work.resolve("export").resolve(attached.get(0).get("path").asText());
    assertArrayEquals(content, Files.readAllBytes(came));
  }

  private Run submitted(String envelope) {
    try {
      return courier(tor.anybodysPort(), "submit", "--server", server(), envelope);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void only_a_tor_with_the_key_finds_the_hatch() throws Exception {
    String[] status = {"--hatch", hatch(), "--tries", "1", "--timeout", "60"};
    courier(tor.couriersPort(), "status", status).expect(0);
    Run stranger = courier(tor.anybodysPort(), "status", status).expect(9);
    assertTrue(stranger.err().contains("error: "), stranger.err());
    assertTrue(stranger.err().contains("hint: "), stranger.err());
    // The public address leads nowhere else than to the public side.
    Run wrong = courier(tor.couriersPort(), "status", "--hatch", server(), "--tries", "1");
    assertFalse(wrong.exit() == 0, wrong.toString());
  }

  @Test
  void the_courier_looks_no_name_up_and_talks_to_its_tor_alone() throws Exception {
    Path trace = work.resolve("trace");
    fetch(SocketTrace.command(trace)).expect(0);
    List<String> calls = calls(trace);
    assertFalse(calls.isEmpty(), "the trace shows how Tor was reached");
    for (String call : calls) {
      boolean toTor = call.contains("htons(" + tor.anybodysPort() + ")");
      assertTrue(call.contains("connect(") && toTor && call.contains("127.0.0.1"), call);
    }
    // A courier that does look a name up is seen doing it.
    List<String> direct = new ArrayList<>(SocketTrace.command(trace));
    direct.addAll(List.of(Distribution.COURIER.path(), "fetch", "--home", work + "/courier"));
    direct.addAll(List.of("--demo", "--direct", "--tries", "1", "--timeout", "5"));
    direct.addAll(List.of("--server", "https://taniq.invalid", "--out", work + "/other.json"));
    Program.run(direct).expect(9);
    assertTrue(calls(trace).stream().anyMatch(call -> call.contains("htons(53)")), "a lookup");
  }

  /** Calls that reach out to other sockets than local ones. */
  private static List<String> calls(Path trace) throws Exception {
    return Files.readAllLines(trace).stream()
        .filter(line -> line.matches("\\d+ +(connect|bind|sendto|sendmsg|sendmmsg)\\(.*"))
        .filter(line -> !line.contains("sa_family=AF_UNIX"))
        .toList();
  }

  @Test
  void the_services_run_with_the_settings_that_are_handed_out() throws Exception {
    String example = Files.readString(Distribution.ROOT.resolve("deploy/torrc.example"));
    String used = tor.serviceSettings();
    for (String line : example.lines().filter(l -> l.matches("[A-Z].*")).toList()) {
      String setting = line.split(" ")[0];
      boolean adapted = setting.equals("HiddenServiceDir") || setting.equals("HiddenServicePort");
      assertTrue(adapted ? used.contains(setting) : used.contains(line), line);
    }
    List<String> warnings =
        tor.serviceLog()
            .lines()
            .filter(line -> line.contains("[warn]"))
            .filter(line -> !OF_A_TEST.matcher(line).find())
            .toList();
    assertEquals(List.of(), warnings);
  }
}
