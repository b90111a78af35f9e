package org.taniq.courier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.protocol.envelope.FixedHeader;
import org.taniq.protocol.envelope.KeysetId;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.envelope.Lengths;

/** The courier over real TLS, with good certificates and bad ones. */
class TlsTest {
  private static final String[] A_YEAR = {"-validity", "365"};

  @TempDir Path temporary;
  private StubTus server;
  private Path keys;
  private Path envelope;

  private record Result(int exit, String err) {}

  @BeforeEach
  void start() throws IOException {
    server = new StubTus();
    keys = temporary.resolve("keys.p12");
    byte[] bytes = new byte[(int) Lengths.envelopeLength(1, 65536)];
    byte[] header = new FixedHeader(1, 1, Kind.TESTIMONY, KeysetId.parse("ab".repeat(16))).bytes();
    System.arraycopy(header, 0, bytes, 0, header.length);
    envelope = Files.write(temporary.resolve("case.tnq"), bytes);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** The program as a process: a JVM reads its trust store once. */
  private Result submit(String address, boolean trusting) throws Exception {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (trusting) {
      command.add("-Djavax.net.ssl.trustStore=" + keys);
      command.add("-Djavax.net.ssl.trustStorePassword=" + TlsFront.PASSWORD);
    }
    command.addAll(List.of("-cp", classes, CourierMain.class.getName()));
    command.addAll(List.of("submit", "--home", temporary.resolve("home").toString(), "--direct"));
    command.addAll(
        List.of("--tries", "1", "--timeout", "20", "--server", address, envelope.toString()));
    Path err = temporary.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().put("TANIQ_LOCALE", "en");
    Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    int exit = process.waitFor();
    return new Result(exit, Files.readString(err));
  }

  private void requireRefusal(int exit, String error, Result result) {
    assertEquals(exit, result.exit, result.err);
    List<String> lines = result.err.lines().toList();
    assertEquals(2, lines.size(), result.err);
    assertEquals("taniq-courier: error: " + error, lines.get(0));
    assertTrue(lines.get(1).startsWith("taniq-courier: hint: "), result.err);
    assertEquals(List.of(), server.requests);
  }

  @Test
  void a_trusted_certificate_of_the_right_name_carries_every_byte() throws Exception {
    try (TlsFront tls = new TlsFront(keys, "dns:localhost", server.port(), A_YEAR)) {
      Result result = submit("https://localhost:" + tls.port(), true);
      assertEquals(0, result.exit, result.err);
      assertArrayEquals(Files.readAllBytes(envelope), server.uploads.get("t0").bytes.toByteArray());
    }
  }

  @Test
  void another_name_an_unknown_signer_and_past_or_future_days_are_refused() throws Exception {
    String name = "the server's certificate is another name's";
    String signer = "nobody whom this computer trusts signed the server's certificate";
    String days = "the days of the server's certificate are over or have not begun";
    try (TlsFront tls = new TlsFront(keys, "dns:localhost", server.port(), A_YEAR)) {
      requireRefusal(9, name, submit("https://127.0.0.1:" + tls.port(), true));
      requireRefusal(9, signer, submit("https://localhost:" + tls.port(), false));
    }
    keys = Files.createDirectory(temporary.resolve("other")).resolve("keys");
    try (TlsFront tls = new TlsFront(keys, "dns:other.example.org", server.port(), A_YEAR)) {
      requireRefusal(9, name, submit("https://localhost:" + tls.port(), true));
    }
    keys = Files.createDirectory(temporary.resolve("past")).resolve("keys");
    String[] past = {"-startdate", "-400d", "-validity", "100"};
    try (TlsFront tls = new TlsFront(keys, "dns:localhost", server.port(), past)) {
      requireRefusal(9, days, submit("https://localhost:" + tls.port(), true));
    }
    keys = Files.createDirectory(temporary.resolve("future")).resolve("keys");
    String[] future = {"-startdate", "+10d", "-validity", "100"};
    try (TlsFront tls = new TlsFront(keys, "dns:localhost", server.port(), future)) {
      requireRefusal(9, days, submit("https://localhost:" + tls.port(), true));
    }
  }

  @Test
  void a_server_without_tls_and_a_cut_are_not_called_a_bad_certificate() throws Exception {
    try (ServerSocket plain = answering("HTTP/1.1 400 Bad Request\r\n\r\n");
        ServerSocket cutting = answering("")) {
      String notTls = "the server's answer makes no sense";
      requireRefusal(9, notTls, submit("https://localhost:" + plain.getLocalPort(), false));
      String cut = "the connection was cut again and again";
      requireRefusal(9, cut, submit("https://localhost:" + cutting.getLocalPort(), false));
    }
  }

  /** Answers one connection so, whatever it asks, and ends it. */
  private static ServerSocket answering(String text) throws IOException {
    ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              try (Socket client = listener.accept()) {
                client.getInputStream().read(new byte[4096]);
                client.getOutputStream().write(text.getBytes(US_ASCII));
              } catch (IOException e) {
                return;
              }
            });
    thread.setDaemon(true);
    thread.start();
    return listener;
  }

  @Test
  void plain_http_elsewhere_is_refused_and_no_secret_of_an_address_comes_back() throws Exception {
    requireRefusal(
        2,
        "http without encryption is allowed to .onion names and within this machine alone",
        submit("http://intake.example.org", true));
    Result secret = submit("https://parvin:s3cret@localhost:1/?token=s3cret", true);
    requireRefusal(2, "not a server's address", secret);
    assertFalse(secret.err.contains("s3cret"), secret.err);
  }
}
