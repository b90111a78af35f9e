package org.taniq.server.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real PostgreSQL of the test's own: temporary directory, loopback, free port. */
final class PostgresServer implements AutoCloseable {
  private final Path home;
  private final Path bin;
  private final List<String> asUser;
  private final int port;
  private int databases;

  private PostgresServer(Path home, Path bin, List<String> asUser, int port) {
    this.home = home;
    this.bin = bin;
    this.asUser = asUser;
    this.port = port;
  }

  /** Fails, and does not skip, where there is no PostgreSQL. */
  static PostgresServer start() throws Exception {
    Path home = Files.createTempDirectory("taniq-postgres");
    List<String> asUser = List.of();
    if (System.getProperty("user.name").equals("root")) {
      // PostgreSQL refuses to run as root.
      asUser = List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--");
      run(List.of("chown", "postgres:postgres", home.toString()));
    }
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    PostgresServer server = new PostgresServer(home, bin(), asUser, port);
    server.runHere(
        "initdb", "-D", server.data(), "-A", "trust", "-U", "taniq", "-E", "UTF8", "--locale=C");
    server.boot();
    return server;
  }

  /** Starts it again after {@link #stop}. */
  void boot() throws Exception {
    String options =
        "-p "
            + port
            + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
            + " -c max_connections=100";
    runHere(
        "pg_ctl", "-D", data(), "-w", "-l", home.resolve("log").toString(), "-o", options, "start");
  }

  /** Stops it at once, as a crash does. */
  void stop() throws Exception {
    runHere("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
  }

  /** JDBC URL of a new, empty database. */
  String newDatabase() throws Exception {
    String name = "test" + databases++;
    sql("CREATE DATABASE " + name);
    return url(name);
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=taniq";
  }

  void sql(String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection(url("postgres"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() throws Exception {
    runHere("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private String data() {
    return home.resolve("data").toString();
  }

  private static Path bin() throws IOException {
    List<Path> places = new ArrayList<>();
    for (String place : System.getenv("PATH").split(":")) {
      places.add(Path.of(place));
    }
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      versions.forEach(version -> places.add(version.resolve("bin")));
    } catch (IOException e) {
      // Not a Debian machine.
    }
    for (Path place : places) {
      if (Files.isExecutable(place.resolve("initdb"))
          && Files.isExecutable(place.resolve("pg_ctl"))) {
        return place;
      }
    }
    throw new IOException("this test needs PostgreSQL: no initdb and pg_ctl found");
  }

  private void runHere(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(asUser);
    command.add(bin.resolve(program).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws Exception {
    Path output = Files.createTempFile("taniq-postgres", ".out");
    Process process =
        new ProcessBuilder(command)
            .directory(new java.io.File("/"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    String said = Files.readString(output);
    Files.delete(output);
    if (!ended || process.exitValue() != 0) {
      throw new IOException(command + " failed: " + said);
    }
  }
}
