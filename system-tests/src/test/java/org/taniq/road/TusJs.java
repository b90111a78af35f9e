package org.taniq.road;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.taniq.parcel.Sha256;

/**
 * Lets the script of {@code system-tests/tus-js} upload envelopes to the server, restarts it where
 * the script says so, and looks whether the courier finds all of them. For bin/checks/tus-js.
 */
final class TusJs {
  private TusJs() {}

  /** Argument: an empty directory to work in. */
  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(arguments[0]);
    byte[] content = new byte[3 << 20];
    new Random(4).nextBytes(content);
    String scan = Files.write(work.resolve("scan.jpg"), content).toString();
    try (Stage stage = new Stage(work).open()) {
      Path whole = stage.seal("whole.tnq", scan);
      Path aborted = stage.seal("aborted.tnq", scan);
      Path restarted = stage.seal("restarted.tnq", scan);
      Process node =
          new ProcessBuilder(
                  "node",
                  Distribution.ROOT.resolve("system-tests/tus-js/upload.mjs").toString(),
                  stage.server.address() + "/uploads",
                  whole.toString(),
                  aborted.toString(),
                  restarted.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader out =
              new BufferedReader(new InputStreamReader(node.getInputStream(), UTF_8));
          PrintStream in = new PrintStream(node.getOutputStream(), true, UTF_8)) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          if (line.equals("RESTART")) {
            stage.server.kill();
            stage.server.start();
            in.println("restarted");
          }
        }
      } finally {
        node.waitFor();
      }
      Set<String> expected = new HashSet<>();
      for (Path envelope : new Path[] {whole, aborted, restarted}) {
        expected.add(Sha256.hex(Files.readAllBytes(envelope)));
      }
      if (node.exitValue() != 0 || !HatchList.idsBySha256(stage).keySet().equals(expected)) {
        throw new AssertionError("node ended with " + node.exitValue());
      }
    }
    System.out.println(
        "a stock tus client uploaded, aborted, resumed, and was refused as it should");
  }
}
