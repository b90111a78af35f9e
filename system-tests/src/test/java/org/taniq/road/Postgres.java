package org.taniq.road;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A real PostgreSQL of the test's own: temporary directory, loopback, free port. */
final class Postgres implements AutoCloseable {
  private final Path home = Files.createTempDirectory("taniq-road-postgres");
  private final Path bin;
  private final boolean root = System.getProperty("user.name").equals("root");

  /** Line of the server's configuration. */
  final String setting;

  /** Fails, and does not skip, where there is no PostgreSQL. */
  Postgres() throws IOException, InterruptedException {
    bin = bin();
    if (root) {
      // PostgreSQL refuses to run as root.
      Program.run(List.of("chown", "postgres:postgres", home.toString())).expect(0);
    }
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    setting = "store_url = jdbc:postgresql://127.0.0.1:" + port + "/postgres\nstore_user = taniq";
    run("initdb", "-D", data(), "-A", "trust", "-U", "taniq", "-E", "UTF8", "--locale=C");
    String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''";
    run("pg_ctl", "-D", data(), "-w", "-l", home + "/log", "-o", options, "start");
  }

  private static Path bin() throws IOException {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(place -> Files.isExecutable(place.resolve("initdb")))
          .findAny()
          .orElseThrow(() -> new IOException("this test needs PostgreSQL: no initdb found"));
    }
  }

  private String data() {
    return home.resolve("data").toString();
  }

  private void run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (root) {
      command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
      command.add("--");
    }
    command.add(bin.resolve(program).toString());
    command.addAll(List.of(arguments));
    Program.run(command).expect(0);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    Program.run(List.of("rm", "-rf", home.toString())).expect(0);
  }
}
