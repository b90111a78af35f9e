package org.taniq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.cli.inbox.LargeJson;
import org.taniq.protocol.envelope.Binding;
import org.taniq.protocol.envelope.Kind;
import org.taniq.protocol.seal.EnvelopeSealer;
import org.taniq.protocol.seal.SealingStream;

/**
 * Testimonies whose JSON takes ten megabytes when parsed, exported in one go by a JVM whose heap
 * holds a few of them at once.
 */
class ExportMemoryTest {
  private static final String HEAP = "-Xmx160m";
  private static final int TESTIMONIES = 40;

  private @TempDir Path directory;

  @Test
  void many_testimonies_of_a_large_json_are_exported_in_a_small_heap() throws Exception {
    Organisation org = new Organisation(directory);
    byte[] tar = LargeJson.tar(org.instance);
    List<String> importing = new ArrayList<>(List.of("inbox", "import"));
    for (int i = 0; i < TESTIMONIES; i++) {
      importing.add(sealed(org, tar, directory.resolve(i + ".tnq")).toString());
    }
    org.ok(List.of(), importing.toArray(String[]::new));
    org.ok(Organisation.passphrases(2), "inbox", "open", "--all");
    Path out = directory.resolve("out");
    Process jvm =
        new ProcessBuilder(org.command(HEAP, 2, "export", "--all", "--out", out.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, jvm.waitFor(), said);
    try (var parts = Files.list(out.resolve("data"))) {
      assertEquals(TESTIMONIES, parts.count());
    }
    assertTrue(said.contains("consent of submitter: keep without_name"), said);
  }

  private static Path sealed(Organisation org, byte[] tar, Path file) throws Exception {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        SealingStream stream =
            EnvelopeSealer.start(
                org.recipients(), Kind.TESTIMONY, Binding.noContext(), org.random, out)) {
      stream.write(tar);
      stream.finish();
    }
    return file;
  }
}
