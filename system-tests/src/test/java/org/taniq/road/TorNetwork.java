package org.taniq.road;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A private Tor network on loopback, with the onion services of {@code deploy/torrc.example} in
 * front of a server. Its daemons end with this process at the latest.
 */
final class TorNetwork implements AutoCloseable {
  private static final Path SCRIPT =
      Distribution.ROOT.resolve("system-tests/tor/private-network.sh");

  private final Path work;
  private final Map<String, String> names;

  /** Fails, and does not skip, where there is no tor. */
  TorNetwork(Path work, HouseServer server) throws IOException, InterruptedException {
    this.work = work;
    String printed =
        run(
            "start",
            "--torrc",
            Distribution.ROOT.resolve("deploy/torrc.example").toString(),
            "--public",
            "127.0.0.1:" + server.port,
            "--hatch",
            "127.0.0.1:" + server.hatchPort,
            "--owner",
            "" + ProcessHandle.current().pid());
    names =
        printed
            .lines()
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(line -> line[0], line -> line[1]));
  }

  /** The public listener's onion name. */
  String publicName() {
    return names.get("PUBLIC");
  }

  /** The hatch's onion name, which only {@link #courierProxy} finds. */
  String hatchName() {
    return names.get("HATCH");
  }

  /** SOCKS5 port of a Tor without keys. */
  int anybodysPort() {
    return Integer.parseInt(names.get("SOCKS_PORT"));
  }

  /** SOCKS5 port of a Tor that has the hatch's key. */
  int couriersPort() {
    return Integer.parseInt(names.get("COURIER_SOCKS_PORT"));
  }

  /** Waits until the running server is reached through both services. */
  void awaitServices() throws IOException, InterruptedException {
    run("reach", "PUBLIC");
    run("reach", "HATCH");
  }

  /** Stops and starts the Tor of {@link #anybodysPort}: all its connections are cut. */
  void restartAnybodys() throws IOException, InterruptedException {
    run("restart", "client");
  }

  /** Settings that the onion services run with. */
  String serviceSettings() throws IOException {
    return Files.readString(work.resolve("service/torrc"));
  }

  /** What the services' Tor said, warnings among it. */
  String serviceLog() throws IOException {
    return Files.readString(work.resolve("service/notice.log"));
  }

  private String run(String verb, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString(), verb, work.toString()));
    command.addAll(Arrays.asList(arguments));
    return Program.run(command).expect(0).out();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    run("stop");
  }
}
