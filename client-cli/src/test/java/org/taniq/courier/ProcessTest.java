package org.taniq.courier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.courier.transport.TestSocks;
import org.taniq.parcel.Parcel;
import org.taniq.parcel.ParcelEntry;
import org.taniq.parcel.ParcelKind;
import org.taniq.protocol.Bytes;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.hatch.HatchGuard;
import org.taniq.protocol.hatch.Horizon;
import org.taniq.protocol.hatch.ReplayMemory;
import org.taniq.protocol.signed.SignerId;

/** The program as a process of its own: what it asks of the system, and full disks. */
class ProcessTest {
  private static final String ONION = "e".repeat(56) + ".onion";
  private static final Pattern ADDRESS =
      Pattern.compile("sa_family=(AF_[A-Z0-9]+)(?:, sin6?_port=htons\\((\\d+)\\))?");

  @TempDir Path temporary;
  private StubHatch hatch;
  private TestSocks socks;
  private final Random random = new Random(7);

  @BeforeEach
  void start() throws Exception {
    hatch = new StubHatch();
    socks = new TestSocks(hatch.port());
    Run keygen = Run.courier("--home", home(), "--json", "keygen");
    byte[] key = Spelling.parseB64u(keygen.out.replaceAll(".*\"key\":\"([^\"]*)\".*\n", "$1"), 32);
    hatch.guard =
        new HatchGuard(
            Map.of(SignerId.of(key), Bytes.of(key)),
            Set.of(ONION),
            new ReplayMemory(Instant.EPOCH, 10_000, Horizon.none()));
  }

  @AfterEach
  void stop() throws IOException {
    hatch.close();
    socks.close();
  }

  @Test
  void the_only_address_that_is_ever_talked_to_is_the_proxys() throws Exception {
    hatch.add(bytes(100_000));
    Path trace = temporary.resolve("trace");
    List<String> strace = List.of("strace", "-f", "-qq", "-e", "trace=network", "-o", trace + "");
    Result run = run(joined(strace, courier("pull", temporary.resolve("parcel").toString())));
    assertEquals(0, run.exit, run.output);
    Set<String> ports = new HashSet<>();
    for (String line : Files.readAllLines(trace)) {
      if (line.contains(" connect(") || line.contains(" sendto(") || line.contains(" sendmsg(")) {
        Matcher address = ADDRESS.matcher(line);
        // A family without a port is a local socket; a name is looked up through inet ones.
        if (address.find() && address.group(2) != null) {
          ports.add(address.group(2));
        }
      }
    }
    assertEquals(Set.of(socks.address().replaceAll(".*:", "")), ports);
    assertEquals(List.of(ONION + ":80"), socks.names);
  }

  @Test
  void all_is_on_the_medium_before_it_says_that_it_is_safe_to_unplug() throws Exception {
    hatch.add(bytes(100_000));
    hatch.add(bytes(200_000));
    Path parcel = temporary.resolve("parcel");
    Path trace = temporary.resolve("trace");
    String calls = "trace=write,pwrite64,rename,renameat,renameat2,fsync,fdatasync,unlink";
    List<String> strace =
        List.of("strace", "-f", "-y", "-qq", "-s", "200", "-e", calls, "-o", trace + "");
    Result run = run(joined(strace, courier("pull", parcel.toString())));
    assertEquals(0, run.exit, run.output);
    Set<String> unsynced = new HashSet<>();
    int renames = 0;
    boolean safe = false;
    for (String line : Files.readAllLines(trace)) {
      String file = line.replaceAll("[^<]*<([^>]*)>.*", "$1");
      if (line.contains(" write(1<") && line.contains("safe to unplug")) {
        assertEquals(Set.of(), unsynced);
        safe = true;
      } else if (line.contains("write") && file.startsWith(parcel + "/")) {
        unsynced.add(file);
      } else if (line.contains(" fsync(")) {
        unsynced.remove(file);
      } else if (line.contains(" rename") && line.contains(parcel + "/")) {
        String from = line.replaceAll("[^\"]*\"([^\"]*)\".*", "$1");
        assertFalse(unsynced.contains(from), "renamed before it was synced: " + from);
        unsynced.add(parcel.toString());
        renames++;
      } else if (line.contains(" unlink(") && line.contains(parcel + "/")) {
        unsynced.add(parcel.toString());
      }
    }
    assertTrue(safe);
    assertTrue(renames >= 4, "two envelopes, the open manifest, the finished one: " + renames);
  }

  @Test
  void no_file_of_names_and_no_name_server_is_needed() throws Exception {
    Path empty = Files.createFile(temporary.resolve("hosts"));
    List<String> status = new ArrayList<>(courier("status"));
    status.add(1, "-Djdk.net.hosts.file=" + empty);
    Result run = run(status);
    assertEquals(0, run.exit, run.output);
  }

  @Test
  void another_proxy_of_the_virtual_machine_is_not_slipped_in() throws Exception {
    List<String> status = new ArrayList<>(courier("status"));
    status.addAll(1, List.of("-DsocksProxyHost=127.0.0.1", "-DsocksProxyPort=1"));
    status.addAll(1, List.of("-Djava.net.useSystemProxies=true"));
    Result run = run(status);
    assertEquals(0, run.exit, run.output);
  }

