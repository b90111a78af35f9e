package org.taniq.bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.taniq.protocol.Spelling;
import org.taniq.protocol.signed.SigningKey;

/** The product's server as a process of its own, by its distribution, on 127.0.0.1. */
final class House {
  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 60;

  final Path data;
  final InetSocketAddress address;
  final InetSocketAddress hatch;
  private final Path program;
  private final Path config;
  private final Path log;
  private final String javaOptions;
  private Process process;

  /**
   * Writes the configuration and installs what is published.
   *
   * @param program the distribution's {@code taniq-server}
   * @param work a new directory
   * @param javaOptions parted by spaces, for the server's virtual machine
   */
  House(Path program, Path work, Organisation organisation, SigningKey courier, String javaOptions)
      throws Exception {
    Files.createDirectories(work);
    this.program = program;
    this.javaOptions = javaOptions;
    data = work.resolve("data");
    log = work.resolve("log");
    address = freePort();
    hatch = freePort();
    config =
        Files.writeString(
            work.resolve("server.conf"),
            String.join(
                "\n",
                "instance = " + organisation.instance().hex(),
                "data_dir = " + data,
                "listen = 127.0.0.1:" + address.getPort(),
                "courier_listen = 127.0.0.1:" + hatch.getPort(),
                "courier_keys = " + Spelling.b64u(courier.publicKey()),
                "courier_authorities = 127.0.0.1:" + hatch.getPort(),
                ""));
    String publication = organisation.publication(work.resolve("publication.tar")).toString();
    String site = organisation.site(work.resolve("site.tar")).toString();
    process = builder("install", publication, site).start();
    if (process.waitFor() != 0) {
      throw new IOException("the server installs nothing: " + Files.readString(log));
    }
  }

  /**
   * Starts the server.
   *
   * @return milliseconds from the start of the process to the end of its first answer
   */
  long start() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    process = builder().start();
    while (!answers()) {
      if (!process.isAlive()
          || System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(START_SECONDS)) {
        stop();
        throw new IOException("the server does not start: " + Files.readString(log));
      }
      Thread.sleep(1);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  long pid() {
    return process.pid();
  }

  /** Body files of the store. */
  List<Path> bodies() throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("store/bodies"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** Makes the store lose its index; the server must not run. */
  void deleteIndex() throws IOException {
    Files.delete(data.resolve("store/index.mv.db"));
  }

  /** Memory of the server that is in RAM, and the most there was since it started; KiB. */
  Memory memory() throws IOException {
    long now = 0;
    long most = 0;
    try (Scanner status = new Scanner(Path.of("/proc/" + pid() + "/status"), US_ASCII)) {
      while (status.hasNext()) {
        switch (status.next()) {
          case "VmRSS:" -> now = status.nextLong();
          case "VmHWM:" -> most = status.nextLong();
          default -> {}
        }
      }
    }
    return new Memory(now, most);
  }

  /** KiB. */
  record Memory(long now, long most) {}

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops it as an operator does. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      kill();
    }
  }

  private ProcessBuilder builder(String... command) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(program.toString(), "--config", config.toString()));
    words.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("TANIQ_JAVA_OPTS", javaOptions);
    return builder.redirectErrorStream(true).redirectOutput(log.toFile());
  }

  /** Whether a page is served. */
  private boolean answers() {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), US_ASCII).startsWith("HTTP/1.1 200 ");
    } catch (IOException e) {
      return false;
    }
  }

  private static InetSocketAddress freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }
  }
}
