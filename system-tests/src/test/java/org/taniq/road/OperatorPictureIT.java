package org.taniq.road;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.road.Program.Run;

/**
 * What docs/OPERATOR.md shows of the first start: a slip in the configuration, a good one, and what
 * a courier then sees. It is compared with what the programs say now, or written anew with {@code
 * -Dtaniq.pictures=write}.
 */
class OperatorPictureIT {
  private static final Path MANUAL = Distribution.ROOT.resolve("docs/OPERATOR.md");
  private static final Pattern BLOCK =
      Pattern.compile("<!-- picture: starting -->\n```console\n(.*?)```\n", Pattern.DOTALL);
  private static final String FINGERPRINT = "5e".repeat(32);

  /** As the manual has it; systemd is not there, so the server itself is started. */
  private static final String SYSTEMD =
      "sudo systemctl enable --now taniq-server && journalctl -u taniq-server -o cat";

  private static final String SERVER =
      "/opt/taniq-server/bin/taniq-server --config /etc/taniq-server.conf --check-config";

  @TempDir Path work;
  private final StringBuilder picture = new StringBuilder();
  private final Map<String, String> shown = new LinkedHashMap<>();
  private String courier;
  private String key;
  private HouseServer server;

  @BeforeEach
  void begin() throws Exception {
    courier = work.resolve("courier").toString();
    String line = courier("keygen").out();
    key = line.substring(line.indexOf("courier_keys = ") + 15).strip();
    server = new HouseServer(work.resolve("server"), FINGERPRINT, key);
    shown.put("port " + server.port + "\n", "port 8080\n");
    shown.put("port " + server.hatchPort + "\n", "port 8081\n");
    // What the machine and the day decide.
    shown.put("(free space +)[^\n]+", "$120.0 GiB");
    shown.put("day is [0-9-]+;", "day is 2026-11-26;");
    shown.put("ahead of it by -?[0-9]+ s", "ahead of it by 0 s");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Run courier(String... words) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of(Distribution.COURIER.path()));
    command.addAll(List.of(words));
    command.addAll(List.of("--home", courier));
    return Program.run(command).expect(0);
  }

  /** The file that --print-default-config writes, filled in as the manual's table says. */
  private void configure(String nameOfKeys) throws IOException, InterruptedException {
    String defaults =
        Program.run(List.of(Distribution.SERVER.path(), "--print-default-config")).expect(0).out();
    String hatch = "127.0.0.1:" + server.hatchPort;
    String filled =
        set(defaults, "instance =", "instance = " + FINGERPRINT)
            .replace("#data_dir = /var/lib/taniq-server", "data_dir = " + server.data)
            .replace("#listen = 127.0.0.1:8080", "listen = 127.0.0.1:" + server.port)
            .replace("#courier_listen = 127.0.0.1:8081", "courier_listen = " + hatch);
    filled = set(filled, "#courier_keys =", nameOfKeys + " = " + key);
    filled = set(filled, "#courier_authorities =", "courier_authorities = " + hatch);
    Files.writeString(work.resolve("server/server.conf"), filled);
  }

  private static String set(String file, String line, String by) {
    assertTrue(file.contains("\n" + line + "\n"), "the default file has the line " + line);
    return file.replace("\n" + line + "\n", "\n" + by + "\n");
  }

  private void type(String command, String said) {
    String masked = said;
    for (Map.Entry<String, String> each : shown.entrySet()) {
      masked = masked.replaceAll(each.getKey(), each.getValue());
    }
    picture.append("$ ").append(command).append('\n').append(masked);
  }

  private Run check(int exit) throws IOException, InterruptedException {
    Path config = work.resolve("server/server.conf");
    List<String> words =
        List.of(Distribution.SERVER.path(), "--config", config.toString(), "--check-config");
    return Program.run(words).expect(exit);
  }

  @Test
  void a_slip_is_named_with_its_line_and_then_the_server_starts() throws Exception {
    configure("courier_key");
    type(SERVER, check(2).err());
    configure("courier_keys");
    type(SERVER, check(0).out());
    server.start();
    while (!server.log().endsWith("started\n")) {
      Thread.sleep(20);
    }
    type(SYSTEMD, server.log());
    Run status = courier("status", "--hatch", server.hatch(), "--direct");
    type("taniq-courier status --hatch http://HATCH.onion", status.out() + status.err());
    requireInManual();
  }

  private void requireInManual() throws IOException {
    String page = Files.readString(MANUAL);
    Matcher block = BLOCK.matcher(page);
    assertTrue(block.find(), "the manual has no block for the picture");
    if ("write".equals(System.getProperty("taniq.pictures"))) {
      String before = page.substring(0, block.start(1));
      Files.writeString(MANUAL, before + picture + page.substring(block.end(1)));
    } else {
      assertEquals(picture.toString(), block.group(1), "-Dtaniq.pictures=write writes it anew");
    }
  }
}
