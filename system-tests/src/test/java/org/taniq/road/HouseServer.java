package org.taniq.road;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The server's distribution as a process, on two loopback ports that stay the same. */
final class HouseServer implements AutoCloseable {
  private static final int START_SECONDS = 60;

  final Path data;
  final int port;
  final int hatchPort;
  private final Path config;
  private final Path log;
  private Process process;

  /**
   * @param work a new directory
   * @param courierKey as {@code taniq-courier keygen --json} prints it
   * @param more further lines of the configuration
   */
  HouseServer(Path work, String instance, String courierKey, String... more) throws IOException {
    Files.createDirectories(work);
    data = work.resolve("data");
    log = work.resolve("log");
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = one.getLocalPort();
      hatchPort = two.getLocalPort();
    }
    config =
        Files.writeString(
            work.resolve("server.conf"),
            String.join(
                "\n",
                "instance = " + instance,
                "data_dir = " + data,
                "listen = 127.0.0.1:" + port,
                "courier_listen = 127.0.0.1:" + hatchPort,
                "courier_keys = " + courierKey,
                "courier_authorities = 127.0.0.1:" + hatchPort,
                String.join("\n", more),
                ""));
  }

  /** From the next start on couriers also reach the hatch under this name. */
  HouseServer alsoCalled(String authority) throws IOException {
    String own = "courier_authorities = 127.0.0.1:" + hatchPort;
    Files.writeString(config, Files.readString(config).replace(own, own + ", " + authority));
    return this;
  }

  /** Starts and waits until both ports are open. */
  HouseServer start() throws IOException, InterruptedException {
    Files.deleteIfExists(log);
    process =
        new ProcessBuilder(Distribution.SERVER.path(), "--config", config.toString(), "--demo")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (log().lines().filter(line -> line.contains("listening for")).count() < 2) {
      if (!process.isAlive() || System.nanoTime() > end) {
        kill();
        throw new IOException("the server did not start: " + log());
      }
      Thread.sleep(20);
    }
    return this;
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  String hatch() {
    return "http://127.0.0.1:" + hatchPort;
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** Files of the bodies. */
  List<Path> bodies() throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("store/bodies"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops it as an operator does. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      kill();
      throw new IllegalStateException("the server does not stop");
    }
  }

  @Override
  public void close() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }
}
