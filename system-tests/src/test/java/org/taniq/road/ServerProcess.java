package org.taniq.road;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real server as a process. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile(".*listening for (submitters|couriers) on .* port ([0-9]+)");

  private final Process process;
  private int publicPort;
  private int courierPort;

  /** Starts and waits until both ports are open. */
  ServerProcess(Path config) throws IOException {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    process =
        new ProcessBuilder(
                List.of(
                    java, "-cp", classes, "org.taniq.server.ServerMain", "--config", config + ""))
            .redirectErrorStream(true)
            .start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    StringBuilder said = new StringBuilder();
    while (publicPort == 0 || courierPort == 0) {
      String line = out.readLine();
      if (line == null) {
        throw new IOException("the server did not start: " + said);
      }
      said.append(line).append('\n');
      Matcher listening = LISTENING.matcher(line);
      if (listening.matches()) {
        int port = Integer.parseInt(listening.group(2));
        if (listening.group(1).equals("couriers")) {
          courierPort = port;
        } else {
          publicPort = port;
        }
      }
    }
    Thread rest =
        new Thread(
            () -> {
              try (out) {
                out.lines().forEach(line -> {});
              } catch (IOException | java.io.UncheckedIOException e) {
                return;
              }
            });
    rest.setDaemon(true);
    rest.start();
  }

  int publicPort() {
    return publicPort;
  }

  int courierPort() {
    return courierPort;
  }

  /** As by a power cut. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