  @Test
  void a_small_stick_takes_what_fits_and_the_rest_is_told() throws Exception {
    for (int i = 0; i < 3; i++) {
      hatch.add(bytes(1_000_000));
    }
    Path copy = temporary.resolve("copy");
    Result run =
        onTmpfs(
            "size=2600k",
            "\"$@\" && cp -r stick/parcel copy",
            courier("pull", temporary.resolve("stick/parcel").toString()));
    assertEquals(0, run.exit, run.output);
    assertTrue(run.output.contains("envelopes copied: 1,"), run.output);
    assertTrue(run.output.contains("no room for 2 more"), run.output);
    requireParcel(copy, 1);
  }

  @Test
  void a_stick_without_room_for_one_envelope_says_so() throws Exception {
    hatch.add(bytes(1_000_000));
    Result run =
        onTmpfs(
            "size=1500k", "\"$@\"", courier("pull", temporary.resolve("stick/parcel").toString()));
    assertEquals(5, run.exit, run.output);
    assertTrue(run.output.contains("no room for a single envelope"), run.output);
  }

  @Test
  void a_disk_that_fills_up_meanwhile_is_told_and_the_next_run_goes_on() throws Exception {
    for (int i = 0; i < 6; i++) {
      hatch.add(bytes(50_000));
    }
    // Names run out, not bytes: nothing could foresee it.
    String script =
        "\"$@\" && exit 90; first=$?; ls stick/parcel > names;"
            + " mount -o remount,nr_inodes=100 stick && \"$@\" && cp -r stick/parcel copy;"
            + " exit $((first * 10 + $?))";
    Result run =
        onTmpfs(
            "size=20m,nr_inodes=6",
            script,
            courier("pull", temporary.resolve("stick/parcel").toString()));
    assertEquals(50, run.exit, run.output);
    assertTrue(run.output.contains("error: the disk is full"), run.output);
    assertFalse(Files.readString(temporary.resolve("names")).contains("parcel.json\n"));
    assertTrue(run.output.contains("it is safe to unplug the stick"), run.output);
    requireParcel(temporary.resolve("copy"), 6);
  }

  @Test
  void killed_at_any_moment_a_pull_goes_on_and_nothing_half_counts() throws Exception {
    for (int i = 0; i < 4; i++) {
      hatch.add(bytes(300_000));
    }
    Path parcel = temporary.resolve("parcel");
    socks.pauseMillis = 10;
    for (int kept = 200_000; kept < 1_100_000; kept += 200_000) {
      Process process = process(courier("pull", parcel.toString()));
      while (process.isAlive() && socks.downBytes.get() < kept) {
        Thread.sleep(1);
      }
      process.destroyForcibly().waitFor();
      assertFalse(Files.exists(parcel.resolve("parcel.json")));
    }
    socks.pauseMillis = 0;
    Result last = run(courier("pull", parcel.toString()));
    assertEquals(0, last.exit, last.output);
    requireParcel(parcel, 4);
    assertTrue(socks.downBytes.get() < 1_500_000, "received " + socks.downBytes.get());
  }

  /** Runs a script in a mount namespace of its own with a small file system at stick. */
  private Result onTmpfs(String options, String script, List<String> arguments)
      throws IOException, InterruptedException {
    String mount = "mkdir -p stick && mount -t tmpfs -o " + options + " none stick || exit 99; ";
    List<String> command =
        new ArrayList<>(List.of("unshare", "-r", "-m", "sh", "-c", mount + script, "sh"));
    return run(joined(command, arguments));
  }

  private record Result(int exit, String output) {}

  private Result run(List<String> command) throws IOException, InterruptedException {
    Process process = process(command);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    process.getInputStream().transferTo(output);
    return new Result(process.waitFor(), output.toString(UTF_8));
  }

  private Process process(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(temporary.toFile()).redirectErrorStream(true);
    builder.environment().put("TANIQ_LOCALE", "en");
    return builder.start();
  }

  private List<String> courier(String... command) {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> all =
        new ArrayList<>(List.of(java, "-cp", classes, "org.taniq.courier.CourierMain"));
    all.addAll(List.of("--home", home(), command[0], "--hatch", "http://" + ONION));
    all.addAll(List.of("--proxy", socks.address(), "--timeout", "20"));
    all.addAll(Arrays.asList(command).subList(1, command.length));
    return all;
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private void requireParcel(Path directory, int count) throws Exception {
    Parcel parcel = Parcel.open(directory, ParcelKind.INCOMING);
    parcel.verify(n -> {});
    assertEquals(count, parcel.manifest().entries().size());
    for (ParcelEntry entry : parcel.manifest().entries()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      parcel.copy(entry, out, n -> {});
      assertArrayEquals(hatch.envelopes.get(entry.name().substring(0, 32)), out.toByteArray());
    }
  }

  private String home() {
    return temporary.resolve("home").toString();
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
