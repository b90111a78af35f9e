package org.taniq.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.taniq.protocol.hatch.ContentDigest;
import org.taniq.protocol.hatch.HatchRequest;
import org.taniq.protocol.hatch.HatchSignature;
import org.taniq.protocol.signed.Signed;
import org.taniq.protocol.signed.SigningKey;
import org.taniq.server.config.ConfigException;
import org.taniq.server.config.ServerConfig;
import org.taniq.server.http.RawHttp;
import org.taniq.server.site.House;

/** The whole server on free ports, with a courier who can sign. */
final class Running implements AutoCloseable {
  static final SigningKey COURIER = House.key(42);
  private static final SecureRandom RANDOM = new SecureRandom();

  final House house;
  final MovingClock clock = new MovingClock();
  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  final Path directory;

  /** Lines of the configuration. */
  final List<String> more = new ArrayList<>();

  Server server;
  int port;
  int courierPort;
  String authority;

  Running(Path directory, House house) {
    this.directory = directory;
    this.house = house;
  }

  Running start() throws IOException, ConfigException {
    courierPort = freePort();
    authority = "127.0.0.1:" + courierPort;
    server =
        Server.start(
            ServerConfig.parse(config().getBytes(StandardCharsets.UTF_8)),
            false,
            clock,
            RANDOM,
            log::add);
    port = server.publicAddress().getPort();
    return this;
  }

  String config() {
    return String.join(
        "\n",
        "instance = " + house.instance.hex(),
        "data_dir = " + directory.resolve("data"),
        "listen = 127.0.0.1:0",
        "courier_listen = 127.0.0.1:" + courierPort,
        "courier_keys = "
            + Base64.getUrlEncoder().withoutPadding().encodeToString(COURIER.publicKey()),
        "courier_authorities = " + authority + ", abc.onion",
        "store_limit = 1GiB",
        "max_envelope = 20MiB",
        "stop_timeout = 2s",
        String.join("\n", more));
  }

  /** Publishes bulletin 0 and its site. */
  Running published() throws Exception {
    Signed site = house.site(1);
    put("publication", house.publication(0, site), 200);
    put("site", house.siteTar(site), 200);
    return this;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  RawHttp.Reply get(String path, String... headers) throws IOException {
    return request("GET", path, headers);
  }

  RawHttp.Reply request(String method, String path, String... headers) throws IOException {
    String more = headers.length == 0 ? "" : "\n" + String.join("\n", headers);
    return RawHttp.send(port, method + " " + path + " HTTP/1.1\nHost: x" + more);
  }

  RawHttp.Reply put(String what, byte[] body, int expected) throws IOException {
    RawHttp.Reply reply = courier(new Request("PUT", "/courier/v1/" + what, body));
    if (reply.status() != expected) {
      throw new AssertionError(reply.status() + " " + reply.text());
    }
    return reply;
  }

  RawHttp.Reply courier(String path, String... headers) throws IOException {
    return courier(new Request("GET", "/courier/v1/" + path, new byte[0]).with(headers));
  }

  RawHttp.Reply courier(Request request) throws IOException {
    return RawHttp.send(courierPort, request.head(this), request.sent);
  }

  /** A courier's request, and what may be wrong with it. */
  static final class Request {
    final String method;
    final String target;
    byte[] signed;
    byte[] sent;
    SigningKey key = COURIER;
    String authority;
    long secondsOff;
    byte[] nonce = new byte[16];
    String signedTarget;
    List<String> more = List.of();

    Request(String method, String target, byte[] body) {
      this.method = method;
      this.target = target;
      this.signedTarget = target;
      this.signed = body;
      this.sent = body;
      RANDOM.nextBytes(nonce);
    }

    Request with(String... headers) {
      more = List.of(headers);
      return this;
    }

    String head(Running server) {
      String host = authority == null ? server.authority : authority;
      int mark = signedTarget.indexOf('?');
      ContentDigest digest = ContentDigest.of(sha256(signed));
      HatchSignature signature =
          HatchSignature.sign(
              HatchRequest.of(
                  method,
                  host,
                  mark < 0 ? signedTarget : signedTarget.substring(0, mark),
                  mark < 0 ? null : signedTarget.substring(mark + 1),
                  digest),
              key,
              server.clock.now.plusSeconds(secondsOff),
              nonce);
      List<String> lines = new ArrayList<>();
      lines.add(method + " " + target + " HTTP/1.1");
      lines.add("Host: " + host);
      lines.add("Connection: close");
      lines.add("Content-Digest: " + digest.value());
      lines.add("Signature-Input: " + signature.input());
      lines.add("Signature: " + signature.value());
      lines.add("Content-Length: " + sent.length);
      lines.addAll(more);
      return String.join("\n", lines);
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  void restart() throws IOException, ConfigException {
    server.close();
    start();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
