package org.taniq.manual;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.server.config.ServerConfig;

/** docs/OPERATOR.md, the files of deploy/ and the server's own settings agree with each other. */
class DeployFilesTest {
  private static final Path ROOT = Path.of(System.getProperty("taniq.root", "..")).toAbsolutePath();

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  /** What a pattern's group finds in a text, each once. */
  private static Set<String> all(String pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /** The server's settings with their defaults. */
  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    Matcher line = Pattern.compile("(?m)^#?([a-z_]+) =(.*)$").matcher(ServerConfig.defaultFile());
    while (line.find()) {
      settings.put(line.group(1), line.group(2).strip());
    }
    return settings;
  }

  @Test
  void every_setting_in_the_manual_is_one_of_the_server() throws IOException {
    String manual = read("docs/OPERATOR.md");
    Set<String> named = all("`([a-z]+(?:_[a-z]+)+)[ `]", manual);
    named.removeAll(Set.of("full_page_writes", "synchronous_commit", "pg_dump", "pg_restore"));
    assertTrue(named.size() >= 8, "found only " + named);
    named.removeAll(settings().keySet());
    assertEquals(Set.of(), named, "named in the manual and no setting");
  }

  @Test
  void every_file_that_the_manual_takes_from_the_repository_is_there() throws IOException {
    String manual = read("docs/OPERATOR.md");
    Set<String> files = all("\\b(deploy/[a-z.-]+[a-z])", manual);
    assertEquals(Set.of("deploy/taniq-server.service", "deploy/torrc.example"), files);
    List<String> missing = new ArrayList<>();
    files.stream().filter(file -> !Files.exists(ROOT.resolve(file))).forEach(missing::add);
    assertEquals(List.of(), missing);
    for (String part : List.of("main/dist/make-archive", "main/dist/launcher")) {
      assertTrue(Files.exists(ROOT.resolve("src").resolve(part)), part);
    }
  }

  @Test
  void the_unit_starts_what_the_manual_installs_and_waits_longer_than_the_server()
      throws IOException {
    String manual = read("docs/OPERATOR.md");
    Map<String, String> unit = new HashMap<>();
    for (String line : read("deploy/taniq-server.service").split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        unit.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    Map<String, String> settings = settings();
    assertTrue(manual.contains(unit.get("ExecStart") + " --check-config"), unit.get("ExecStart"));
    assertTrue(manual.contains("nologin " + unit.get("User") + "\n"), "useradd makes the user");
    assertEquals(settings.get("data_dir"), "/var/lib/" + unit.get("StateDirectory"));
    int stop = Integer.parseInt(settings.get("stop_timeout").replace("s", ""));
    assertTrue(Integer.parseInt(unit.get("TimeoutStopSec")) > stop, "systemd would kill it");
  }

  @Test
  void the_onion_services_lead_to_the_servers_ports_and_their_places_are_the_manuals()
      throws IOException {
    String torrc = read("deploy/torrc.example");
    Map<String, String> settings = settings();
    assertEquals(
        Set.of(settings.get("listen"), settings.get("courier_listen")),
        all("HiddenServicePort 80 (\\S+)", torrc));
    Set<String> places = all("HiddenServiceDir (\\S+)", torrc);
    Set<String> named = all("(var/lib/tor/taniq-[a-z]+)", read("docs/OPERATOR.md"));
    assertEquals(places, new TreeSet<>(named.stream().map(each -> "/" + each).toList()));
  }

  @Test
  void systemd_understands_every_line_of_the_unit(@TempDir Path directory) throws Exception {
    Path unit = directory.resolve("taniq-server.service");
    String text = read("deploy/taniq-server.service");
    String program = "ExecStart=/opt/taniq-server/bin/taniq-server ";
    assertTrue(text.contains(program), text);
    // The program need not be installed here.
    Files.writeString(unit, text.replace(program, "ExecStart=/bin/true "));
    Process process =
        new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    int exit = process.waitFor();
    List<String> ours = said.lines().filter(line -> line.contains("taniq-server")).toList();
    assertEquals(List.of(), ours, said);
    assertEquals(0, exit, said);
  }
}
