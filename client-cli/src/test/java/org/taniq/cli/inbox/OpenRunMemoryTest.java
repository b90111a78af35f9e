package org.taniq.cli.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Envelopes whose JSON takes ten megabytes when parsed, opened in one go in a JVM whose heap holds
 * a few of them at once.
 */
class OpenRunMemoryTest {
  private static final String HEAP = "-Xmx160m";
  private static final int ENVELOPES = 40;

  private @TempDir Path home;

  @Test
  void many_envelopes_of_a_large_json_open_in_a_small_heap() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:ActiveProcessorCount=2", // as many are opened side by side
                "-cp",
                System.getProperty("java.class.path"),
                OpenRunMemoryTest.class.getName(),
                home.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("opened " + ENVELOPES + "\n", said);
    assertEquals(0, jvm.waitFor());
  }

  /** The other JVM. */
  public static void main(String[] arguments) throws Exception {
    try (House house = new House(Path.of(arguments[0]))) {
      byte[] tar = LargeJson.tar(House.INSTANCE);
      for (int i = 0; i < ENVELOPES; i++) {
        house.add(house.sealTar(tar));
      }
      System.out.println("opened " + house.open(0, 1).opened().size());
    }
  }
}
