package org.taniq.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taniq.server.store.StoreException.Reason;

/** kill -9 at any moment: all that was acknowledged is there, and uploads go on. */
class KillTest {
  private static final int ROUNDS = 4;

  @TempDir Path directory;
  private final Map<String, Long> stored = new HashMap<>();
  private final Map<String, Long> offsets = new HashMap<>();

  @Test
  void every_acknowledged_envelope_outlives_kill_9() throws Exception {
    Path home = directory.resolve("store");
    Random random = new Random(5);
    for (int round = 0; round < ROUNDS; round++) {
      kill(home, round, 20 + random.nextInt(100));
      if (round == ROUNDS - 2) {
        Files.delete(home.resolve("index.mv.db"));
      }
      check(home);
    }
  }

  private void kill(Path home, int round, int after) throws Exception {
    Process process =
        Fork.java(List.of(), KillSubject.class, home.toString(), round + "00000000").start();
    try (BufferedReader answers = process.inputReader()) {
      for (int i = 0; i < after; i++) {
        String line = answers.readLine();
        assertNotNull(line, "the process ended by itself");
        note(line);
      }
      EnvelopeStoreContract.refused(
          Reason.IN_USE, () -> FileEnvelopeStore.open(home, 1L << 34, new SecureRandom()));
      process.toHandle().destroyForcibly(); // leaves the streams open
      answers.lines().forEach(this::note);
    }
    assertEquals(128 + 9, process.waitFor());
  }

  private void note(String line) {
    String[] words = line.split(" ");
    if (words[0].equals("STORED") && words.length == 4 && words[3].length() == 32) {
      stored.put(words[1], Long.parseLong(words[2]));
      offsets.remove(words[3]);
    } else if (words[0].equals("OFFSET") && words.length == 4) {
      offsets.put(words[1], Long.parseLong(words[3]));
    }
  }

  private void check(Path home) throws Exception {
    try (EnvelopeStore store = FileEnvelopeStore.open(home, 1L << 34, new SecureRandom())) {
      assertTrue(store.health().good());
      for (Map.Entry<String, Long> entry : stored.entrySet()) {
        EnvelopeId id = new EnvelopeId(entry.getKey());
        String sha256 = Samples.sha256(Samples.text(entry.getValue()));
        assertEquals(sha256, store.find(id).orElseThrow().sha256());
        assertEquals(sha256, Samples.sha256(Samples.read(store, id)));
      }
      // What is there beyond: complete, though its answer did not come through.
      List<StoredEnvelope> all = store.list(null, 1_000_000);
      for (StoredEnvelope envelope : all) {
        assertEquals(envelope.sha256(), Samples.sha256(Samples.read(store, envelope.id())));
      }
      assertTrue(all.size() >= stored.size());
      for (Map.Entry<String, Long> entry : offsets.entrySet()) {
        goOn(store, new UploadToken(entry.getKey()), Samples.text(entry.getValue()));
      }
      offsets.clear();
    }
  }

  /** The upload stands at least where it was acknowledged; or it was finished meanwhile. */
  private static void goOn(EnvelopeStore store, UploadToken token, byte[] envelope)
      throws Exception {
    var upload = store.upload(token);
    if (upload.isEmpty() || upload.get().finished()) {
      // The kill came after the move of the body: it is among the envelopes.
      String sha256 = Samples.sha256(envelope);
      assertTrue(store.list(null, 1_000_000).stream().anyMatch(e -> e.sha256().equals(sha256)));
      return;
    }
    int offset = (int) upload.get().offset();
    assertTrue(offset >= 40000);
    try (UploadWriter writer = store.write(token, Samples.DAY)) {
      writer.append(envelope, offset, envelope.length - offset);
      assertEquals(Samples.sha256(envelope), writer.finish().sha256());
    }
  }
}
