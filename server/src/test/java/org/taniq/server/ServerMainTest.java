package org.taniq.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.signed.Signed;
import org.taniq.server.http.Envelopes;
import org.taniq.server.http.RawHttp;
import org.taniq.server.site.House;

/** The program itself, as a process of its own. */
class ServerMainTest {
  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx64m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    command.add("org.taniq.server.ServerMain");
    command.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    started.add(process);
    return process;
  }

  private int run(String... arguments) throws Exception {
    Process process = start(arguments);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return process.exitValue();
  }

  private String out() throws IOException {
    return Files.readString(directory.resolve("out"));
  }

  private String err() throws IOException {
    return Files.readString(directory.resolve("err"));
  }

  private String config(House house, String... more) throws IOException {
    Path file = directory.resolve("taniq.conf");
    Files.writeString(
        file,
        "instance = "
            + house.instance.hex()
            + "\ndata_dir = "
            + directory.resolve("data")
            + "\nlisten = 127.0.0.1:0\ncourier_listen = 127.0.0.1:0\nstop_timeout = 10s\n"
            + String.join("\n", more));
    return file.toString();
  }

  private int portSoon() throws Exception {
    for (int i = 0; i < 600; i++) {
      if (out().contains("taniq-server: started\n")) {
        return Integer.parseInt(
            out().replaceAll("(?s).*submitters on 127\\.0\\.0\\.1 port ([0-9]+).*", "$1"));
      }
      Thread.sleep(100);
    }
    throw new AssertionError("did not start: " + err());
  }

  @Test
  void the_default_configuration_is_printed_and_checks_once_the_instance_is_there()
      throws Exception {
    assertEquals(0, run("--print-default-config"));
    String printed = out();
    assertTrue(printed.contains("#listen = 127.0.0.1:8080\n"));
    Path file = directory.resolve("taniq.conf");
    Files.writeString(file, printed);
    assertEquals(2, run("--config", file.toString(), "--check-config"));
    assertEquals(
        """
        taniq-server: error: line 6: "instance" has no value; write one, or put "#" before the line
        taniq-server: hint: mend the configuration, then: taniq-server --config … --check-config
        """,
        err());
    Files.writeString(file, printed.replace("instance =", "instance = " + "0f".repeat(32)));
    assertEquals(0, run("--config", file.toString(), "--check-config"));
    assertEquals("the configuration is good\n", out());
  }

  @Test
  void a_wrong_command_line_says_what_is_right() throws Exception {
    for (String[] wrong :
        new String[][] {{}, {"--config"}, {"--verbose"}, {"--config", "x", "install"}}) {
      assertEquals(2, run(wrong));
      assertTrue(err().startsWith("taniq-server: error: "), err());
      assertTrue(err().endsWith("taniq-server: hint: taniq-server --help\n"), err());
    }
    assertEquals(1, run("--config", directory.resolve("none").toString()));
    assertEquals(0, run("--help"));
    assertTrue(out().startsWith("Usage: taniq-server"));
  }

  /** Dated today, for the program has no other clock. */
  private House demo(Signed[] site, Path publication, Path siteTar) throws IOException {
    House house = new House(true);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    site[0] = house.site(1);
    Files.write(
        publication, house.publication(house.current(house.bulletin(0, today, site[0]), site[0])));
    Files.write(siteTar, house.siteTar(site[0]));
    return house;
  }

  @Test
  void it_installs_serves_stops_gracefully_and_resumes_and_logs_no_request() throws Exception {
    Path publication = directory.resolve("publication.tar");
    Path siteTar = directory.resolve("site.tar");
    House house = demo(new Signed[1], publication, siteTar);
    String config = config(house);
    assertEquals(1, run("--config", config, "install", siteTar.toString(), publication.toString()));
    assertTrue(err().startsWith("taniq-server: error: DEMO_NOT_ALLOWED\n"), err());
    assertEquals(
        0,
        run("--config", config, "--demo", "install", siteTar.toString(), publication.toString()));
    assertTrue(out().endsWith("taniq-server: published: bulletin 0, site 1\n"), out());

    Process server = start("--config", config, "--demo");
    int port = portSoon();
    String started = out();
    assertEquals(
        "page /index.html",
        RawHttp.send(port, "GET / HTTP/1.1\nHost: x\nConnection: close").text());
    RawHttp.send(port, "GET /swordfish HTTP/1.1\nHost: x\nUser-Agent: swordfish");
    RawHttp.send(port, "NONSENSE swordfish");

    byte[] text = Envelopes.text(1);
    RawHttp.Reply created =
        RawHttp.send(
            port,
            "POST /uploads HTTP/1.1\nHost: x\nTus-Resumable: 1.0.0\nUpload-Length: " + text.length);
    assertEquals(201, created.status());
    try (Socket socket = RawHttp.connect(port)) {
      socket
          .getOutputStream()
          .write(
              RawHttp.bytes(
                  "PATCH "
                      + created.header("location")
                      + " HTTP/1.1\nHost: x\nTus-Resumable: 1.0.0\nUpload-Offset: 0\nContent-Type:"
                      + " application/offset+octet-stream\nContent-Length: 31"));
      socket.getOutputStream().write(text, 0, 10);
      Thread.sleep(300);
      server.destroy(); // SIGTERM
      Thread.sleep(300);
      socket.getOutputStream().write(text, 10, 21);
      assertEquals(204, RawHttp.read(socket.getInputStream(), false).status());
    }
    assertTrue(server.waitFor(30, TimeUnit.SECONDS));
    assertEquals(started + "taniq-server: stopped\n", out(), "nothing between start and stop");
    assertEquals("", err());

    Process again = start("--config", config, "--demo");
    RawHttp.Reply head =
        RawHttp.send(
            portSoon(),
            "HEAD " + created.header("location") + " HTTP/1.1\nHost: x\nTus-Resumable: 1.0.0");
    assertEquals("31", head.header("upload-offset"));

    Process second = start("--config", config, "--demo");
    assertTrue(second.waitFor(60, TimeUnit.SECONDS));
    assertEquals(1, second.exitValue());
    assertTrue(err().contains("in use by a running server"), err());
    assertTrue(again.isAlive());
    assertFalse(new String(err().getBytes(StandardCharsets.UTF_8)).contains("swordfish"));
  }
}
